/** `vigil destination …`, by the real program. */
import assert from "node:assert/strict";
import { DirectStore } from "../../../db/store.ts";
import { GatewayBox } from "../../support/running_gateway.ts";
import { destinationOf, eventOf, settle } from "../../support/temporary_store.ts";

Deno.test("What a removed destination is owed is listed, and given up by a command that is kept", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  await box.json("device", "list");
  {
    using store = new DirectStore(`${box.folder}/data/vigil.db`);
    settle(store, destinationOf("old"), destinationOf("dispatch-pull"));
    store.writeNow("appendEvents", [eventOf(1), eventOf(2, "low")]);
    settle(store, destinationOf("dispatch-pull"));
  }
  const [old] = await box.json("destination", "list");
  assert.deepEqual([old.name, old.state, old.pending.critical], ["old", "removed", 1]);

  const refused = await box.command("destination", "forget", "dispatch-pull");
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /it is configured, and what it is owed will be delivered/);

  const { givenUp } = await box.json("destination", "forget", "old");
  assert.deepEqual(givenUp, { critical: 1, high: 0, normal: 0, low: 1 });
  const { stdout } = await box.command("audit", "export");
  const acts = stdout.trim().split("\n").map((line) => JSON.parse(line).entry);
  const act = acts.find(({ what }) => what === "destination-forgotten");
  assert.deepEqual([act.subjects, act.by.kind], [[{ kind: "destination", id: "old" }], "box"]);
  assert.deepEqual(act.details.givenUp, givenUp);
});

Deno.test("A destination is paused with a reason and resumed by commands, each kept with who did it", async () => {
  await using box = new GatewayBox();
  box.configure([]);
  await box.json("device", "list");
  {
    using store = new DirectStore(`${box.folder}/data/vigil.db`);
    settle(store, destinationOf("dispatch-pull"));
  }
  const unknown = await box.command("destination", "pause", "x", "--reason", "exercise");
  assert.deepEqual([unknown.code, /has no such destination/.test(unknown.stderr)], [1, true]);
  assert.equal((await box.command("destination", "pause", "dispatch-pull")).code, 2);
  const why = ["--reason", "exercise of the region"];
  const paused = await box.json("destination", "pause", "dispatch-pull", ...why);
  assert.deepEqual(paused, { destination: "dispatch-pull", paused: true });
  assert.equal((await box.command("destination", "pause", "dispatch-pull", ...why)).code, 1);
  const resumed = await box.json("destination", "resume", "dispatch-pull");
  assert.deepEqual(resumed, { destination: "dispatch-pull", paused: false });
  const { stdout } = await box.command("audit", "export");
  const acts = stdout.trim().split("\n").map((line) => JSON.parse(line).entry);
  const found = acts.filter(({ what }) => /^delivery-/.test(what));
  assert.deepEqual(found.map(({ by, what, why }) => [what, why, by.kind]), [
    ["delivery-paused", "exercise of the region", "box"],
    ["delivery-resumed", undefined, "box"],
  ]);
});
