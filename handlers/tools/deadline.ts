import type { Clock } from "../../devices/time.ts";
import { SYSTEM_TIMERS, type Timers } from "./timers.ts";

/**
 * One timer for many deadlines. It may fire early, never late: the listener checks what is due. Moving
 * a deadline to a later time costs nothing; most deadlines move so.
 */
export class Deadline implements Disposable {
  readonly #clock: Pick<Clock, "monotonicMs">;
  readonly #ring: () => void;
  readonly #timers: Timers;
  #stopWaiting = () => {};
  #atMs = Infinity;

  constructor(
    clock: Pick<Clock, "monotonicMs">,
    ring: () => void,
    timers: Timers = SYSTEM_TIMERS,
  ) {
    this.#clock = clock;
    this.#ring = ring;
    this.#timers = timers;
  }

  /** Rings at the latest at a time of the monotonic clock; Infinity asks for nothing. */
  notAfter(atMs: number): void {
    if (atMs >= this.#atMs) return;
    this.#stopWaiting();
    this.#atMs = atMs;
    const waitMs = Math.max(0, Math.ceil(atMs - this.#clock.monotonicMs()));
    this.#stopWaiting = this.#timers.after(waitMs, () => this.#due());
  }

  #due(): void {
    this.#atMs = Infinity;
    this.#ring();
  }

  [Symbol.dispose](): void {
    this.#stopWaiting();
    this.#atMs = -Infinity;
  }
}
