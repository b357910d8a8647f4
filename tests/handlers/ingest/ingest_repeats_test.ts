import assert from "node:assert/strict";
import { UP_TYPE } from "../../../devices/frame/types.ts";
import { encodeAlarmBody } from "../../../devices/frame/uplink_bodies.ts";
import { decodeHex } from "../../../devices/hex.ts";
import { Ingest } from "../../../handlers/ingest/ingest.ts";
import { Intake } from "../../support/intake.ts";
import { Wearable } from "../../support/wearable.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

const TWO = [
  { name: "s", type: "stream", required: true },
  { name: "m", type: "mqtt", required: true },
] as const;

function receptions(intake: Intake) {
  using connection = intake.beside();
  return connection.all("select event, modem, rssi_dbm, snr_db from reception order by rowid");
}

Deno.test("A repeat makes no new event, keeps its reception and gets the stored answer again", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const frame = wearable.panic();
  await intake.hear(frame);
  const before = intake.deviceState("d-test");
  intake.clock.advance(61_000);
  await intake.hear(frame, { rssiDbm: -110, snrDb: -3.25 });
  assert.equal(intake.stored().length, 1);
  assert.equal(intake.counter("frames/repeated"), 1);
  assert.deepEqual(receptions(intake).map((row) => ({ ...row })), [
    { event: 1, modem: "lora-1", rssi_dbm: -110, snr_db: -3.25 },
  ]);
  assert.equal(intake.sent.length, 2);
  assert.equal(intake.sent[1]!.hex, intake.sent[0]!.hex);
  assert.equal(intake.sent[1]!.urgency, "critical");
  assert.deepEqual(intake.deviceState("d-test"), before, "a recorded frame says nothing of now");
});

Deno.test("A repeat is known after a restart", async () => {
  using place = new TemporaryStore();
  const { folder } = place;
  const wearable = new Wearable("d-test", new Uint8Array(16).fill(7));
  const frame = wearable.panic();
  let first: string;
  {
    await using intake = await Intake.open(undefined, folder);
    await Wearable.issue(intake);
    await intake.hear(frame);
    first = intake.sent[0]!.hex;
  }
  {
    await using intake = await Intake.open(undefined, folder);
    await intake.hear(frame);
    assert.equal(intake.counter("frames/repeated"), 1);
    assert.deepEqual(intake.sent.map(({ hex }) => hex), [first]);
  }
});

Deno.test("Other bytes under a used number are delivered, marked, raised and never answered", async () => {
  await using intake = await Intake.open(TWO);
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  wearable.counter = 0;
  const collision = wearable.panic({ alarm: 1, sinceTriggerS: 60 });
  await intake.hear(collision);
  const [panic, other, raised] = intake.stored();
  assert.deepEqual(panic!.data.anomalies, []);
  assert.deepEqual(other!.data.anomalies, ["counter-collision"]);
  assert.equal(other!.type, "vigil.panic.v1");
  assert.equal(other!.incident, panic!.incident);
  assert.notEqual(other!.id, panic!.id);
  assert.equal(raised!.type, "vigil.security.v1");
  assert.equal(raised!.data.reason, "counter-collision");
  assert.equal(intake.sent.length, 1, "only the first use of the number is answered");

  await intake.hear(collision);
  assert.equal(intake.counter("frames/repeated"), 1);
  await intake.confirm("s", 2);
  await intake.confirm("m", 2);
  await intake.hear(collision);
  assert.equal(intake.sent.length, 1, "not with 9 either, not even on a repeat");
});

Deno.test("A collision does not take the answers of the message whose number it used", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const frame = wearable.panic();
  await intake.hear(frame);
  wearable.counter = 0;
  await intake.hear(wearable.panic({ alarm: 1, sinceTriggerS: 60 }));
  await intake.confirm("s", 1);
  assert.deepEqual(intake.sent.map(({ hex }) => wearable.open(decodeHex(hex)!)!.type), [8, 9]);
  intake.clock.advance(10_000);
  await intake.hear(frame);
  const hex = intake.sent.map((answer) => answer.hex);
  assert.deepEqual(hex.slice(2), hex.slice(0, 2));
});

Deno.test("The rules of order hold for a collision as well", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.heartbeat());
  await intake.hear(wearable.panic());
  const body = encodeAlarmBody({ alarm: 9, sinceTriggerS: 1 });
  await intake.hear(wearable.seal(1, 0, UP_TYPE.test, body));
  await intake.hear(wearable.seal(1, 1, UP_TYPE.cancel, body));
  assert.deepEqual(intake.rejections(), ["stale", "stale"]);
  assert.ok(!intake.stored().some(({ type }) => type === "vigil.security.v1"));
});

Deno.test("One transmission heard by two modems is one event with both receptions and one answer", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const frame = wearable.panic();
  await intake.hear(frame);
  intake.clock.advance(1_999);
  await intake.hear(frame, { modem: "lora-2", rssiDbm: -80 });
  const [event] = intake.stored();
  assert.deepEqual(event!.data.receptions!.map(({ modem }) => modem), ["lora-1"]);
  assert.deepEqual(receptions(intake).map((row) => row["modem"]), ["lora-2"]);
  assert.deepEqual(intake.sent.map(({ modem }) => modem), ["lora-1"]);
});

Deno.test("Two modems that hear a frame in the same moment make one event and one answer", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const frame = wearable.panic();
  await Promise.all([
    intake.hear(frame),
    intake.hear(frame, { modem: "lora-2" }),
    intake.hear(frame, { modem: "lora-3" }),
  ]);
  assert.equal(intake.counter("frames/accepted"), 1);
  assert.equal(intake.counter("frames/repeated"), 2);
  assert.equal(intake.stored().length, 1);
  assert.deepEqual(receptions(intake).map((row) => row["modem"]), ["lora-2", "lora-3"]);
  assert.deepEqual(intake.sent.map(({ modem }) => modem), ["lora-1"]);
});

Deno.test("Two messages under one number that come in the same moment are a collision", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const frame = wearable.panic();
  wearable.counter = 0;
  const other = wearable.panic({ alarm: 1, sinceTriggerS: 60 });
  await Promise.all([intake.hear(frame), intake.hear(other, { modem: "lora-2" })]);
  const anomalies = intake.stored().map(({ data }) => data.anomalies);
  assert.deepEqual(anomalies, [[], ["counter-collision"], undefined]);
  assert.equal(intake.sent.length, 1);
});

Deno.test("When the first modem cannot send, the second that heard the transmission answers", async () => {
  await using intake = await Intake.open();
  intake.muteModems.add("lora-1");
  const wearable = await Wearable.issue(intake);
  const frame = wearable.panic();
  await Promise.all([intake.hear(frame), intake.hear(frame, { modem: "lora-2" })]);
  assert.deepEqual(intake.sent.map(({ modem }) => modem), ["lora-2"]);
});

Deno.test("A repeat that another modem hears 3 s later is answered there, and answer 9 goes there too", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const frame = wearable.panic();
  await intake.hear(frame);
  intake.clock.advance(3_000);
  await intake.hear(frame, { modem: "lora-2" });
  await intake.confirm("s", 1);
  assert.deepEqual(intake.sent.map(({ modem }) => modem), ["lora-1", "lora-2", "lora-2"]);
});

Deno.test("Of one event at most 200 receptions are kept, and every repeat is counted", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const frame = wearable.panic();
  for (let times = 0; times <= 210; times++) {
    await intake.core.ingest.take(intake.reception(frame));
  }
  assert.equal(receptions(intake).length, 200);
  assert.equal(intake.counter("frames/repeated"), 210);
  assert.equal(intake.sent.length, 1);
});

/** Seconds after the first hearing at which a frame that is heard each second is answered. */
async function answeredAt(intake: Intake, frame: Uint8Array, seconds: number): Promise<number[]> {
  const answered: number[] = [];
  for (let second = 1; second <= seconds; second++) {
    const before = intake.sent.length;
    intake.clock.advance(1_000);
    await intake.hear(frame);
    if (intake.sent.length > before) answered.push(second);
  }
  return answered;
}

Deno.test("A repeat is answered 1, 2, 4, 8 … s after the last time, and eight times at most", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const frame = wearable.panic();
  await intake.hear(frame);
  const answered = await answeredAt(intake, frame, 300);
  assert.deepEqual(answered, [1, 3, 7, 15, 31, 63, 127, 255]);
  intake.clock.advance(86_400_000);
  await intake.hear(frame);
  assert.equal(intake.sent.length, 9);
});

Deno.test("A wearable that repeats each eight seconds and hears nothing is answered four times in a minute", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const frame = wearable.panic();
  for (let seconds = 0; seconds <= 56; seconds += 8) {
    await intake.hear(frame);
    intake.clock.advance(8_000);
  }
  assert.equal(intake.sent.length, 6, "first, and after 8, 16, 24, 32 and 48 s");
});

Deno.test("What an uplink has not been given yet is not held back, and starts the back-off over", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const frame = wearable.panic();
  await intake.hear(frame);
  await answeredAt(intake, frame, 300);
  intake.sent.length = 0;
  intake.muteModems.add("lora-1");
  await intake.confirm("s", 1);
  assert.deepEqual(intake.sent, []);
  intake.muteModems.clear();
  await intake.hear(frame);
  const types = () => intake.sent.map(({ hex }) => wearable.open(decodeHex(hex)!)!.type);
  assert.deepEqual(types(), [9]);
  intake.clock.advance(1_000);
  await intake.hear(frame);
  assert.deepEqual(types(), [9, 8, 9]);
});

Deno.test("Answers say whether they were given before, and until when their wearable listens", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const frame = wearable.panic();
  const heardAtMs = intake.clock.monotonicMs();
  await intake.hear(frame);
  await intake.confirm("s", 1);
  intake.clock.advance(1_000);
  await intake.hear(frame);
  const sendings = intake.sent.map(({ sending }) => sending!);
  assert.deepEqual(sendings.map(({ isRepeat, untilMs }) => ({ isRepeat, untilMs })), [
    { isRepeat: false, untilMs: heardAtMs + 10_000 },
    { isRepeat: false, untilMs: heardAtMs + 10_000 },
    { isRepeat: true, untilMs: heardAtMs + 11_000 },
    { isRepeat: true, untilMs: heardAtMs + 11_000 },
  ]);
});

Deno.test("More than twenty repeats of one uplink a minute are an attack, and twenty are not", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const frame = wearable.panic();
  for (let times = 0; times < 20; times++) {
    await intake.hear(frame);
    await intake.hear(frame, { modem: "lora-2" });
    intake.clock.advance(2_900);
  }
  const raised = () => intake.stored().filter(({ type }) => type === "vigil.attack-suspected.v1");
  assert.deepEqual(raised(), []);
  for (let times = 0; times < 10; times++) await intake.hear(frame);
  assert.deepEqual(raised().map(({ data, subject }) => [data.reason, subject]), [
    ["replay", "device/d-test"],
  ]);
});

Deno.test("A repeat that is not answered may be deferred by the disk, and one that is does not", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const frame = wearable.panic();
  await intake.hear(frame);
  const asked: (boolean | undefined)[] = [];
  const write: typeof intake.store.write = (name, input) => {
    if (name === "repeatFrame") asked.push((input as { mayDefer?: boolean }).mayDefer);
    return intake.store.write(name, input);
  };
  const store = { write, read: intake.store.read, recent: intake.store.recent };
  const ingest = new Ingest({ ...intake.core.intake, store });
  await ingest.take(intake.reception(frame));
  intake.clock.advance(1_000);
  await ingest.take(intake.reception(frame));
  assert.deepEqual(asked, [true, false]);
});
