import assert from "node:assert/strict";
import type { Connection } from "../../../db/sqlite/connection.ts";
import { decodeHex } from "../../../devices/hex.ts";
import { readReceipt, type Receipt } from "../../../handlers/delivery/confirmations/receipt.ts";
import { StageReceipts } from "../../../handlers/incidents/stage_receipts.ts";
import type { VolatileEvent } from "../../../handlers/delivery/volatile_events.ts";
import { beginDrill, Intake } from "../../support/intake.ts";
import type { KeptLog } from "../../support/kept_log.ts";
import { until } from "../../support/until.ts";
import { Wearable } from "../../support/wearable.ts";

/** A receipt as it comes over MQTT for the alarm; where there is none, for the first event. */
function receiptOf(intake: Intake, stage: string, more: object = {}): Receipt {
  const events = intake.store.read.events.after(0, 10);
  const { id, hash } = events.find(({ body }) => JSON.parse(body).incident) ?? events[0]!;
  const text = JSON.stringify({ event: id, hash, stage, ...more });
  const receipt = readReceipt(new TextEncoder().encode(text));
  assert.ok(receipt.ok);
  return receipt.value;
}

async function receive(intake: Intake, stage: string, more: object = {}): Promise<void> {
  intake.core.stageReceipts.take("desk", receiptOf(intake, stage, more));
  await intake.settled();
}

function incidentOf(intake: Intake) {
  const { incident } = intake.stored().find((event) => event.incident !== undefined)!;
  return intake.store.read.incidents.byId(decodeHex(incident!)!)!;
}

Deno.test("The stage of a receipt moves the incident on, and a wearable is answered", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  await receive(intake, "accepted", { by: "Lies" });
  assert.equal(incidentOf(intake).state, "accepted");
  assert.equal(wearable.open(decodeHex(intake.sent.at(-1)!.hex)!)!.type, 10);
  const [transition] = intake.store.read.incidents.transitions(decodeHex(incidentOf(intake).id)!);
  const { by, said, via, way } = transition!;
  assert.deepEqual([by, said, way, via], ["desk", "Lies", "mqtt", "desk"]);
});

Deno.test("Receipts that come twice or late leave the incident where it is", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  for (const stage of ["on-scene", "on-scene", "accepted", "received"]) {
    await receive(intake, stage);
  }
  assert.equal(incidentOf(intake).state, "on-scene");
  assert.equal(
    intake.store.read.incidents.transitions(decodeHex(incidentOf(intake).id)!).length,
    1,
  );
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
    if (isDrill) await beginDrill(intake);
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
  assert.deepEqual(
    intake.store.read.incidents.list({ after: 0, limit: 1, state: undefined }),
    [],
  );
});

/** Holds the write lock as another program could, so that no commit ends. */
function lock(intake: Intake): Connection {
  const other = intake.beside();
  other.run("begin immediate");
  return other;
}

Deno.test("Stages of an alarm that went out before it was stored hold once it is, each in its turn", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const other = lock(intake);
  const hearing = intake.hear(wearable.panic());
  await until("it is offered from memory", () => intake.core.volatileEvents.list().length === 1);
  const [{ id: event, hash }] = intake.core.volatileEvents.list() as [VolatileEvent];
  for (const [stage, by] of [["accepted", "Lies"], ["underway", "Jan"]] as const) {
    intake.core.stageReceipts.take("desk", { event, hash, stage, by });
  }
  intake.core.wake.notify();
  other.run("rollback");
  other[Symbol.dispose]();
  await hearing;
  await until("it is underway", () => incidentOf(intake).state === "underway");
  const transitions = intake.store.read.incidents.transitions(decodeHex(incidentOf(intake).id)!);
  assert.deepEqual(transitions.map(({ by, said, to }) => `${to} by ${said} of ${by}`), [
    "accepted by Lies of desk",
    "underway by Jan of desk",
  ]);
  await until("the wearable hears of it", () => {
    const answers = intake.sent.map(({ hex }) => wearable.open(decodeHex(hex)!)!.type);
    return answers.includes(11);
  });
});

Deno.test("A stage that could not be written is tried again until it is", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  let attempts = 0;
  await using stages = new StageReceipts({
    ...intake.core,
    retryMs: 50,
    incidents: {
      move: (move) =>
        ++attempts < 3 ? Promise.reject(new Error("disk full")) : intake.core.incidents.move(move),
    },
  });
  stages.take("desk", receiptOf(intake, "accepted"));
  await until("it is accepted", () => incidentOf(intake).state === "accepted");
  assert.equal(attempts, 3);
  assert.deepEqual(intake.log.lines.map(({ level }) => level), ["warn", "warn"]);
});

Deno.test("Of more than a thousand stages that wait the oldest is given up, loudly", async () => {
  await using intake = await Intake.open();
  const receipt = (at: number): Receipt => ({
    event: at.toString(16).padStart(32, "0"),
    hash: "0".repeat(64),
    stage: "accepted",
  });
  await using stages = new StageReceipts({
    ...intake.core,
    retryMs: 50,
    volatileEvents: { get: () => ({} as VolatileEvent) },
  });
  for (let at = 0; at <= 1_000; at++) stages.take("desk", receipt(at));
  await stages.settled();
  const [{ fields, level }, ...others] = intake.log.lines as [KeptLog["lines"][number]];
  assert.deepEqual([level, fields["event"], others], ["error", receipt(0).event, []]);
});

Deno.test("Any event of an incident makes it received, not only the one that opened it", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  await intake.hear(wearable.position());
  await intake.confirm("s", 2);
  assert.equal(incidentOf(intake).state, "received");
});
