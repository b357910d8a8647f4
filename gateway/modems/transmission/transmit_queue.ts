/**
 * Answers that wait for the air: most urgent first, then those that were not sent before, oldest
 * first among equals. Bounded in number and in time, so that a modem that cannot send does not fill
 * the memory, nor the air with stale answers when it can again. What is dropped is given back to be
 * counted.
 */
import { PRIORITIES, type Priority } from "../../../devices/event.ts";
import type { MonotonicMs } from "../../../devices/time.ts";
import { bytesEqual } from "../../../devices/tools/bytes_equal.ts";

/** Most answers that wait on one modem. */
export const MAX_QUEUED = 64;

/** Times that an answer is given to the modem before it is given up. */
export const MAX_SENDINGS = 3;

/** One answer on its way. */
export interface QueuedAnswer {
  readonly frame: Uint8Array;
  readonly urgency: Priority;
  /** It had been sent before. */
  readonly isRepeat: boolean;
  readonly queuedAtMs: MonotonicMs;
  /** From then on its wearable listens no more. */
  readonly untilMs: MonotonicMs;
  /** When the alarm was heard that it first answers. */
  readonly alarmHeardAtMs?: MonotonicMs | undefined;
  /** How often the modem had it. */
  readonly sendings: number;
}

/** What waits on one modem. */
export class TransmitQueue {
  #waiting: QueuedAnswer[] = [];

  get size(): number {
    return this.#waiting.length;
  }

  /** Adds an answer; the same bytes wait once, as urgently as they were asked. Gives what goes. */
  push(item: QueuedAnswer): QueuedAnswer | undefined {
    const at = this.#waiting.findIndex(({ frame }) => bytesEqual(frame, item.frame));
    const [twin] = at < 0 ? [] : this.#waiting.splice(at, 1);
    const wanted = twin === undefined ? item : both(twin, item);
    // Stable, so that the oldest of equals stays first.
    this.#waiting = [...this.#waiting, wanted].sort((a, b) => compare(a, b));
    return this.#waiting.length > MAX_QUEUED ? this.#dropOldestOfLeastUrgent() : undefined;
  }

  /** What waits, the one to send next first. */
  get waiting(): readonly QueuedAnswer[] {
    return this.#waiting;
  }

  /** Takes one away. */
  take(item: QueuedAnswer): void {
    this.#waiting = this.#waiting.filter((it) => it !== item);
  }

  /** Takes away what has waited too long. */
  expire(now: MonotonicMs): QueuedAnswer[] {
    const isOver = (item: QueuedAnswer) => now >= item.untilMs;
    const over = this.#waiting.filter(isOver);
    if (over.length > 0) this.#waiting = this.#waiting.filter((item) => !isOver(item));
    return over;
  }

  /** When `expire` will find something; undefined: nothing waits. */
  get nextExpiryMs(): MonotonicMs | undefined {
    if (this.#waiting.length === 0) return undefined;
    return Math.min(...this.#waiting.map(({ untilMs }) => untilMs)) as MonotonicMs;
  }

  #dropOldestOfLeastUrgent(): QueuedAnswer | undefined {
    const least = this.#waiting.at(-1)?.urgency;
    const oldest = this.#waiting.findIndex(({ urgency }) => urgency === least);
    return this.#waiting.splice(oldest, 1)[0];
  }
}

function compare(a: QueuedAnswer, b: QueuedAnswer): number {
  const byUrgency = PRIORITIES.indexOf(a.urgency) - PRIORITIES.indexOf(b.urgency);
  if (byUrgency !== 0) return byUrgency;
  const byKind = Number(a.isRepeat) - Number(b.isRepeat);
  return byKind === 0 ? a.queuedAtMs - b.queuedAtMs : byKind;
}

/** The same bytes asked for twice. */
function both(a: QueuedAnswer, b: QueuedAnswer): QueuedAnswer {
  const urgent = PRIORITIES.indexOf(b.urgency) < PRIORITIES.indexOf(a.urgency) ? b : a;
  return {
    ...urgent,
    isRepeat: a.isRepeat && b.isRepeat,
    untilMs: Math.max(a.untilMs, b.untilMs) as MonotonicMs,
    sendings: Math.min(a.sendings, b.sendings),
  };
}
