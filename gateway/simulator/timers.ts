/** Timers that end together, so that a simulation leaves nothing behind. */
export class Timers implements Disposable {
  readonly #running = new Set<ReturnType<typeof setTimeout>>();

  /** Runs something after `delayMs`; the returned function takes that back. */
  readonly after = (delayMs: number, run: () => void): () => void => {
    const timer = setTimeout(() => {
      this.#running.delete(timer);
      run();
    }, delayMs);
    this.#running.add(timer);
    return () => {
      clearTimeout(timer);
      this.#running.delete(timer);
    };
  };

  [Symbol.dispose](): void {
    for (const timer of this.#running) clearTimeout(timer);
    this.#running.clear();
  }
}
