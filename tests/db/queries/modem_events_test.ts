import assert from "node:assert/strict";
import { Intake } from "../../support/intake.ts";
import { Wearable } from "../../support/wearable.ts";

Deno.test("Losses and recoveries of a modem are found among all events, newest first, and no other's", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const { events } = intake.core;
  const lost = (modem: string, why: string) =>
    events.raise({
      name: "modem-lost",
      reason: "port",
      subject: `modem/${modem}`,
      details: { path: "/dev/x", why },
    });
  lost("lora-1", "unplugged");
  await intake.core.take(intake.reception(wearable.panic()));
  lost("lora-2", "of another");
  intake.clock.advance(1_000);
  events.raise({ name: "modem-recovered", reason: "configured", subject: "modem/lora-1" });
  await events.settled();
  const found = intake.store.read.modems.events("lora-1", 10);
  assert.deepEqual(found.map(({ isLost, reason, why }) => [isLost, reason, why]), [
    [false, "configured", undefined],
    [true, "port", "unplugged"],
  ]);
  assert.equal(intake.store.read.modems.events("lora-1", 1).length, 1);
});

Deno.test("No more events are looked through for them than a bound, by the index of their lane", async () => {
  await using intake = await Intake.open();
  using connection = intake.beside();
  const sql = `explain query plan select e.sequence from (
      select sequence, type from event where lane = 2 order by ordinal desc limit 2000
    ) n join event e on e.sequence = n.sequence where n.type = 'modem-lost' limit 200`;
  const plan = connection.all<{ detail: string }>(sql).map(({ detail }) => detail).join("\n");
  assert.match(plan, /SEARCH event USING INDEX event_lane \(lane=\?\)/);
  assert.match(plan, /SEARCH e USING INTEGER PRIMARY KEY/);
});
