import assert from "node:assert/strict";
import type { SubmitPdu } from "../../../devices/codecs/sms/encode.ts";
import type { SmsStatusReport } from "../../../devices/codecs/sms/tpdu.ts";
import {
  ReportedSender,
  type SubmitOutcome,
} from "../../../handlers/short_messages/reported_sender.ts";
import { until } from "../../support/until.ts";

const TO = "+32470123456";

/** A modem that takes parts, as fast as a test wants, and gives them references from 1 on. */
class Sending {
  readonly parts: SubmitPdu[] = [];
  hasReports = true;
  outcome: SubmitOutcome | undefined;
  onSubmit = (_reference: number) => {};
  readonly sender = new ReportedSender("sms-1", {
    isReady: true,
    hasReports: true,
    submit: (part) => {
      this.parts.push(part);
      this.onSubmit(this.parts.length);
      return Promise.resolve(
        this.outcome ?? { result: "submitted", reference: this.parts.length },
      );
    },
  });

  send(text: string, cut: AbortSignal = new AbortController().signal) {
    return this.sender.send(TO, text, "critical", cut);
  }

  report(reference: number, status = 0, recipient = TO): void {
    const outcome = status === 0 ? "delivered" : status < 0x40 ? "pending" : "failed";
    const report: SmsStatusReport = {
      kind: "status-report",
      reference,
      recipient,
      status,
      outcome,
    };
    this.sender.reported(report);
  }
}

Deno.test("A text is delivered when the network reports each of its parts", async () => {
  const sending = new Sending();
  const sent = sending.send("long ".repeat(60));
  await until("both parts are sent", () => sending.parts.length === 2);
  sending.report(2);
  sending.report(1, 0x20);
  assert.equal(await Promise.race([sent, "pending"]), "pending");
  sending.report(1);
  assert.deepEqual(await sent, { result: "delivered" });
});

Deno.test("A report that comes before the modem gives its reference counts", async () => {
  const sending = new Sending();
  sending.onSubmit = (reference) => sending.report(reference);
  assert.deepEqual(await sending.send("short"), { result: "delivered" });
});

Deno.test("A report of an older text, or to another number, is none of this one", async () => {
  const sending = new Sending();
  sending.report(1);
  const cut = new AbortController();
  const sent = sending.send("short", cut.signal);
  await until("it is sent", () => sending.parts.length === 1);
  sending.report(1, 0, "+32470999999");
  sending.report(2);
  cut.abort();
  assert.deepEqual(await sent, {
    result: "failed",
    reason: "sent, but no delivery report came in time",
  });
});

Deno.test("A number is recognised however the network writes it", async () => {
  const sending = new Sending();
  const sent = sending.send("short");
  await until("it is sent", () => sending.parts.length === 1);
  sending.report(1, 0, "0470123456");
  assert.deepEqual(await sent, { result: "delivered" });
});

Deno.test("What the network gives up is refused for good, or may work later", async () => {
  for (const [status, result] of [[0x41, "refused"], [0x46, "failed"], [0x62, "failed"]] as const) {
    const sending = new Sending();
    const sent = sending.send("short");
    await until("it is sent", () => sending.parts.length === 1);
    sending.report(1, status);
    assert.equal((await sent).result, result);
  }
});

Deno.test("What the modem cannot send, and a number that is none, end at once", async () => {
  const sending = new Sending();
  sending.outcome = { result: "failed", reason: "+CMS ERROR: 331" };
  assert.deepEqual(await sending.send("short"), sending.outcome);
  assert.deepEqual(await sending.sender.send("Duty", "x", "high", AbortSignal.timeout(1_000)), {
    result: "refused",
    reason: "cannot write it: not-a-number",
  });
});
