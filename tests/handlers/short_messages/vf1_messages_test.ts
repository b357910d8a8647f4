import assert from "node:assert/strict";
import { decodeHex } from "../../../devices/hex.ts";
import { ForeignIntake } from "../../../handlers/foreign/foreign_intake.ts";
import { Ingest } from "../../../handlers/ingest/ingest.ts";
import { RejectedFrames } from "../../../handlers/ingest/rejected_frames.ts";
import { MessageIntake } from "../../../handlers/short_messages/messages.ts";
import { Intake } from "../../support/intake.ts";
import vectors from "../../vectors/vf1.json" with { type: "json" };

const PANIC = vectors.up.find(({ name }) => name === "panic-0")!;
const DEVICE = vectors.devices.find(({ uid }) => uid === PANIC.device)!;
const NUMBER = "+32470000001";

async function openKnowing(): Promise<Intake> {
  const intake = await Intake.open();
  await intake.addDevice(DEVICE.uid, DEVICE.kRoot, DEVICE.kid);
  return intake;
}

Deno.test("A VF1 frame in an 8-bit message is an event, and its answer goes to the number it came from", async () => {
  await using intake = await openKnowing();

  await intake.receive({ data: decodeHex(PANIC.frameHex)! });

  assert.equal(intake.stored()[0]?.id, PANIC.eventId);
  assert.equal(intake.stored()[0]?.data.authenticity, "verified");
  assert.deepEqual(intake.sent.map(({ modem, replyTo }) => [modem, replyTo]), [
    ["cell-1", NUMBER],
  ]);
});

Deno.test("A VF1 frame in a text is the same event as over LoRa", async () => {
  await using intake = await openKnowing();

  await intake.receive({ text: PANIC.armoured });
  await intake.hear(PANIC.frameHex);

  assert.deepEqual(intake.stored().map(({ id }) => id), [PANIC.eventId]);
  assert.equal(intake.counter("frames/repeated"), 1);
});

Deno.test("A message that is handed over again makes no second event", async () => {
  await using intake = await openKnowing();

  await intake.receive({ text: PANIC.armoured });
  await intake.receive({ text: PANIC.armoured });

  assert.equal(intake.stored().length, 1);
  assert.equal(intake.counter("frames/received"), 2);
  assert.equal(intake.counter("frames/repeated"), 1);
});

Deno.test("A text that begins like VF1 and is not is rejected as armour", async () => {
  await using intake = await openKnowing();

  await intake.receive({ text: "VF1:not base64 url" });

  assert.deepEqual(intake.rejections(), ["armour"]);
  assert.deepEqual(intake.stored(), []);
});

Deno.test("A rejected VF1 frame says so, from which number, and whose it is once that is proved", async () => {
  await using intake = await openKnowing();
  const forged = PANIC.armoured.slice(0, -4) + "AAAA";

  await intake.receive({ text: forged });
  await intake.hear(PANIC.frameHex.slice(0, -2) + "00");

  const [texted, heard] = intake.rejectedFrom();
  assert.deepEqual([texted?.codec, texted?.device], ["vf1", undefined]);
  assert.match(texted!.sender!, /^\+\d+$/);
  assert.deepEqual([heard?.codec, heard?.sender], ["vf1", undefined]);
});

Deno.test("A message that cannot be stored is not taken", async () => {
  await using intake = await openKnowing();
  const full = { write: () => Promise.reject(new Error("the disk is dead")) };
  const { read, recent } = intake.store;
  const store = { read, recent, ...full };
  await using rejections = new RejectedFrames({ store, clock: intake.clock });
  const ports = { ...intake.core.intake, store, rejections };
  const messages = new MessageIntake({
    ingest: new Ingest(ports),
    foreign: new ForeignIntake(ports),
  });
  const take = (text: string) =>
    messages.take({
      modem: "cell-1",
      message: { sender: NUMBER, text, isComplete: true },
      receivedAtUnixMs: intake.clock.unixMs(),
      receivedAtMs: intake.clock.monotonicMs(),
    });

  await assert.rejects(take(PANIC.armoured), /the disk is dead/);
  await assert.rejects(take('A"ML=1;lt=1.5;lg=2.5'), /the disk is dead/);
  await assert.rejects(take("hello"), /the disk is dead/);
});
