import assert from "node:assert/strict";
import type { ShortMessage } from "../../../devices/codecs/message.ts";
import { decodeHex, encodeHex } from "../../../devices/hex.ts";
import { MessageIntake } from "../../../handlers/messages.ts";
import type { Reception } from "../../../handlers/ports.ts";
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

async function take(intake: Intake, message: Partial<ShortMessage>): Promise<void> {
  await new MessageIntake(intake).take({
    modem: "cell-1",
    message: { sender: NUMBER, isComplete: true, ...message },
    receivedAtUnixMs: intake.clock.unixMs(),
    receivedAtMs: intake.clock.monotonicMs(),
  });
  await intake.settled();
}

Deno.test("a VF1 frame in an 8-bit message is an event, and its answer goes to the number it came from", async () => {
  await using intake = await openKnowing();

  await take(intake, { data: decodeHex(PANIC.frameHex)! });

  assert.equal(intake.stored()[0]?.id, PANIC.eventId);
  assert.equal(intake.stored()[0]?.data.authenticity, "verified");
  assert.deepEqual(intake.sent.map(({ modem, replyTo }) => [modem, replyTo]), [
    ["cell-1", NUMBER],
  ]);
});

Deno.test("a VF1 frame in a text is the same event as over LoRa", async () => {
  await using intake = await openKnowing();

  await take(intake, { text: PANIC.armoured });
  await intake.hear(PANIC.frameHex);

  assert.deepEqual(intake.stored().map(({ id }) => id), [PANIC.eventId]);
  assert.equal(intake.tally("frames/repeated"), 1);
});

Deno.test("a message that is handed over again makes no second event", async () => {
  await using intake = await openKnowing();

  await take(intake, { text: PANIC.armoured });
  await take(intake, { text: PANIC.armoured });

  assert.equal(intake.stored().length, 1);
  assert.equal(intake.tally("frames/received"), 2);
  assert.equal(intake.tally("frames/repeated"), 1);
});

Deno.test("a text that begins like VF1 and is not is rejected as armour", async () => {
  await using intake = await openKnowing();

  await take(intake, { text: "VF1:not base64 url" });

  assert.deepEqual(intake.rejections(), ["armour"]);
  assert.deepEqual(intake.stored(), []);
});

Deno.test("a message that cannot be stored is not taken", async () => {
  const failing = { takeOrFail: (_: Reception) => Promise.reject(new Error("the disk is dead")) };
  const intake = new MessageIntake({ ingest: failing });
  const message = {
    sender: NUMBER,
    data: decodeHex(encodeHex(Uint8Array.of(1)))!,
    isComplete: true,
  };

  await assert.rejects(
    intake.take({
      modem: "cell-1",
      message,
      receivedAtUnixMs: 0 as never,
      receivedAtMs: 0 as never,
    }),
    /the disk is dead/,
  );
});
