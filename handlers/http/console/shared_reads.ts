/**
 * Pages that read themselves again, all at once when something has happened: however many stand open,
 * each is made once for all that would get the same, and one after the other, so that an alarm that
 * comes meanwhile waits for one of them at most.
 *
 *     word of the feed ─▶ reads of 50 walls ─▶ gathered ─▶ made once ─▶ 50 answers
 *
 * No read is answered with what was made before it was asked for.
 */
import { setTimeout as sleep } from "node:timers/promises";

/** For so long reads are gathered before the first is made, in ms: one word brings them all. */
const GATHER_MS = 20;
/** Between two that are made, in ms, in which all that waits has its turn. */
const GAP_MS = 5;

interface WaitingRead<T> {
  readonly make: () => T | Promise<T>;
  readonly made: PromiseWithResolvers<T>;
}

export class SharedReads<T> {
  readonly #waiting = new Map<string, WaitingRead<T>>();
  #isMaking = false;

  /**
   * What `make` gives, called once for all that ask under one key before it is.
   * @param key Requests under the same key would get the same.
   */
  read(key: string, make: () => T | Promise<T>): Promise<T> {
    const known = this.#waiting.get(key);
    if (known !== undefined) return known.made.promise;
    const made = Promise.withResolvers<T>();
    this.#waiting.set(key, { make, made });
    void this.#makeAll();
    return made.promise;
  }

  async #makeAll(): Promise<void> {
    if (this.#isMaking) return;
    this.#isMaking = true;
    for (let pauseMs = GATHER_MS; this.#waiting.size > 0; pauseMs = GAP_MS) {
      await sleep(pauseMs);
      const [key, { made, make }] = this.#waiting.entries().next().value!;
      this.#waiting.delete(key);
      await Promise.try(make).then(made.resolve, made.reject);
    }
    this.#isMaking = false;
  }
}
