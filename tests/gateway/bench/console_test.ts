/** What the figures of the console are measured on. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { DirectStore } from "../../../db/store.ts";
import { fillBusyStore } from "../../../gateway/bench/console/busy_store.ts";
import { PageReader } from "../../../gateway/bench/console/page_reader.ts";
import { addressOf, pagePaths, placesOf } from "../../../gateway/bench/console/places.ts";
import { ConsoleHarness } from "../../handlers/http/console/console_harness.ts";

const THINGS = {
  wearable: "d-1",
  incident: "ab".repeat(16),
  person: "0".repeat(16),
  modem: "lora-1",
  destination: "dispatch-pull",
  token: "t-1",
  day: "2026-11-30",
};

Deno.test("Every page of the console has a known place, and a page without one is named", () => {
  const places = placesOf(THINGS);
  assert.deepEqual(places.map(({ path }) => path), pagePaths());
  for (const { address, path } of places) assert.doesNotMatch(address, /[{}]/, path);
  assert.ok(places.length > 15);
  assert.throws(() => addressOf("/nowhere/{id}", THINGS), /\/nowhere\/\{id\} has no known place/);
  assert.throws(() => addressOf("/devices/{id}/keys/{kid}", THINGS), /has no known place/);
});

Deno.test("A busy store has alarms of all wearables, a few of them open, and a month of reports", async () => {
  const folder = await Deno.makeTempDir({ prefix: "vigil-busy-" });
  try {
    const path = join(folder, "vigil.db");
    const zone = { wearables: 10, events: 2_000, incidents: 12 };
    const { incident, wearable } = await fillBusyStore(path, zone, () => {});
    using store = new DirectStore(path);
    assert.equal(store.read.events.newestSequence(), 10 + 2_000 + 17);
    assert.equal(store.read.incidents.open(50).length, 5);
    assert.equal(store.read.incidents.open(50)[0]!.id, incident);
    assert.ok(store.read.devices.byUid(wearable));
    const [first, last] = [11, 2_010].map((n) => store.read.events.receivedAtUnixMs(n));
    assert.equal(Math.round((last! - first!) / 86_400_000), 30);
    assert.ok(store.read.lanes.all().every(({ pending }) => pending === 0));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("A first load counts the page, its styles and all modules of its scripts, as they come", async () => {
  await using gateway = await ConsoleHarness.start({}, true);
  using reader = new PageReader(gateway.url);
  const page = await reader.read("/");
  const names = await reader.assetsOf(page);
  const some = ["icon.svg", "console.css", "live.js", "morph.js", "keys.js"];
  assert.deepEqual(some.filter((name) => !names.has(name)), []);
  assert.deepEqual([...names].filter((name) => /^map|maplibre/.test(name)), []);
  let bytes = page.bytes;
  for (const name of names) {
    const headers = { "accept-encoding": "gzip" };
    const { headers: said, body } = await gateway.call(`/assets/${name}`, { headers });
    await body!.cancel();
    bytes += Number(said.get("content-length"));
  }
  assert.equal(await reader.firstLoadBytes(page), bytes);
  await assert.rejects(reader.read("/nowhere"), /\/nowhere was answered with 404/);
});
