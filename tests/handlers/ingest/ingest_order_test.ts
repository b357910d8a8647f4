import assert from "node:assert/strict";
import process from "node:process";
import { Intake } from "../../support/intake.ts";
import { Wearable } from "../../support/wearable.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

const latest = (intake: Intake) => intake.stored().at(-1)!;
const stateOf = (intake: Intake) => {
  const [{ newestEpoch, newestCounter, heardAtUnixMs } = assert.fail()] = intake.deviceState(
    "d-test",
  );
  return { newestEpoch, newestCounter, heardAtUnixMs };
};

Deno.test("A counter 64 behind the highest is in time, one 65 behind is late", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  wearable.counter = 100;
  await intake.hear(wearable.panic());
  wearable.counter = 36;
  await intake.hear(wearable.position());
  assert.equal(latest(intake).data.late, false);
  wearable.counter = 35;
  await intake.hear(wearable.position());
  assert.equal(latest(intake).data.late, true);
  assert.equal(stateOf(intake).newestCounter, 100);
});

Deno.test("A panic, a position and a status of an older epoch are taken, and late", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  wearable.nextEpoch();
  await intake.hear(wearable.heartbeat());
  wearable.epoch = 1;
  wearable.counter = 5;
  for (const frame of [wearable.panic(), wearable.position(), wearable.status()]) {
    await intake.hear(frame);
  }
  assert.deepEqual(
    intake.stored().map(({ type, data }) => [type, data.late]),
    [
      ["vigil.heartbeat.v1", false],
      ["vigil.panic.v1", true],
      ["vigil.position.v1", true],
      ["vigil.status.v1", true],
    ],
  );
  const { newestEpoch, newestCounter } = stateOf(intake);
  assert.deepEqual({ newestEpoch, newestCounter }, { newestEpoch: 2, newestCounter: 0 });
  assert.equal(intake.sent.length, 3);
});

Deno.test("A test, a heartbeat and a rekey-ok of an older epoch are stale", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  wearable.nextEpoch();
  await intake.hear(wearable.panic());
  wearable.epoch = 1;
  for (const frame of [wearable.test(), wearable.heartbeat(), wearable.rekeyOk()]) {
    await intake.hear(frame);
  }
  assert.deepEqual(intake.rejections(), ["stale", "stale", "stale"]);
});

Deno.test("A test, a heartbeat and a rekey-ok that are not of the highest counter are stale", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const older = [wearable.test(), wearable.heartbeat(), wearable.rekeyOk()];
  await intake.hear(wearable.panic());
  for (const frame of older) await intake.hear(frame);
  assert.deepEqual(intake.rejections(), ["stale", "stale", "stale"]);
  for (const frame of [wearable.test(), wearable.heartbeat(), wearable.rekeyOk()]) {
    await intake.hear(frame);
  }
  assert.equal(intake.counter("frames/accepted"), 4);
});

Deno.test("A cancel that names an open alarm asks, and closes nothing", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  await intake.hear(wearable.cancel());
  const [panic, cancel] = intake.stored();
  assert.equal(cancel!.type, "vigil.cancel-requested.v1");
  assert.equal(cancel!.priority, "high");
  assert.equal(cancel!.incident, panic!.incident);
  await intake.hear(wearable.position());
  assert.equal(latest(intake).priority, "high", "the incident is open still");
  assert.equal(intake.sent.length, 3);
});

Deno.test("A cancel of no alarm, of an unknown one or of an ended one is stale", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.cancel({ alarm: 0 }));
  await intake.hear(wearable.cancel({ alarm: 5 }));
  await intake.hear(wearable.panic());
  for (const state of ["rejected", "closed"] as const) {
    await intake.move(latest(intake).incident!, state);
    await intake.hear(wearable.cancel());
  }
  assert.deepEqual(intake.rejections(), ["stale", "stale", "stale", "stale"]);
});

Deno.test("A cancel of an older epoch is taken as long as its alarm is open", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  const cancel = wearable.cancel();
  wearable.nextEpoch();
  await intake.hear(wearable.heartbeat());
  await intake.hear(cancel);
  assert.equal(latest(intake).type, "vigil.cancel-requested.v1");
  assert.equal(latest(intake).data.late, true);
});

Deno.test("A higher epoch becomes the newest however far ahead it is", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.heartbeat());
  wearable.nextEpoch(64);
  await intake.hear(wearable.heartbeat());
  assert.equal(stateOf(intake).newestEpoch, 65);
  while (intake.core.deviceKeys.extendEphemeralIdWindow()) {
    /* until there is nothing to extend */
  }
  wearable.nextEpoch(4_096);
  await intake.hear(wearable.panic());
  const { newestEpoch, newestCounter } = stateOf(intake);
  assert.deepEqual({ newestEpoch, newestCounter }, { newestEpoch: 4_161, newestCounter: 0 });
  wearable.nextEpoch(64);
  await intake.hear(wearable.heartbeat());
  assert.deepEqual(intake.rejections(), []);
});

Deno.test("A frame is unknown until the table has grown to its epoch, and known then", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  wearable.nextEpoch(1_000);
  const frame = wearable.panic();
  await intake.hear(frame);
  assert.deepEqual(intake.rejections(), ["unknown-device"]);
  while (intake.core.deviceKeys.extendEphemeralIdWindow()) {
    /* until there is nothing to extend */
  }
  assert.equal(intake.core.ingest.isKnown(intake.reception(frame)), true);
  await intake.hear(frame);
  assert.equal(stateOf(intake).newestEpoch, 1_001);
});

Deno.test("More than five changes of epoch in an hour raise epoch-storm", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const storms = () => intake.stored().filter(({ type }) => type === "vigil.epoch-storm.v1");
  for (let changes = 1; changes <= 5; changes++) {
    await intake.hear(wearable.heartbeat());
    wearable.nextEpoch();
  }
  assert.deepEqual(storms(), []);
  await intake.hear(wearable.heartbeat());
  assert.equal(storms().length, 1);
  assert.equal(storms()[0]!.subject, "device/d-test");
  assert.equal(storms()[0]!.priority, "normal");
  assert.equal(intake.counter("frames/accepted"), 6, "and each frame is taken all the same");
});

Deno.test("An epoch that changes every hour raises nothing", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  for (let hours = 0; hours < 24; hours++) {
    await intake.hear(wearable.heartbeat());
    wearable.nextEpoch();
    intake.clock.advance(3_600_000);
  }
  assert.deepEqual(
    new Set(intake.stored().map(({ type }) => type)),
    new Set(["vigil.heartbeat.v1"]),
  );
});

Deno.test("A rejected frame changes neither newest epoch nor counter nor when it was last heard", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  wearable.counter = 9;
  await intake.hear(wearable.panic());
  const before = stateOf(intake);
  intake.clock.advance(60_000);
  await intake.hear(wearable.cancel({ alarm: 40 }));
  wearable.nextEpoch(2);
  await intake.hear(wearable.cancel({ alarm: 40 }));
  await intake.hear(wearable.next(12, new Uint8Array(14)));
  assert.deepEqual(intake.rejections(), ["stale", "stale", "unsupported"]);
  assert.deepEqual(stateOf(intake), before);
  // Neither in memory: counter 10 of the old epoch is still the highest that may come.
  wearable.epoch = 1;
  wearable.counter = 10;
  await intake.hear(wearable.heartbeat());
  assert.equal(latest(intake).data.late, false);
  assert.equal(stateOf(intake).newestCounter, 10);
});

Deno.test("An accepted frame says when its device was last heard", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  assert.equal(stateOf(intake).heardAtUnixMs, undefined);
  await intake.hear(wearable.heartbeat());
  assert.equal(stateOf(intake).heardAtUnixMs, intake.clock.unixMs());
});

Deno.test("Order outlives a restart", async () => {
  using place = new TemporaryStore();
  const { folder } = place;
  const wearable = new Wearable("d-test", new Uint8Array(16).fill(7));
  const older = wearable.heartbeat();
  {
    await using intake = await Intake.open(undefined, folder);
    await Wearable.issue(intake);
    await intake.hear(wearable.panic());
  }
  {
    await using intake = await Intake.open(undefined, folder);
    await intake.hear(older);
    assert.deepEqual(intake.rejections(), ["stale"]);
  }
});

Deno.test("What a panic is published as has left before its answer is sealed", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  let answersThen = -1;
  // As MQTT.js does: what is published in one turn is written to the socket at its end.
  intake.core.wake.listen(() => process.nextTick(() => answersThen = intake.sent.length));
  await intake.hear(wearable.panic());
  assert.equal(answersThen, 0);
  assert.equal(intake.sent.length, 1);
});
