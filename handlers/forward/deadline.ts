import type { Clock } from "../../devices/time.ts";

/**
 * One timer for many deadlines. It may ring early, never late: whoever hears it looks for himself
 * what is due. A deadline that moves away costs nothing, which is what most of them do.
 */
export class Deadline implements Disposable {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #atMs = Infinity;

  constructor(readonly clock: Clock, readonly ring: () => void) {}

  /** Rings at the latest at a time of the monotonic clock; Infinity asks for nothing. */
  notAfter(atMs: number): void {
    if (atMs >= this.#atMs) return;
    clearTimeout(this.#timer);
    this.#atMs = atMs;
    const waitMs = Math.max(0, Math.ceil(atMs - this.clock.monotonicMs()));
    this.#timer = setTimeout(() => this.#due(), waitMs);
  }

  #due(): void {
    this.#atMs = Infinity;
    this.ring();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#atMs = -Infinity;
  }
}
