import assert from "node:assert/strict";
import { MAX_ANSWERS } from "../../../devices/frame/vf1.ts";
import { decodeHex } from "../../../devices/hex.ts";
import { Intake, type TestDestination } from "../../support/intake.ts";
import { Wearable } from "../../support/wearable.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

const TWO_REQUIRED: readonly TestDestination[] = [
  { name: "s", type: "stream", required: true },
  { name: "m", type: "mqtt", required: true },
  { name: "extra", type: "mqtt" },
];

/** What a wearable understood of everything that was sent. */
function understood(intake: Intake, wearable: Wearable) {
  return intake.sent.map(({ hex }) => {
    const { type, answerIndex, counter } = wearable.open(decodeHex(hex)!)!;
    return { type, answerIndex, counter };
  });
}

Deno.test("Answer 8 has 26 bytes, index 0, and the ephemeral id and counter of the uplink", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  wearable.counter = 0x01_02_03;
  const frame = wearable.panic();
  await intake.hear(frame);
  const [{ hex, modem, urgency } = assert.fail()] = intake.sent;
  const answer = decodeHex(hex)!;
  assert.equal(answer.length, 26);
  assert.equal(answer[0], 0x30, "version 1, down, index 0");
  assert.deepEqual(answer.subarray(1, 12), frame.subarray(1, 12));
  const opened = wearable.open(answer)!;
  assert.equal(opened.type, 8);
  const seconds = Math.floor(intake.clock.unixMs() / 1_000);
  assert.deepEqual(
    [...opened.body],
    [0, seconds >> 24, seconds >> 16, seconds >> 8, seconds]
      .map((value) => value & 0xff),
  );
  assert.equal(modem, "lora-1");
  assert.equal(urgency, "critical");
});

Deno.test("Types 1 to 5 are answered with 8, heartbeats and rekey-ok are not answered", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const answered = [
    wearable.panic(),
    wearable.position(),
    wearable.cancel(),
    wearable.status(),
    wearable.test(),
  ];
  for (const frame of answered) await intake.hear(frame);
  for (const frame of [wearable.heartbeat(), wearable.rekeyOk()]) await intake.hear(frame);
  assert.deepEqual(
    understood(intake, wearable),
    [0, 1, 2, 3, 4].map((counter) => ({ type: 8, answerIndex: 0, counter })),
  );
  for (const sequence of [6, 7]) await intake.confirm("s", sequence);
  assert.equal(intake.sent.length, 5, "nor with 9");
  assert.equal(intake.counter("frames/accepted"), 7);
});

Deno.test("The time in an answer is 0 while the clock is unsynchronised", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  intake.clock.stepWall(-1_000_000);
  await intake.hear(wearable.panic());
  await intake.confirm("s", 1);
  const bodies = intake.sent.map(({ hex }) => [...wearable.open(decodeHex(hex)!)!.body]);
  assert.deepEqual(bodies, [[0, 0, 0, 0, 0], [0, 0, 0, 0, 0]]);
  assert.equal(intake.stored()[0]!.data.clock.quality, "unsynchronised");
});

Deno.test("Nothing is answered before the commit returned", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  let taking: Promise<void>;
  {
    using holder = intake.beside();
    holder.run("begin immediate");
    taking = intake.hear(wearable.panic());
    // The writer is at work for as long as another connection holds the lock.
    for (let turns = 0; turns < 20; turns++) await new Promise((done) => setTimeout(done, 5));
    assert.deepEqual(intake.sent, []);
    assert.equal(intake.store.writer.backlog, 1);
    holder.run("commit");
  }
  await taking;
  assert.equal(intake.sent.length, 1);
  assert.equal(intake.stored().length, 1);
});

Deno.test("A frame whose write fails is not answered, changes nothing, and is taken when repeated", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const before = intake.deviceState("d-test");
  using beside = intake.beside();
  beside.script(
    "create trigger broken before insert on stream_entry begin select raise(abort, 'no disk'); end",
  );
  const frame = wearable.panic();
  await intake.hear(frame);
  assert.deepEqual(intake.sent, []);
  assert.deepEqual(intake.stored(), []);
  assert.deepEqual(intake.deviceState("d-test"), before);
  assert.equal(intake.counter("frames/received"), 0);
  assert.equal(intake.log.lines[0]!.message, "cannot store a frame");
  assert.equal(intake.log.lines[0]!.level, "error");

  beside.script("drop trigger broken");
  await intake.hear(frame);
  assert.deepEqual(understood(intake, wearable), [{ type: 8, answerIndex: 0, counter: 0 }]);
  assert.equal(intake.stored().length, 1);
});

Deno.test("A write that fails leaves no trace in memory: what was newest still is", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  using beside = intake.beside();
  beside.script(
    "create trigger broken before insert on stream_entry begin select raise(abort, 'no disk'); end",
  );
  wearable.nextEpoch();
  await intake.hear(wearable.panic());
  beside.script("drop trigger broken");
  wearable.epoch = 1;
  wearable.counter = 1;
  await intake.hear(wearable.heartbeat());
  assert.equal(intake.stored().at(-1)!.data.late, false);
  assert.deepEqual(intake.rejections(), []);
});

Deno.test("Answer 9 with index 1 follows when every required destination has confirmed", async () => {
  await using intake = await Intake.open(TWO_REQUIRED);
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  assert.deepEqual(await intake.confirm("extra", 1), ["confirmed"]);
  assert.deepEqual(await intake.confirm("s", 1), ["confirmed"]);
  assert.equal(intake.sent.length, 1, "one required destination has not confirmed");
  assert.deepEqual(await intake.confirm("m", 1), ["confirmed"]);
  assert.deepEqual(understood(intake, wearable), [
    { type: 8, answerIndex: 0, counter: 0 },
    { type: 9, answerIndex: 1, counter: 0 },
  ]);
  assert.equal(intake.sent[1]!.urgency, "critical");
});

Deno.test("A destination that is not required is not enough when another one is", async () => {
  await using intake = await Intake.open(TWO_REQUIRED);
  const wearable = await Wearable.issue(intake);
  const frame = wearable.panic();
  await intake.hear(frame);
  await intake.confirm("extra", 1);
  intake.clock.advance(10_000);
  await intake.hear(frame);
  assert.deepEqual(understood(intake, wearable).map(({ type }) => type), [8, 8]);
});

Deno.test("When no destination is required, the first confirmation brings answer 9", async () => {
  await using intake = await Intake.open([
    { name: "a", type: "mqtt" },
    { name: "b", type: "mqtt" },
  ]);
  const wearable = await Wearable.issue(intake);
  const frame = wearable.panic();
  await intake.hear(frame);
  intake.clock.advance(10_000);
  await intake.hear(frame);
  assert.deepEqual(understood(intake, wearable).map(({ type }) => type), [8, 8]);
  await intake.confirm("b", 1);
  await intake.confirm("a", 1);
  assert.deepEqual(understood(intake, wearable).map(({ type }) => type), [8, 8, 9]);
});

Deno.test("Confirmed again, an event brings no second answer 9", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  for (let times = 0; times < 3; times++) await intake.confirm("s", 1);
  assert.deepEqual(understood(intake, wearable).map(({ type }) => type), [8, 9]);
});

Deno.test("Confirmed twice in the same moment, an event brings one answer 9", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  await Promise.all([intake.confirm("s", 1), intake.confirm("s", 1), intake.confirm("s", 1)]);
  assert.deepEqual(understood(intake, wearable).map(({ type }) => type), [8, 9]);
});

Deno.test("Answer 9 is stored before it is sent, and sent again unchanged", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const frame = wearable.panic();
  await intake.hear(frame);
  using beside = intake.beside();
  beside.script(
    "create trigger broken before update on seen begin select raise(abort, 'no disk'); end",
  );
  await assert.rejects(intake.confirm("s", 1), /no disk/);
  assert.equal(intake.sent.length, 1, "what cannot be stored is not sent");
  assert.equal(
    intake.store.read.lanes.isPending(1, 0, 1),
    true,
    "nor does the confirmation hold",
  );
  beside.script("drop trigger broken");

  await intake.confirm("s", 1);
  intake.clock.advance(10_000);
  await intake.hear(frame);
  assert.deepEqual(understood(intake, wearable).map(({ type }) => type), [8, 9, 8, 9]);
  const stored = intake.sent.slice(2).map(({ hex }) => hex);
  assert.deepEqual(intake.sent.slice(0, 2).map(({ hex }) => hex), stored);

  intake.clock.advance(86_400_000);
  await intake.hear(frame, { modem: "lora-2" });
  assert.deepEqual(intake.sent.slice(4).map(({ hex }) => hex), stored);
});

Deno.test("When the process died between confirmation and answer 9, the next repeat makes up for it", async () => {
  using place = new TemporaryStore();
  const { folder } = place;
  const wearable = new Wearable("d-test", new Uint8Array(16).fill(7));
  const frame = wearable.panic();
  {
    await using intake = await Intake.open(undefined, folder);
    await Wearable.issue(intake);
    await intake.hear(frame);
    const [event] = intake.store.read.events.after(0, 1);
    const acknowledgements = [{ id: decodeHex(event!.id)! }];
    await intake.store.write("confirm", { destination: 1, acknowledgements, onlyOffered: false });
  }
  {
    await using intake = await Intake.open(undefined, folder);
    intake.clock.advance(60_000);
    await intake.hear(frame);
    assert.deepEqual(understood(intake, wearable), [
      { type: 8, answerIndex: 0, counter: 0 },
      { type: 9, answerIndex: 1, counter: 0 },
    ]);
  }
});

Deno.test("An uplink gets 16 answers at most", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const frame = wearable.panic();
  await intake.hear(frame);
  const uplink = { device: 1, kid: 1, epoch: 1, counter: 0, tag: frame.slice(-8) };
  for (let index = 1; index < MAX_ANSWERS; index++) {
    assert.equal(
      await intake.store.write("storeAnswer", { uplink, index, answer: new Uint8Array(6) }),
      true,
    );
  }
  await intake.confirm("s", 1);
  assert.equal(intake.store.read.frames.answers(uplink).length, MAX_ANSWERS);
  assert.equal(intake.sent.length, 1);
  assert.deepEqual(intake.log.lines, []);
});

Deno.test("An answer whose index was taken meanwhile is sealed again under the next one", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const frame = wearable.panic();
  await intake.hear(frame);
  const uplink = { device: 1, kid: 1, epoch: 1, counter: 0, tag: frame.slice(-8) };
  const other = intake.store.write("storeAnswer", { uplink, index: 1, answer: new Uint8Array(6) });
  intake.core.answers.received([{ sequence: 1, lane: 0, uplink }]);
  assert.equal(await other, true);
  await intake.settled();
  assert.deepEqual(understood(intake, wearable).at(-1), { type: 9, answerIndex: 2, counter: 0 });
});

Deno.test("An answer 9 that no modem has heard the uplink of is stored and waits for the repeat", async () => {
  using place = new TemporaryStore();
  const { folder } = place;
  const wearable = new Wearable("d-test", new Uint8Array(16).fill(7));
  const frame = wearable.panic();
  {
    await using intake = await Intake.open(undefined, folder);
    await Wearable.issue(intake);
    await intake.hear(frame);
  }
  {
    await using intake = await Intake.open(undefined, folder);
    await intake.confirm("s", 1);
    assert.deepEqual(intake.sent, []);
    await intake.hear(frame);
    assert.deepEqual(understood(intake, wearable).map(({ type }) => type), [8, 9]);
  }
});

Deno.test("A waiting reader is woken after the commit, not before", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const storedAtWake: number[] = [];
  const stop = intake.core.wake.listen(() => storedAtWake.push(intake.stored().length));
  await intake.hear(wearable.panic());
  await intake.hear(wearable.position());
  stop();
  assert.deepEqual(storedAtWake, [1, 2]);
});
