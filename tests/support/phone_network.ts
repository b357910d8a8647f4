import type { Priority } from "../../devices/event.ts";
import type { SmsOutcome, SmsSender } from "../../handlers/ports.ts";

/** A message that was submitted. */
export interface SubmittedSms {
  readonly to: string;
  readonly text: string;
  readonly urgency: Priority;
}

/** A cellular modem and its network, as far as who sends messages sees them. */
export class PhoneNetwork implements SmsSender {
  readonly sent: SubmittedSms[] = [];
  isReady = true;
  /** How a message ends; a promise that never ends is a report that never comes. */
  answer: (sms: SubmittedSms) => SmsOutcome | Promise<SmsOutcome> = () => ({ result: "delivered" });

  async send(
    to: string,
    text: string,
    urgency: Priority,
    cut: AbortSignal,
  ): Promise<SmsOutcome> {
    const sms = { to, text, urgency };
    this.sent.push(sms);
    const { promise, resolve } = Promise.withResolvers<SmsOutcome>();
    const onCut = () => resolve({ result: "failed", reason: "cut" });
    cut.addEventListener("abort", onCut);
    if (cut.aborted) onCut();
    try {
      return await Promise.race([this.answer(sms), promise]);
    } finally {
      cut.removeEventListener("abort", onCut);
    }
  }
}
