import type { MonotonicMs } from "../../../devices/time.ts";

/** A receiver that was sent nothing for so long is looked up, in ms. */
const PROBE_AFTER_MS = 30_000;

/** When to look whether a receiver is there to whom nothing is sent. Pure. */
export class IdleProbe {
  #lastAtMs = -Infinity;

  /** Something was sent to it. */
  sent(now: MonotonicMs): void {
    this.#lastAtMs = now;
  }

  /** Whether it is time; it counts as looked up then. */
  isDue(now: MonotonicMs): boolean {
    if (now < this.nextAtMs) return false;
    this.#lastAtMs = now;
    return true;
  }

  /** When it will be time. */
  get nextAtMs(): number {
    return this.#lastAtMs + PROBE_AFTER_MS;
  }
}
