import { SYSTEM_TIMERS, type Timers } from "../../tools/timers.ts";
import type { Wake } from "../wake.ts";

/**
 * Waits for wakes without losing one: it hears from its creation on, so what wakes between a look
 * at the store and the wait ends that wait at once.
 */
export class Bell implements Disposable {
  readonly #stopListening: () => void;
  #hasRung = false;
  #onRing: (() => void) | undefined;

  constructor(wake: Wake, readonly timers: Timers = SYSTEM_TIMERS) {
    this.#stopListening = wake.listen(() => {
      this.#hasRung = true;
      this.#onRing?.();
    });
  }

  /**
   * Resolves at a wake since the last call, when `end` aborts, or after `limitMs`.
   * @returns whether it was a wake.
   */
  async rung(limitMs: number, end: AbortSignal): Promise<boolean> {
    if (!this.#hasRung && !end.aborted && limitMs > 0) await this.#wait(limitMs, end);
    const hasRung = this.#hasRung;
    this.#hasRung = false;
    return hasRung;
  }

  async #wait(limitMs: number, end: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const stopWaiting = this.timers.after(limitMs, resolve);
    const onEnd = () => resolve();
    this.#onRing = resolve;
    end.addEventListener("abort", onEnd);
    await promise;
    stopWaiting();
    this.#onRing = undefined;
    end.removeEventListener("abort", onEnd);
  }

  [Symbol.dispose](): void {
    this.#stopListening();
  }
}
