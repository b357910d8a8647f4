/** How long calls that may wait for company do so: from the first of them on, or not at all. */
export class Linger implements Disposable {
  readonly #onOver: () => void;
  #lingerMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  /**
   * @param lingerMs 0: nothing waits.
   * @param onOver Called when the time is over.
   */
  constructor(lingerMs: number, onOver: () => void) {
    this.#lingerMs = lingerMs;
    this.#onOver = onOver;
  }

  /** Whether what waits may go on waiting. */
  get mayLast(): boolean {
    return this.#lingerMs > 0 && !this.#isOver;
  }

  /** Something waits; the time runs from the first of these calls. */
  begin(): void {
    this.#timer ??= setTimeout(() => {
      this.#isOver = true;
      this.#onOver();
    }, this.#lingerMs);
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
    this.#lingerMs = 0;
  }
}
