/** What handlers need from the program around them. `gateway/runtime` hands these in. */
import type { Priority } from "../devices/event.ts";
import type { PayloadForm } from "../devices/modems/modem.ts";
import type { MonotonicMs, UnixMs } from "../devices/time.ts";

/** A frame as a modem heard it. */
export interface Reception {
  readonly modem: string;
  readonly payloadForm: PayloadForm;
  readonly payload: Uint8Array;
  readonly receivedAtUnixMs: UnixMs;
  readonly receivedAtMs: MonotonicMs;
  readonly rssiDbm?: number;
  readonly snrDb?: number;
  /** Number to answer to, for what came as a short message. */
  readonly replyTo?: string;
}

/** For how long, and after what, an answer is worth sending. */
export interface Sending {
  /** It was given before: half of the air time is kept for answers that were not. */
  readonly isRepeat: boolean;
  /** Its wearable listens no longer than until then: what has not left by then never does. */
  readonly untilMs: MonotonicMs;
  /** When the alarm was heard that it first answers; absent: it is another answer. */
  readonly alarmHeardAtMs?: MonotonicMs;
}

/** The way back to wearables. */
export interface Radio {
  /**
   * Queues one answer on the modem that heard the uplink. Most urgent first; what the duty cycle
   * forbids waits or is counted as not sent. Never throws, never waits.
   * @param replyTo For what came as a short message: its number. The answer goes there in the same
   * form, as text or as bytes.
   * @param sending Absent: for the first time, and as long as the modem holds such.
   * @returns false when there is no such modem, or it cannot send now.
   */
  answer(
    modem: string,
    frame: Uint8Array,
    urgency: Priority,
    replyTo?: string,
    sending?: Sending,
  ): boolean;
}

/** Values that a log line may carry. Never keys, PINs, positions or payloads. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** One JSON line an event: a constant message, values as fields. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  /** Someone must act. */
  error(message: string, fields?: LogFields): void;
}

/** Sends short messages to phones, through a cellular modem. */
export interface SmsSender {
  /** True while a modem is registered and can send. */
  readonly isReady: boolean;
  /**
   * Sends and waits for the delivery report. Never rejects. Bounded by `cut`: a message that was
   * cut ends as failed, though it may still arrive.
   * @param to E.164 with +.
   */
  send(to: string, text: string, urgency: Priority, cut: AbortSignal): Promise<SmsOutcome>;
}

/** How a short message ended. `reason` is for people, on one line. */
export type SmsOutcome =
  /** By its delivery report: it is on the phone. */
  | { readonly result: "delivered" }
  /** For good: a wrong number, a barred SIM. */
  | { readonly result: "refused"; readonly reason: string }
  /** It may work later; where no modem took it (`isTaken` is false), by another modem at once. */
  | { readonly result: "failed"; readonly reason: string; readonly isTaken?: false };
