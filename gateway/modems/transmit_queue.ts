/**
 * Answers that wait for the air: most urgent first, oldest first among equals. Bounded in number
 * and in time, so that a modem that cannot send does not fill the memory, nor the air with stale
 * answers when it can again. Whoever is dropped is given back to be counted.
 */
import { PRIORITIES, type Priority } from "../../devices/event.ts";
import type { MonotonicMs } from "../../devices/time.ts";

/** Most answers that wait on one modem. */
export const MAX_QUEUED = 64;

/** How long an answer waits at most, in milliseconds: later the wearable listens no more. */
export const MAX_WAIT_MS: Readonly<Record<Priority, number>> = {
  critical: 600_000,
  high: 60_000,
  normal: 60_000,
  low: 60_000,
};

/** Times that an answer is given to the modem before it is given up. */
export const MAX_SENDINGS = 3;

/** One answer on its way. */
export interface Waiting {
  readonly frame: Uint8Array;
  readonly urgency: Priority;
  readonly queuedAtMs: MonotonicMs;
  /** How often the modem had it. */
  readonly sendings: number;
}

/** What waits on one modem. */
export class TransmitQueue {
  #waiting: Waiting[] = [];

  get size(): number {
    return this.#waiting.length;
  }

  /** Adds an answer; the same bytes wait once, as urgently as they were asked. Gives what goes. */
  push(item: Waiting): Waiting | undefined {
    const twin = this.#waiting.findIndex(({ frame }) => areEqual(frame, item.frame));
    const urgent = twin < 0 ? item : moreUrgent(this.#waiting[twin] ?? item, item);
    if (twin >= 0) this.#waiting.splice(twin, 1);
    // Stable, so that the oldest of equals stays first.
    this.#waiting = [...this.#waiting, urgent].sort((a, b) => compare(a, b));
    return this.#waiting.length > MAX_QUEUED ? this.#dropOldestOfLeastUrgent() : undefined;
  }

  /** The one to send next. It stays until it is taken. */
  peek(): Waiting | undefined {
    return this.#waiting[0];
  }

  /** Takes away the one that `peek` shows. */
  take(): Waiting | undefined {
    return this.#waiting.shift();
  }

  /** Takes away what has waited too long. */
  expire(now: MonotonicMs): Waiting[] {
    const isOver = (item: Waiting) => now >= expiryOf(item);
    const over = this.#waiting.filter(isOver);
    if (over.length > 0) this.#waiting = this.#waiting.filter((item) => !isOver(item));
    return over;
  }

  /** When `expire` will find something; undefined: nothing waits. */
  get nextExpiryMs(): MonotonicMs | undefined {
    if (this.#waiting.length === 0) return undefined;
    return Math.min(...this.#waiting.map(expiryOf)) as MonotonicMs;
  }

  #dropOldestOfLeastUrgent(): Waiting | undefined {
    const least = this.#waiting.at(-1)?.urgency;
    const oldest = this.#waiting.findIndex(({ urgency }) => urgency === least);
    return this.#waiting.splice(oldest, 1)[0];
  }
}

function expiryOf({ queuedAtMs, urgency }: Waiting): MonotonicMs {
  return (queuedAtMs + MAX_WAIT_MS[urgency]) as MonotonicMs;
}

function compare(a: Waiting, b: Waiting): number {
  const byUrgency = PRIORITIES.indexOf(a.urgency) - PRIORITIES.indexOf(b.urgency);
  return byUrgency === 0 ? a.queuedAtMs - b.queuedAtMs : byUrgency;
}

function moreUrgent(a: Waiting, b: Waiting): Waiting {
  return PRIORITIES.indexOf(b.urgency) < PRIORITIES.indexOf(a.urgency) ? b : a;
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
