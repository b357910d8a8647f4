/**
 * When to try again to reach what does not answer.
 *
 *     attempt ─fails─▶ pause 0.5 … 15 s, decorrelated jitter ─elapsed─▶ attempt …
 *                        └─ something critical waits: one attempt at once, the next only after a
 *                           whole pause, so that urgency at most doubles the attempts
 */
import type { MonotonicMs } from "../../../devices/time.ts";

const SHORTEST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** Each pause is drawn between the shortest and this many times the one before. */
const GROWTH = 3;
/** A connection has to live this long before it counts as a good one. */
const STABLE_MS = 30_000;

/** Pauses between attempts that grow until a connection was stable and delivered something. */
export class Backoff {
  readonly #random: () => number;
  #pauseMs = SHORTEST_PAUSE_MS;
  #connectedAtMs: MonotonicMs | undefined;
  #hasDelivered = false;
  #mayExpedite = true;

  /** @param random Gives numbers from 0 up to, not including, 1. */
  constructor(random: () => number) {
    this.#random = random;
  }

  connected(now: MonotonicMs): void {
    this.#connectedAtMs = now;
    this.#hasDelivered = false;
  }

  /** Something was confirmed over the connection that there is. */
  delivered(): void {
    this.#hasDelivered = true;
  }

  /** The pause to make now that an attempt failed or a connection ended, in milliseconds. */
  nextPauseMs(now: MonotonicMs): number {
    if (this.#wasGood(now)) this.#pauseMs = SHORTEST_PAUSE_MS;
    this.#connectedAtMs = undefined;
    const spreadMs = this.#pauseMs * GROWTH - SHORTEST_PAUSE_MS;
    this.#pauseMs = Math.min(SHORTEST_PAUSE_MS + this.#random() * spreadMs, LONGEST_PAUSE_MS);
    return this.#pauseMs;
  }

  /** Whether something critical may cut the pause short: once between two whole pauses. */
  get mayExpedite(): boolean {
    return this.#mayExpedite;
  }

  /** Uses that up; whether there was something to use. */
  expedite(): boolean {
    const mayExpedite = this.#mayExpedite;
    this.#mayExpedite = false;
    return mayExpedite;
  }

  /** A whole pause went by. */
  elapsed(): void {
    this.#mayExpedite = true;
  }

  #wasGood(now: MonotonicMs): boolean {
    return this.#connectedAtMs !== undefined && this.#hasDelivered &&
      now - this.#connectedAtMs >= STABLE_MS;
  }
}
