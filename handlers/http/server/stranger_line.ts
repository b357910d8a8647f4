/**
 * Where the requests of strangers wait for their turn: one after the other, each source in turn,
 * with a pause between two that grows with how busy the process is. Whoever has proved itself
 * waits nowhere, so that a flood of strangers costs an alarm no more than their share.
 */

/** How many times as long as a request of a stranger took the pause behind it is. */
const PAUSE_FACTOR = 4;

export class StrangerLine implements Disposable {
  /** By source, the next one first. */
  readonly #waiting = new Map<string, (() => void)[]>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn: ReturnType<typeof setImmediate> | undefined;
  #isResting = false;

  /** @param paceMs Shortest between two turns, in ms. */
  constructor(readonly paceMs: number) {}

  /** Resolves when a request of the source may begin; at once when there was none just before. */
  async turn(source: string): Promise<void> {
    if (!this.#isResting) return this.#rest();
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiting = this.#waiting.get(source);
    if (waiting === undefined) this.#waiting.set(source, [resolve]);
    else waiting.push(resolve);
    await promise;
  }

  /** Lets all that wait go on. */
  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
    const waiting = [...this.#waiting.values()].flat();
    this.#waiting.clear();
    for (const begin of waiting) begin();
  }

  /** Sees how long the turn takes that begins now, and then makes its pause. */
  #rest(): void {
    this.#isResting = true;
    const beganAtMs = performance.now();
    this.#turn = setImmediate(() => {
      const tookMs = performance.now() - beganAtMs;
      const pauseMs = Math.max(this.paceMs, PAUSE_FACTOR * tookMs);
      this.#timer = setTimeout(() => this.#next(), pauseMs);
    });
  }

  #next(): void {
    this.#isResting = false;
    const [first] = this.#waiting;
    if (first === undefined) return;
    const [source, waiting] = first;
    const begin = waiting.shift()!;
    this.#waiting.delete(source);
    if (waiting.length > 0) this.#waiting.set(source, waiting);
    this.#rest();
    begin();
  }
}
