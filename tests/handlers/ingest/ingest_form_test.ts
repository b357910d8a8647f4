import assert from "node:assert/strict";
import { encodeArmour } from "../../../devices/frame/armour.ts";
import { UP_TYPE } from "../../../devices/frame/types.ts";
import { encodeHex } from "../../../devices/hex.ts";
import { DirectStore } from "../../../db/store.ts";
import { Intake } from "../../support/intake.ts";
import { forged, Wearable } from "../../support/wearable.ts";

const NOTHING = new Uint8Array();
const asText = (text: string) => new TextEncoder().encode(text);
const namesOf = (intake: Intake) => intake.stored().map(({ type }) => type);

Deno.test("Under 21 and over 255 bytes a frame is rejected for its length", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const shortest = wearable.next(UP_TYPE.panic, NOTHING, 1);
  assert.equal(shortest.length, 21);
  const longest = wearable.next(UP_TYPE.panic, new Uint8Array(234));
  assert.equal(longest.length, 255);
  await intake.hear(shortest.subarray(0, 20));
  await intake.hear(new Uint8Array([...longest, 0]));
  await intake.hear(NOTHING);
  assert.deepEqual(intake.rejections(), ["length", "length", "length"]);
  await intake.hear(shortest);
  await intake.hear(longest);
  assert.equal(intake.counter("frames/accepted"), 2);
});

Deno.test("Another version, a downlink and an answer index other than 0 are unsupported", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const frame = wearable.panic();
  assert.equal(frame[0], 0x20);
  for (const first of [0x00, 0x40, 0xe0, 0x30, 0x21, 0x2f]) {
    const changed = frame.slice();
    changed[0] = first;
    await intake.hear(changed);
  }
  assert.deepEqual(intake.rejections(), Array(6).fill("unsupported"));
  assert.deepEqual(intake.sent, []);
});

Deno.test("The frame of an unknown device is rejected and kept as it was heard", async () => {
  await using intake = await Intake.open();
  await Wearable.issue(intake);
  const frame = new Wearable("d-other", new Uint8Array(16).fill(9)).panic();
  await intake.hear(frame, { modem: "lora-2", rssiDbm: -120, snrDb: -7.5 });
  const [kept] = intake.store.read.frames.rejected(0, 10);
  assert.deepEqual(kept, {
    number: 1,
    atUnixMs: intake.clock.unixMs(),
    modem: "lora-2",
    reason: "unknown-device",
    carrier: "bytes",
    payload: frame,
    rssiDbm: -120,
    snrDb: -7.5,
    sender: undefined,
    device: undefined,
    codec: "vf1",
  });
  assert.deepEqual(intake.sent, []);
});

Deno.test("A frame whose tag is wrong is rejected and not answered", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(forged(wearable.panic()));
  assert.deepEqual(intake.rejections(), ["bad-tag"]);
  assert.deepEqual(intake.stored(), []);
  assert.deepEqual(intake.sent, []);
});

Deno.test("No byte behind the ephemeral id changes without breaking the tag", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const frame = wearable.panic();
  for (let at = 9; at < frame.length; at++) {
    const changed = frame.slice();
    changed[at]! ^= 0x10;
    await intake.core.ingest.take(intake.reception(changed));
  }
  await intake.settled();
  assert.equal(intake.counter("frames/rejected/bad-tag"), frame.length - 9);
  assert.equal(intake.counter("frames/accepted"), 0);
});

Deno.test("Nothing before the tag is verified changes any state about a device", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  const before = intake.deviceState("d-test");
  intake.clock.advance(5_000);
  wearable.nextEpoch(3);
  const ahead = wearable.panic();
  await intake.hear(ahead.subarray(0, 20));
  await intake.hear(new Uint8Array([0x40, ...ahead.subarray(1)]));
  await intake.hear(forged(ahead));
  assert.deepEqual(intake.deviceState("d-test"), before);
  // What comes from memory is as untouched as what is stored: the old epoch is still the newest.
  wearable.epoch = 1;
  wearable.counter = 1;
  await intake.hear(wearable.heartbeat());
  assert.deepEqual(intake.rejections(), ["length", "unsupported", "bad-tag"]);
  assert.equal(intake.counter("frames/accepted"), 2);
});

Deno.test("A forgery never blocks the device whose number it took", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const frame = wearable.panic();
  for (let times = 0; times < 50; times++) await intake.hear(forged(frame));
  await intake.hear(frame);
  assert.equal(intake.counter("frames/accepted"), 1);
  assert.equal(intake.sent.length, 1);
});

Deno.test("Forgeries raise attack-suspected from the 20th in a minute on", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const forgery = forged(wearable.panic());
  for (let times = 0; times < 19; times++) {
    await intake.hear(forgery);
    intake.clock.advance(3_000);
  }
  assert.deepEqual(namesOf(intake), []);
  await intake.hear(forgery, { modem: "lora-2" });
  const [event] = intake.stored();
  assert.equal(event!.type, "vigil.attack-suspected.v1");
  assert.equal(event!.priority, "high");
  assert.equal(event!.subject, "modem/lora-2");
  assert.equal(event!.data.reason, "bad-tags");
});

Deno.test("Forgeries that come more slowly than 20 in a minute raise nothing", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const forgery = forged(wearable.panic());
  for (let times = 0; times < 60; times++) {
    await intake.hear(forgery);
    intake.clock.advance(3_200);
  }
  assert.deepEqual(namesOf(intake), []);
});

Deno.test("A good frame of a type that does not go up is unsupported and changes nothing", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.heartbeat());
  const before = intake.deviceState("d-test");
  for (const type of [7, 8, 9, 13, 14, 15, 255]) {
    wearable.nextEpoch();
    await intake.hear(wearable.next(type, new Uint8Array(14)));
  }
  assert.deepEqual(intake.rejections(), Array(7).fill("unsupported"));
  assert.deepEqual(intake.deviceState("d-test"), before);
});

Deno.test("An epoch 16 behind the newest is taken, one 17 behind is a replay and raised", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  wearable.nextEpoch(19);
  await intake.hear(wearable.heartbeat());
  wearable.epoch = 4;
  wearable.counter = 7;
  await intake.hear(wearable.panic());
  assert.deepEqual(namesOf(intake), ["vigil.heartbeat.v1", "vigil.panic.v1"]);
  const before = intake.deviceState("d-test");
  wearable.epoch = 3;
  await intake.hear(wearable.panic());
  assert.deepEqual(intake.rejections(), ["replay-suspected"]);
  assert.deepEqual(intake.deviceState("d-test"), before);
  const raised = intake.stored().at(-1)!;
  assert.equal(raised.type, "vigil.security.v1");
  assert.equal(raised.data.reason, "replay-suspected");
  assert.equal(raised.subject, "device/d-test");
});

Deno.test("A frame in text armour is the same message as the frame in bytes", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const frame = wearable.panic();
  await intake.hear(asText(encodeArmour(frame)), { payloadForm: "text" });
  await intake.hear(frame);
  assert.equal(intake.counter("frames/accepted"), 1);
  assert.equal(intake.counter("frames/repeated"), 1);
  assert.equal(intake.stored()[0]!.data.frame!.hex, encodeHex(frame));
});

Deno.test("Text that begins with VF1: and is no frame is rejected as armour, other text as unsupported", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const armoured = encodeArmour(wearable.panic());
  const texts = [
    "VF1:",
    "VF1:AAAA",
    `${armoured}=`,
    `${armoured}\r`,
    "VF1:*",
    "vf1:AAAA",
    "help",
    "",
  ];
  for (const text of texts) await intake.hear(asText(text), { payloadForm: "text" });
  await intake.hear(new Uint8Array([0xff, 0xfe, 0x00]), { payloadForm: "text" });
  assert.deepEqual(intake.rejections(), [
    "length",
    "length",
    "armour",
    "armour",
    "armour",
    "unsupported",
    "unsupported",
    "unsupported",
    "unsupported",
  ]);
});

Deno.test("A wearable that another program adds is known from its next frame on", async () => {
  await using intake = await Intake.open();
  const wearable = new Wearable("d-later", new Uint8Array(16).fill(3));
  const frame = wearable.panic();
  await intake.hear(frame);
  assert.deepEqual(intake.rejections(), ["unknown-device"]);
  assert.equal(intake.core.ingest.isKnown(intake.reception(frame)), false);
  using beside = new DirectStore(`${intake.folder}/vigil.db`);
  beside.writeNow("addDevice", {
    uid: "d-later",
    kid: 1,
    rootKey: wearable.rootKey,
    epoch: 0,
    createdAtUnixMs: intake.clock.unixMs(),
  });
  assert.equal(intake.core.ingest.isKnown(intake.reception(frame)), true);
  await intake.hear(frame);
  assert.equal(intake.counter("frames/accepted"), 1);
  assert.equal(intake.sent.length, 1);
});

Deno.test("Every frame is received once and is either accepted, repeated or rejected", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const panic = wearable.panic();
  for (const frame of [panic, panic, forged(panic), NOTHING, wearable.heartbeat(), panic]) {
    await intake.hear(frame);
  }
  assert.equal(intake.counter("frames/received"), 6);
  assert.equal(intake.counter("frames/accepted"), 2);
  assert.equal(intake.counter("frames/repeated"), 2);
  assert.equal(intake.counter("frames/rejected/bad-tag"), 1);
  assert.equal(intake.counter("frames/rejected/length"), 1);
});
