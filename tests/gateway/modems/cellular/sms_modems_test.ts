import assert from "node:assert/strict";
import {
  chosenSender,
  type SmsModem,
  TAKE_WITHIN_MS,
} from "../../../../gateway/modems/cellular/sms_modems.ts";
import type { SmsOutcome } from "../../../../handlers/ports.ts";
import { PhoneNetwork } from "../../../support/phone_network.ts";

/** A modem with a name. */
class Modem extends PhoneNetwork {
  /** How long it was given to take each message, in ms. */
  readonly given: (number | undefined)[] = [];

  constructor(readonly name: string) {
    super();
  }

  override send(
    ...[to, text, urgency, cut, takeWithinMs]: Parameters<SmsModem["send"]>
  ): Promise<SmsOutcome> {
    this.given.push(takeWithinMs);
    return super.send(to, text, urgency, cut);
  }
}

const NOT_TAKEN: SmsOutcome = { result: "failed", reason: "no answer to it", isTaken: false };

const FAILED: SmsOutcome = { result: "failed", reason: "no network" };

function sendBy(sender: ReturnType<typeof chosenSender>): Promise<SmsOutcome> {
  return sender.send("+32470123456", "x", "critical", new AbortController().signal);
}

Deno.test("a destination that names a modem sends by it alone", async () => {
  const [a, b] = [new Modem("cell-1"), new Modem("cell-2")];
  const sender = chosenSender([a, b], "cell-2");
  await sendBy(sender);
  assert.deepEqual([a.sent.length, b.sent.length], [0, 1]);
  b.isReady = false;
  assert.equal(sender.isReady, false);
  assert.equal((await sendBy(sender)).result, "failed");
  assert.deepEqual([a.sent.length, b.sent.length], [0, 1]);
});

Deno.test("without a name, a message goes by a modem that can send", async () => {
  const [a, b] = [new Modem("cell-1"), new Modem("cell-2")];
  const sender = chosenSender([a, b], undefined);
  a.isReady = false;
  assert.equal(sender.isReady, true);
  await sendBy(sender);
  assert.deepEqual([a.sent.length, b.sent.length], [0, 1]);
});

Deno.test("after a failure the next message goes by the other modem", async () => {
  const [a, b] = [new Modem("cell-1"), new Modem("cell-2")];
  a.answer = () => FAILED;
  const sender = chosenSender([a, b], undefined);
  assert.deepEqual(await sendBy(sender), FAILED);
  assert.deepEqual(await sendBy(sender), { result: "delivered" });
  assert.deepEqual(await sendBy(sender), { result: "delivered" });
  assert.deepEqual([a.sent.length, b.sent.length], [1, 2]);
});

Deno.test("what one modem does not take goes by the other at once, and first by that the next time", async () => {
  const [a, b] = [new Modem("cell-1"), new Modem("cell-2")];
  a.answer = () => NOT_TAKEN;
  const sender = chosenSender([a, b], undefined);
  assert.deepEqual(await sendBy(sender), { result: "delivered" });
  assert.deepEqual([a.given, b.given], [[TAKE_WITHIN_MS], [undefined]]);
  assert.deepEqual(await sendBy(sender), { result: "delivered" });
  assert.deepEqual([a.sent.length, b.sent.length], [1, 2]);
});

Deno.test("where no modem takes a message, it failed, and each was asked once", async () => {
  const [a, b] = [new Modem("cell-1"), new Modem("cell-2")];
  a.answer = b.answer = () => NOT_TAKEN;
  assert.deepEqual(await sendBy(chosenSender([a, b], undefined)), NOT_TAKEN);
  assert.deepEqual([a.sent.length, b.sent.length], [1, 1]);
});

Deno.test("a modem that has no other beside it may take its time", async () => {
  const modem = new Modem("cell-1");
  await sendBy(chosenSender([modem], undefined));
  assert.deepEqual(modem.given, [undefined]);
});
