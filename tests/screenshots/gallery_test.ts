import assert from "node:assert/strict";
import { placesOf } from "../../gateway/bench/console/places.ts";
import { gallery } from "./gallery.ts";
import { NOW } from "./still_clock.ts";
import { makeZone } from "./zone.ts";

Deno.test("The page of pictures shows each of them, by page", () => {
  const pictures = [390, 1_440].map((width) => {
    return { path: "/map", colorScheme: "dark", width, file: `map-${width}-dark.png` } as const;
  });
  const markup = gallery(pictures);
  assert.equal(markup.match(/<img /g)!.length, 2);
  assert.equal(markup.match(/<h2>/g)!.length, 1);
  assert.match(markup, /<a href="map-390-dark.png">/);
});

Deno.test("The invented zone is the same each time: its clock stands still, one alarm waits", async () => {
  const zones = [await makeZone(), await makeZone()];
  for (const { gateway, incident, wearable } of zones) {
    assert.equal(gateway.clock.unixMs(), NOW);
    const [open, ...others] = gateway.store.read.incidents.open(10);
    assert.deepEqual([open!.id, open!.device, open!.state], [incident, wearable, "new"]);
    assert.deepEqual(others.map(({ state }) => state), ["accepted"]);
  }
  assert.equal(zones[0]!.incident, zones[1]!.incident);
  const [{ cookie, gateway, ...things }] = zones as [typeof zones[0]];
  const places = placesOf({
    ...things,
    modem: "lora-1",
    destination: "dispatch-pull",
    day: "2026-11-29",
  });
  for (const { address, role } of places) {
    const answer = await gateway.call(address, {}, role === undefined ? undefined : cookie);
    await answer.body?.cancel();
    // No modem of the configuration has this name here.
    if (!address.startsWith("/modems/")) {
      assert.ok(answer.status < 400, `${address}: ${answer.status}`);
    }
  }
  for (const { gateway } of zones) await gateway[Symbol.asyncDispose]();
});
