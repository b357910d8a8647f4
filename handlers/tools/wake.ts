import { SYSTEM_TIMERS, type Timers } from "./timers.ts";

/**
 * Says that there may be something new. A wake carries no data: who hears it reads the store
 * again, so that nothing depends on whether, or how often, it is heard.
 */
export class Wake {
  readonly #listeners = new Set<() => void>();
  readonly #forAlarms = new Set<() => void>();
  #alarmCount = 0;

  /** Wakes of alarms that can be read, since the start: who paces itself lets none of them wait. */
  get alarmCount(): number {
    return this.#alarmCount;
  }

  /** Calls the listener at every wake until the returned function is called. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The same, and at once when an alarm is safe, which is known from memory before it can be read. */
  listenForAlarms(listener: () => void): () => void {
    this.#forAlarms.add(listener);
    const stop = this.listen(listener);
    return () => {
      this.#forAlarms.delete(listener);
      stop();
    };
  }

  /** @param news What has come can be read by now, and is an alarm. */
  notify(news?: "alarm"): void {
    if (news === "alarm") this.#alarmCount++;
    for (const listener of [...this.#listeners]) listener();
  }

  /** An alarm is safe. Who reads the store hears of it with the next `notify`. */
  notifyAlarm(): void {
    for (const listener of [...this.#forAlarms]) listener();
  }
}

/**
 * Waits for wakes without losing one: it hears from its creation on, so what wakes between a look
 * at the store and the wait ends that wait at once.
 */
export class WakeSignal implements Disposable {
  readonly #timers: Timers;
  readonly #stopListening: () => void;
  #isSignalled = false;
  #onSignal: (() => void) | undefined;

  constructor(wake: Wake, timers: Timers = SYSTEM_TIMERS) {
    this.#timers = timers;
    this.#stopListening = wake.listen(() => {
      this.#isSignalled = true;
      this.#onSignal?.();
    });
  }

  /**
   * Resolves at a wake since the last call, when `end` aborts, or after `limitMs`.
   * @returns whether it was a wake.
   */
  async signalled(limitMs: number, end: AbortSignal): Promise<boolean> {
    if (!this.#isSignalled && !end.aborted && limitMs > 0) await this.#wait(limitMs, end);
    const isSignalled = this.#isSignalled;
    this.#isSignalled = false;
    return isSignalled;
  }

  async #wait(limitMs: number, end: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const stopWaiting = this.#timers.after(limitMs, resolve);
    const onEnd = () => resolve();
    this.#onSignal = resolve;
    end.addEventListener("abort", onEnd);
    await promise;
    stopWaiting();
    this.#onSignal = undefined;
    end.removeEventListener("abort", onEnd);
  }

  [Symbol.dispose](): void {
    this.#stopListening();
  }
}
