/**
 * Messages that wait for one cellular modem: texts to people before answers to wearables, then most
 * urgent first, oldest first among equals. Bounded in number and in time; each says how it
 * ended.
 */
import type { SubmitPdu } from "../../../devices/codecs/sms/encode.ts";
import { PRIORITIES, type Priority } from "../../../devices/event.ts";
import { meaningOf } from "../../../devices/modems/cellular/at_error.ts";
import type { Clock, MonotonicMs } from "../../../devices/time.ts";
import { defined } from "../../../devices/tools/defined.ts";
import type { SubmitOutcome } from "../../../handlers/short_messages/reported_sender.ts";
import { MAX_QUEUED } from "../transmission/transmit_queue.ts";

/** How long a message waits for the modem at most, in milliseconds. */
const MAX_WAIT_MS: Readonly<Record<Priority, number>> = {
  critical: 600_000,
  high: 60_000,
  normal: 60_000,
  low: 60_000,
};

/** How long an answer waits at most, in milliseconds: a wearable repeats, and is answered then. */
export const MAX_ANSWER_WAIT_MS = 60_000;
/** Room that answers leave to texts: many answers to wearables must not silence an alarm. */
export const TEXT_RESERVE = 8;

/** The modem as far as sending goes. */
export interface SubmittingModem {
  readonly canSubmit: boolean;
  submit(id: number, part: SubmitPdu): void;
}

interface QueuedMessage {
  readonly part: SubmitPdu;
  readonly urgency: Priority;
  /** To a wearable; else a text to people. */
  readonly isAnswer: boolean;
  readonly queuedAtMs: MonotonicMs;
  readonly settle: (outcome: SubmitOutcome) => void;
}

export class SubmitQueue {
  readonly #clock: Clock;
  #waiting: QueuedMessage[] = [];
  #onItsWay: { readonly id: number; readonly item: QueuedMessage } | undefined;
  #nextId = 1;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Messages that wait, without the one on its way. */
  get size(): number {
    return this.#waiting.length;
  }

  /** True while this very message waits or is on its way. */
  holds({ pduHex }: SubmitPdu): boolean {
    const onItsWay = this.#onItsWay === undefined ? [] : [this.#onItsWay.item];
    return [...onItsWay, ...this.#waiting].some(({ part }) => part.pduHex === pduHex);
  }

  /** Adds a message. Never rejects; given up when `cut` fires before it is begun. */
  add(
    part: SubmitPdu,
    urgency: Priority,
    cut?: AbortSignal,
    isAnswer = false,
  ): Promise<SubmitOutcome> {
    const { promise, resolve } = Promise.withResolvers<SubmitOutcome>();
    const queuedAtMs = this.#clock.monotonicMs();
    const item = { part, urgency, isAnswer, queuedAtMs, settle: resolve };
    this.#waiting = [...this.#waiting, item].sort(byOrder);
    cut?.addEventListener("abort", () => this.#giveUp(item, "it took too long"), { once: true });
    if (cut?.aborted) this.#giveUp(item, "it took too long");
    const answers = this.#waiting.filter((it) => it.isAnswer).length;
    const isFull = this.#waiting.length > MAX_QUEUED || answers > MAX_QUEUED - TEXT_RESERVE;
    // The last is an answer wherever there is one.
    if (isFull) this.#giveUp(this.#waiting.at(-1)!, "too many wait");
    return promise;
  }

  /** Begins the most urgent message, if that is possible now. */
  pump(modem: SubmittingModem | undefined): void {
    const now = this.#clock.monotonicMs();
    for (const item of this.#waiting.filter((it) => isOver(it, now))) {
      this.#giveUp(item, "the modem could not send it for too long");
    }
    if (modem?.canSubmit !== true || this.#onItsWay !== undefined) return;
    const item = this.#waiting.shift();
    if (item === undefined) return;
    const id = this.#nextId++;
    this.#onItsWay = { id, item };
    modem.submit(id, item.part);
  }

  /** The network has a message. */
  submitted(id: number, reference: number | undefined): void {
    this.#end(id, { result: "submitted", ...defined({ reference }) });
  }

  /** The modem says that a message did not leave. */
  unsubmitted(id: number, why: "timeout" | "refused" | "reset", code?: string): void {
    const isForGood = code !== undefined && meaningOf(code) === "for-good";
    const reason = code ?? (why === "reset" ? "the modem restarted" : "no answer to it");
    this.#end(id, { result: isForGood ? "refused" : "failed", reason });
  }

  /** The modem is gone, with what it had to send. */
  interrupted(): void {
    if (this.#onItsWay !== undefined) this.unsubmitted(this.#onItsWay.id, "reset");
  }

  #end(id: number, outcome: SubmitOutcome): void {
    if (this.#onItsWay?.id !== id) return;
    const { item } = this.#onItsWay;
    this.#onItsWay = undefined;
    item.settle(outcome);
  }

  #giveUp(item: QueuedMessage, reason: string): void {
    if (!this.#waiting.includes(item)) return;
    this.#waiting = this.#waiting.filter((it) => it !== item);
    item.settle({ result: "failed", reason });
  }
}

function byOrder(a: QueuedMessage, b: QueuedMessage): number {
  const byKind = Number(a.isAnswer) - Number(b.isAnswer);
  return byKind === 0 ? PRIORITIES.indexOf(a.urgency) - PRIORITIES.indexOf(b.urgency) : byKind;
}

function isOver({ isAnswer, queuedAtMs, urgency }: QueuedMessage, now: MonotonicMs): boolean {
  return now - queuedAtMs >= (isAnswer ? MAX_ANSWER_WAIT_MS : MAX_WAIT_MS[urgency]);
}
