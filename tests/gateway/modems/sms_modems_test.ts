import assert from "node:assert/strict";
import { chosenSender } from "../../../gateway/modems/sms_modems.ts";
import type { SmsOutcome } from "../../../handlers/ports.ts";
import { PhoneNetwork } from "../../support/phone_network.ts";

/** A modem with a name. */
class Modem extends PhoneNetwork {
  constructor(readonly name: string) {
    super();
  }
}

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
