import assert from "node:assert/strict";
import { Harness } from "../http/harness.ts";
import { nextBatch } from "../../../handlers/delivery/streams/poll_batch.ts";
import { Intake } from "../../support/intake.ts";
import { Wearable } from "../../support/wearable.ts";
import { until } from "../../support/until.ts";

function disclosed({ store }: Harness) {
  return store.read.audit.after(0, 1_000).map(({ entry }) => JSON.parse(entry))
    .filter(({ what }) => what === "events-disclosed");
}

Deno.test("Each answer to a poll that gives events is one entry: to whom, which, of which incidents", async () => {
  await using gateway = await Harness.start();
  await gateway.poll("a");
  await gateway.append({}, {});
  await gateway.poll("a");
  await until("it is stored", () => disclosed(gateway).length > 0);
  const [entry, ...more] = disclosed(gateway);
  assert.deepEqual(more, []);
  assert.deepEqual([entry.by.kind, entry.by.name, entry.by.from, entry.to], [
    "program",
    "dispatch-a",
    "127.0.0.1",
    "a",
  ]);
  assert.deepEqual(entry.details, { count: 2, first: 1, last: 2 });
  assert.deepEqual(entry.subjects, [{ kind: "destination", id: "a" }]);
});

Deno.test("A poll that gives nothing, or only acknowledges, leaves no entry", async () => {
  await using gateway = await Harness.start();
  await gateway.append({});
  await gateway.poll("a", { maxEvents: 0 });
  const by = { kind: "box", name: "test" } as const;
  // What was to be written before it is, too.
  await gateway.store.write("keepAudit", { atUnixMs: 0, by, what: "audit-viewed", subjects: [] });
  assert.deepEqual(disclosed(gateway), []);
});

Deno.test("What an answer gives names the incident of an alarm, once", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  const incident = intake.stored().map(({ incident }) => incident).find((id) => id !== undefined);
  const [destination] = intake.destinations.values();
  const { disclosed } = nextBatch(
    { reader: intake.store.read, destination: destination! },
    10,
    () => false,
  );
  assert.deepEqual(disclosed.incidents, [incident]);
  assert.equal(disclosed.last! - disclosed.first! + 1, disclosed.count);
});
