/** How long writes that may be deferred wait for others: from the first of them on, or not at all. */
export class CommitDelay implements Disposable {
  readonly #onOver: () => void;
  #delayMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  /**
   * @param delayMs 0: nothing waits.
   * @param onOver Called when the time is over.
   */
  constructor(delayMs: number, onOver: () => void) {
    this.#delayMs = delayMs;
    this.#onOver = onOver;
  }

  /** Whether what waits may go on waiting. */
  get mayLast(): boolean {
    return this.#delayMs > 0 && !this.#isOver;
  }

  /** Something waits; the time runs from the first of these writes. */
  begin(): void {
    this.#timer ??= setTimeout(() => {
      this.#isOver = true;
      this.#onOver();
    }, this.#delayMs);
  }

  /** Nothing waits any more. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isOver = false;
  }

  /** From now on nothing waits. */
  [Symbol.dispose](): void {
    this.end();
    this.#delayMs = 0;
  }
}
