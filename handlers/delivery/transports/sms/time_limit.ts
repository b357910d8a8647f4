/** A signal that fires when a time is over or another signal fires. */
export class TimeLimit implements Disposable {
  readonly #over = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly signal: AbortSignal;

  constructor(limitMs: number, cut: AbortSignal) {
    this.#timer = setTimeout(() => this.#over.abort(), limitMs);
    this.signal = AbortSignal.any([cut, this.#over.signal]);
  }

  /** Whether it fired for its own sake. */
  get isOver(): boolean {
    return this.#over.signal.aborted;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
