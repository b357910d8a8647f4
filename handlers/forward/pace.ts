/**
 * How many events that are not critical may be under way at once. A critical event leaves at once,
 * but arrives behind what a slow link still holds of them; so no more is put on the link than keeps it
 * busy. It is TCP Vegas in small: what a round trip takes beyond the shortest one is time in queues.
 *
 *     round trip   shortest ├── grow ──┤ half of QUEUE_MS ├── stay ──┤ QUEUE_MS ├── shrink ──▶
 */
import type { MonotonicMs } from "../../devices/time.ts";

/** What may wait on the link before a critical event, in ms of the link's rate. */
const QUEUE_MS = 40;
/** It begins with so few, as nothing is known of the link. */
const FIRST = 2;
/** One under way and one behind it: less would leave a link idle. */
const LEAST = 2;

export class Pace {
  #limit = FIRST;
  #shortestMs = Infinity;
  /** It grows with every answer until the link had a queue once, then with every window of answers. */
  #isFirstRise = true;
  #answers = 0;
  /** Answers of what left before the last change say nothing about it. */
  #changedAtMs = -Infinity;

  /** @param most Never more than these. */
  constructor(readonly most: number) {}

  get limit(): number {
    return Math.min(this.#limit, this.most);
  }

  /** An event that left at one time was answered at another. */
  answered(sentAtMs: MonotonicMs, nowMs: MonotonicMs): void {
    const roundTripMs = nowMs - sentAtMs;
    this.#shortestMs = Math.min(this.#shortestMs, roundTripMs);
    const queueMs = roundTripMs - this.#shortestMs;
    if (queueMs > QUEUE_MS) this.#shrink(roundTripMs, sentAtMs, nowMs);
    else if (queueMs <= QUEUE_MS / 2) this.#grow();
  }

  #shrink(roundTripMs: number, sentAtMs: number, nowMs: number): void {
    this.#isFirstRise = false;
    this.#answers = 0;
    if (sentAtMs < this.#changedAtMs) return;
    this.#changedAtMs = nowMs;
    // With so few under way the queue is none of ours: the way itself has become longer.
    if (this.limit <= LEAST) this.#shortestMs = roundTripMs;
    const share = (this.#shortestMs + QUEUE_MS / 2) / roundTripMs;
    this.#limit = Math.max(LEAST, Math.floor(this.limit * share));
  }

  #grow(): void {
    if (this.limit === this.most) return;
    if (!this.#isFirstRise && ++this.#answers < this.#limit) return;
    this.#answers = 0;
    this.#limit++;
  }
}
