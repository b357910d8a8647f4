import assert from "node:assert/strict";
import { decodeHex } from "../../devices/hex.ts";
import { readReceipt, type Receipt } from "../../handlers/forward/receipt.ts";
import { Intake } from "../support/intake.ts";
import { Wearable } from "../support/wearable.ts";

/** A receipt as it comes over MQTT for the first event. */
function receiptOf(intake: Intake, stage: string, more: object = {}): Receipt {
  const { id, hash } = intake.store.reader.eventsAfter(0, 1)[0]!;
  const text = JSON.stringify({ event: id, hash, stage, ...more });
  const receipt = readReceipt(new TextEncoder().encode(text));
  assert.ok(receipt.ok);
  return receipt.value;
}

async function receive(intake: Intake, stage: string, more: object = {}): Promise<void> {
  intake.incidents.receipt("desk", receiptOf(intake, stage, more));
  await intake.settled();
}

function incidentOf(intake: Intake) {
  return intake.store.reader.incident(decodeHex(intake.stored()[0]!.incident!)!)!;
}

Deno.test("The stage of a receipt moves the incident on, and a wearable is told", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  await receive(intake, "accepted", { by: "Lies" });
  assert.equal(incidentOf(intake).state, "accepted");
  assert.equal(wearable.open(decodeHex(intake.sent.at(-1)!.hex)!)!.type, 10);
  const [transition] = intake.store.reader.transitions(decodeHex(incidentOf(intake).id)!);
  assert.deepEqual([transition!.by, transition!.way, transition!.via], ["Lies", "mqtt", "desk"]);
});

Deno.test("Receipts that come twice or late leave the incident where it is", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  for (const stage of ["on-scene", "on-scene", "accepted", "received"]) {
    await receive(intake, stage);
  }
  assert.equal(incidentOf(intake).state, "on-scene");
  assert.equal(intake.store.reader.transitions(decodeHex(incidentOf(intake).id)!).length, 1);
  assert.deepEqual(intake.log.lines, []);
});

Deno.test("A receipt that closes says the outcome; without, it was real, or a test in a drill", async () => {
  for (
    const [more, isDrill, outcome] of [
      [{ outcome: "false" }, false, "false"],
      [{}, false, "real"],
      [{ outcome: "nonsense" }, false, "real"],
      [{}, true, "test"],
    ] as const
  ) {
    await using intake = await Intake.open();
    const wearable = await Wearable.issue(intake);
    const { bootId } = intake.clock;
    const drill = { device: 1, bootId, untilUptimeMs: 1e9, by: "trainer" };
    if (isDrill) await intake.store.run("startDrill", drill);
    await intake.hear(wearable.panic());
    await receive(intake, "closed", more);
    assert.equal(incidentOf(intake).outcome, outcome);
  }
});

Deno.test("The stage of an event without an incident changes nothing", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.test());
  await receive(intake, "accepted");
  assert.deepEqual(intake.store.reader.incidents({ after: 0, limit: 1, state: undefined }), []);
});

Deno.test("Any event of an incident makes it received, not only the one that opened it", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  await intake.hear(wearable.position());
  await intake.confirm("s", 2);
  assert.equal(incidentOf(intake).state, "received");
});
