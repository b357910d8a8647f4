/**
 * Where strangers wait for their turn: one after the other, each source in turn, with a pause
 * between two that grows with how busy the process is. One that has proved itself waits nowhere, so
 * that a flood of strangers costs an alarm no more than their share.
 */

/** How many times as long as the turn of a stranger took the pause behind it is. */
const PAUSE_FACTOR = 4;

/** Hears whether its turn has come; false: it is not wanted any more. */
type Waiting = (isTurn: boolean) => void;

export class StrangerLine implements Disposable {
  readonly #paceMs: number;
  /** By source, the next one first; of a source by who waits. */
  readonly #waiting = new Map<string, Map<object, Waiting>>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #turn: ReturnType<typeof setImmediate> | undefined;
  #isResting = false;

  /** @param paceMs Shortest between two turns, in ms. */
  constructor(paceMs: number) {
    this.#paceMs = paceMs;
  }

  /** How many wait. */
  get length(): number {
    return [...this.#waiting.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /**
   * Waits for a turn; there is none to wait for when no other client had one just before.
   * @param who Waits once at most.
   * @returns false when it was forgotten meanwhile.
   */
  async turn(source: string, who: object): Promise<boolean> {
    if (!this.#isResting) {
      this.#rest();
      return true;
    }
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const waiting = this.#waiting.get(source);
    if (waiting === undefined) this.#waiting.set(source, new Map([[who, resolve]]));
    else waiting.set(who, resolve);
    return await promise;
  }

  /** Takes a client that has gone out of the line. */
  forget(source: string, who: object): void {
    const waiting = this.#waiting.get(source);
    waiting?.get(who)?.(false);
    if (waiting?.delete(who) && waiting.size === 0) this.#waiting.delete(source);
  }

  /** Sends all away that wait. */
  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
    const all = [...this.#waiting.values()].flatMap((waiting) => [...waiting.values()]);
    this.#waiting.clear();
    for (const onTurn of all) onTurn(false);
  }

  /** Sees how long the turn takes that begins now, and then makes its pause. */
  #rest(): void {
    this.#isResting = true;
    const beganAtMs = performance.now();
    this.#turn = setImmediate(() => {
      const tookMs = performance.now() - beganAtMs;
      const pauseMs = Math.max(this.#paceMs, PAUSE_FACTOR * tookMs);
      this.#timer = setTimeout(() => this.#next(), pauseMs);
    });
  }

  #next(): void {
    this.#isResting = false;
    const [first] = this.#waiting;
    if (first === undefined) return;
    const [source, waiting] = first;
    const [who, onTurn] = waiting.entries().next().value!;
    waiting.delete(who);
    // Behind all other sources again, if it has more that wait.
    this.#waiting.delete(source);
    if (waiting.size > 0) this.#waiting.set(source, waiting);
    this.#rest();
    onTurn(true);
  }
}
