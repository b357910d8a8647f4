import assert from "node:assert/strict";
import { decodeHex } from "../../../devices/hex.ts";
import { LISTENS_MS } from "../../../handlers/answers/new_answer.ts";
import { Intake } from "../../support/intake.ts";
import { Wearable } from "../../support/wearable.ts";
import { program } from "../../support/authors.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

/** Answers as the wearable understands them: type, index and counter of each that was sent. */
function answers(intake: Intake, wearable: Wearable): string[] {
  return intake.sent.map(({ hex }) => {
    const { type, answerIndex, counter } = wearable.open(decodeHex(hex)!)!;
    return `${type} #${answerIndex} to ${counter}`;
  });
}

/** A wearable whose panic is with dispatch; what was sent for that is forgotten. */
async function receivedPanic(intake: Intake) {
  const wearable = await Wearable.issue(intake);
  const panic = wearable.panic();
  await intake.hear(panic);
  await intake.confirm("s", 1);
  intake.sent.length = 0;
  return { wearable, panic, incident: intake.stored()[0]!.incident! };
}

const stagesOf = (intake: Intake, incident: string) =>
  intake.store.read.stages.ofIncident(decodeHex(incident)!)
    .map(({ stage, state, sent }) => `${stage} ${state} ${sent}`);

Deno.test("Accepted, underway and closed are answers 10, 11 and 12, at once", async () => {
  await using intake = await Intake.open();
  const { wearable, incident } = await receivedPanic(intake);
  for (const to of ["accepted", "underway", "on-scene", "closed"] as const) {
    assert.equal((await intake.move(incident, to)).code, "moved");
  }
  assert.deepEqual(answers(intake, wearable), ["10 #2 to 0", "11 #3 to 0", "12 #4 to 0"]);
  assert.equal(intake.sent[0]!.modem, "lora-1");
  assert.deepEqual(stagesOf(intake, incident), [
    "accepted overtaken 1",
    "underway overtaken 1",
    "closed due 1",
  ]);
});

Deno.test("A rejected alarm answers its wearable nothing", async () => {
  await using intake = await Intake.open();
  const { incident } = await receivedPanic(intake);
  await intake.move(incident, "rejected");
  assert.deepEqual(intake.sent, []);
});

Deno.test("A stage answers the uplink of the alarm that was heard last", async () => {
  await using intake = await Intake.open();
  const { wearable, panic, incident } = await receivedPanic(intake);
  await intake.hear(wearable.position());
  await intake.hear(wearable.heartbeat());
  intake.sent.length = 0;
  await intake.move(incident, "accepted");
  assert.deepEqual(answers(intake, wearable), ["10 #1 to 1"]);
  await intake.hear(panic);
  await intake.move(incident, "underway");
  assert.equal(answers(intake, wearable).at(-1), "11 #3 to 0");
});

Deno.test("A repeat is answered with the stored stage, unchanged", async () => {
  await using intake = await Intake.open();
  const { panic, incident } = await receivedPanic(intake);
  await intake.move(incident, "accepted");
  const [first] = intake.sent.splice(0);
  intake.clock.advance(1_000);
  await intake.hear(panic);
  assert.equal(intake.sent.length, 3, "8, 9 and 10");
  assert.equal(intake.sent[2]!.hex, first!.hex);
  assert.deepEqual(stagesOf(intake, incident), ["accepted due 2"]);
});

Deno.test("The next uplink of the alarm gets the stage as an answer of its own, once", async () => {
  await using intake = await Intake.open();
  const { wearable, incident } = await receivedPanic(intake);
  await intake.move(incident, "accepted");
  intake.sent.length = 0;
  const position = wearable.position();
  await intake.hear(position);
  assert.deepEqual(answers(intake, wearable), ["8 #0 to 1", "10 #1 to 1"]);
  intake.clock.advance(1_000);
  await intake.hear(position);
  assert.deepEqual(answers(intake, wearable).slice(2), ["8 #0 to 1", "10 #1 to 1"]);
});

Deno.test("A heartbeat is answered only while there is a stage that was not heard", async () => {
  await using intake = await Intake.open();
  const { wearable, incident } = await receivedPanic(intake);
  intake.clock.advance(LISTENS_MS + 1);
  await intake.move(incident, "accepted");
  intake.sent.length = 0;
  await intake.hear(wearable.heartbeat());
  assert.deepEqual(
    answers(intake, wearable),
    ["10 #0 to 1"],
    "it was told while it did not listen",
  );
  await intake.hear(wearable.heartbeat());
  assert.equal(intake.sent.length, 1);
  assert.deepEqual(stagesOf(intake, incident), ["accepted heard 2"]);
});

Deno.test("A stage that goes out while the wearable listens is heard by its next new message", async () => {
  await using intake = await Intake.open();
  const { wearable, panic, incident } = await receivedPanic(intake);
  intake.clock.advance(LISTENS_MS);
  await intake.move(incident, "accepted");
  intake.clock.advance(1_000);
  await intake.hear(panic);
  assert.deepEqual(stagesOf(intake, incident), ["accepted due 2"], "it still repeats");
  await intake.hear(wearable.heartbeat());
  assert.deepEqual(stagesOf(intake, incident), ["accepted heard 2"]);
  const device = intake.store.read.devices.byUid("d-test")!.number;
  assert.deepEqual(intake.store.read.stages.counts(device), { due: 1, sent: 1, heard: 1 });
  assert.deepEqual(
    ["due", "sent", "heard"].map((what) => intake.counter(`stages/accepted/${what}`)),
    [1, 2, 1],
  );
});

Deno.test("What a wearable was sent and seen to have heard is counted for each wearable by itself", async () => {
  await using intake = await Intake.open();
  const other = await Wearable.issue(intake, "d-other", 9);
  await intake.hear(other.panic());
  await intake.move(intake.stored()[0]!.incident!, "accepted");
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  const { incident } = intake.stored()[1]!;
  await intake.move(incident!, "accepted");
  await intake.hear(wearable.heartbeat());
  await intake.move(incident!, "underway");
  const reader = intake.store.read;
  const counts = (uid: string) => reader.stages.counts(reader.devices.byUid(uid)!.number);
  assert.deepEqual(counts("d-test"), { due: 2, sent: 2, heard: 1 });
  assert.deepEqual(counts("d-other"), { due: 1, sent: 1, heard: 0 });
});

Deno.test("A second modem that hears the same heartbeat sends no second answer", async () => {
  await using intake = await Intake.open();
  const { wearable, incident } = await receivedPanic(intake);
  intake.clock.advance(LISTENS_MS + 1);
  await intake.move(incident, "accepted");
  intake.sent.length = 0;
  const heartbeat = wearable.heartbeat();
  await Promise.all([intake.hear(heartbeat), intake.hear(heartbeat, { modem: "lora-2" })]);
  assert.deepEqual(answers(intake, wearable), ["10 #0 to 1"]);
});

Deno.test("A modem that cannot send leaves the stage for the next uplink", async () => {
  await using intake = await Intake.open();
  const { wearable, incident } = await receivedPanic(intake);
  intake.muteModems.add("lora-1");
  await intake.move(incident, "accepted");
  assert.deepEqual(stagesOf(intake, incident), ["accepted due 0"]);
  intake.muteModems.clear();
  await intake.hear(wearable.heartbeat());
  assert.deepEqual(answers(intake, wearable), ["10 #0 to 1"]);
});

Deno.test("A crash between a transition and its answer heals with the next uplink", async () => {
  using place = new TemporaryStore();
  const { folder } = place;
  let wearable: Wearable, incident: string;
  {
    await using intake = await Intake.open(undefined, folder);
    ({ wearable, incident } = await receivedPanic(intake));
    // The transition is committed, and then nothing more happens.
    const id = decodeHex(incident)!;
    const move = {
      to: "accepted",
      by: program("desk"),
      way: "http",
      via: "desk",
      atUnixMs: 1,
    } as const;
    await intake.store.write("moveIncident", { incident: id, ...move });
  }
  await using intake = await Intake.open(undefined, folder);
  await intake.hear(wearable.heartbeat());
  assert.deepEqual(answers(intake, wearable), ["10 #0 to 1"]);
  await intake.move(incident, "underway");
  assert.equal(
    answers(intake, wearable).at(-1),
    "11 #2 to 0",
    "through the modem that heard it before",
  );
});

Deno.test("A message whose number was used twice gets no stage: its nonces are spent", async () => {
  await using intake = await Intake.open();
  const { wearable, incident } = await receivedPanic(intake);
  await intake.hear(wearable.heartbeat());
  intake.clock.advance(LISTENS_MS + 1);
  await intake.move(incident, "accepted");
  intake.sent.length = 0;
  wearable.counter = 1;
  const collision = wearable.position();
  await intake.hear(collision);
  await intake.hear(collision);
  const { data } = intake.stored().find(({ type }) => type === "vigil.position.v1")!;
  assert.deepEqual(data.anomalies, ["counter-collision"]);
  assert.deepEqual(intake.sent, []);
});
