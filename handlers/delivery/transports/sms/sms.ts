/**
 * Hands over events as short messages to the phones of those on duty. The delivery report of the
 * network says that a phone has one; nothing says that it was read.
 *
 *     event ─▶ text ─┬─▶ phone ─ report ─▶ delivered, whatever becomes of the others
 *                    └─▶ phone ─ none in time, or the modem cannot send ─▶ failed
 */
import type { EventCore, Priority } from "../../../../devices/event.ts";
import type { Clock } from "../../../../devices/time.ts";
import type { SmsOutcome, SmsSender } from "../../../ports.ts";
import type { Requests } from "../../request_transport.ts";
import type { Message, SendOutcome } from "../../transport.ts";
import { alarmText } from "./alarm_text.ts";
import { SYSTEM_TIMERS } from "../../../tools/timers.ts";
import type { Language } from "../../../i18n/locales.ts";

const NOT_READY = "no cellular modem can send now: GET /v1/status says why";

export class Sms implements Requests {
  readonly #settings: SmsSettings;
  readonly #sender: SmsSender;
  readonly #clock: Clock;
  readonly type = "sms";

  constructor(settings: SmsSettings, sender: SmsSender, clock: Clock) {
    this.#settings = settings;
    this.#sender = sender;
    this.#clock = clock;
  }

  async send({ json, priority }: Message, cut: AbortSignal): Promise<SendOutcome> {
    if (!this.#sender.isReady) return { result: "failed", reason: NOT_READY };
    const event = JSON.parse(json) as EventCore;
    const text = alarmText(event, { ...this.#settings, ageS: ageS(event, this.#clock) });
    const sending = this.#settings.to.map((to) => this.#sendTo(to, text, priority, cut));
    const { promise, resolve } = Promise.withResolvers<SendOutcome>();
    for (const each of sending) {
      void each.then((outcome) => outcome.result === "delivered" && resolve(outcome));
    }
    void Promise.all(sending).then((outcomes) => resolve(worthAnotherTry(outcomes)));
    return await promise;
  }

  probe(): Promise<string | undefined> {
    return Promise.resolve(this.#sender.isReady ? undefined : NOT_READY);
  }

  /** Nothing is kept: what is on its way ends by the signal that it was sent with. */
  [Symbol.dispose](): void {}

  async #sendTo(
    to: string,
    text: string,
    urgency: Priority,
    cut: AbortSignal,
  ): Promise<SmsOutcome> {
    const { reportWithinS } = this.#settings;
    const over = new AbortController();
    const stopWaiting = SYSTEM_TIMERS.after(reportWithinS * 1_000, () => over.abort());
    const either = AbortSignal.any([cut, over.signal]);
    const outcome = await this.#sender.send(to, text, urgency, either);
    stopWaiting();
    return outcome.result !== "delivered" && over.signal.aborted
      ? { result: "failed", reason: `no delivery report within ${reportWithinS} s` }
      : outcome;
  }
}

/** Refused only when no phone is left that may have it another time. */
function worthAnotherTry(outcomes: readonly SmsOutcome[]): SmsOutcome {
  return outcomes.find(({ result }) => result === "delivered") ??
    outcomes.find(({ result }) => result === "failed") ?? outcomes[0]!;
}

/** Measured by the monotonic clock within one boot, else by the wall clock. */
function ageS({ data, time }: EventCore, clock: Clock): number {
  const ageMs = data.clock.bootId === clock.bootId
    ? clock.monotonicMs() - data.clock.monotonicMs
    : clock.unixMs() - Date.parse(time);
  return Math.max(0, ageMs / 1_000);
}

/** A destination of type `sms` as the configuration describes it. */
export interface SmsSettings {
  /** Phones of those on duty, E.164 with +. All are sent to; one that has it is enough. */
  readonly to: readonly string[];
  readonly language: Language;
  /** Whether the text says where the wearable is: a short message is readable on its way. */
  readonly place: boolean;
  /** Time until a message without a delivery report counts as failed, seconds. */
  readonly reportWithinS: number;
}
