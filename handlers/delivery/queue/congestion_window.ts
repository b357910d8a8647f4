/**
 * How many events that are not critical may be under way at once. A critical event leaves at once,
 * but arrives behind what a slow link still holds of them; so no more is put on the link than keeps it
 * busy. It is TCP Vegas in small: what a round trip takes beyond the shortest one is time in queues.
 *
 *     round trip   shortest ├── grow ──┤ half of QUEUE_MS ├── stay ──┤ QUEUE_MS ├── shrink ──▶
 */
import type { MonotonicMs } from "../../../devices/time.ts";

/** What may wait on the link before a critical event, in ms of the link's rate. */
const QUEUE_MS = 20;
/** It begins with so few, as nothing is known of the link. */
const FIRST = 2;
/** One under way and one behind it: less would leave a link idle. */
const LEAST = 2;

export class CongestionWindow {
  readonly #most: number;
  #limit: number;
  #shortestMs = Infinity;
  /** Of the present round: as many answers as may be under way. */
  #answers = 0;
  #shortestOfRoundMs = Infinity;
  /** Until the link first had a queue it grows with every answer. */
  #isFirstRise = true;
  /** When the last round ended; answers of what left before say nothing of what came of it. */
  #roundAtMs = -Infinity;

  /** @param most Never more than these. */
  constructor(most: number) {
    this.#most = most;
    this.#limit = Math.min(FIRST, most);
  }

  get limit(): number {
    return this.#limit;
  }

  /** An event that left at one time was answered at another. */
  answered(sentAtMs: MonotonicMs, nowMs: MonotonicMs): void {
    const roundTripMs = nowMs - sentAtMs;
    this.#shortestMs = Math.min(this.#shortestMs, roundTripMs);
    if (sentAtMs < this.#roundAtMs) return;
    this.#shortestOfRoundMs = Math.min(this.#shortestOfRoundMs, roundTripMs);
    if (this.#isFirstRise && roundTripMs - this.#shortestMs <= QUEUE_MS / 2) this.#grow();
    if (++this.#answers >= this.#limit) this.#endRound(nowMs);
  }

  /** Even the quickest of a round waited in a queue, or one did not: a busy moment proves nothing. */
  #endRound(nowMs: MonotonicMs): void {
    const roundTripMs = this.#shortestOfRoundMs;
    const queueMs = roundTripMs - this.#shortestMs;
    this.#answers = 0;
    this.#shortestOfRoundMs = Infinity;
    this.#roundAtMs = nowMs;
    if (queueMs > QUEUE_MS / 2) this.#isFirstRise = false;
    if (queueMs > QUEUE_MS) this.#shrink(roundTripMs);
    else if (queueMs <= QUEUE_MS / 2) this.#grow();
  }

  #shrink(roundTripMs: number): void {
    // With so few under way the queue is none of ours: the way itself has become longer.
    if (this.#limit <= LEAST) this.#shortestMs = roundTripMs;
    const share = (this.#shortestMs + QUEUE_MS / 2) / roundTripMs;
    this.#limit = Math.min(this.#most, Math.max(LEAST, Math.floor(this.#limit * share)));
  }

  #grow(): void {
    this.#limit = Math.min(this.#most, this.#limit + 1);
  }
}
