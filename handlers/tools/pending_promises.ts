/** Work that is under way: its owner waits for it when it stops. */
export class PendingPromises {
  readonly #pending = new Set<Promise<unknown>>();

  /** How much is under way. */
  get size(): number {
    return this.#pending.size;
  }

  /** Keeps a promise until it is settled, and gives it back. Its failure stays its caller's. */
  add<T>(promise: Promise<T>): Promise<T> {
    const kept: Promise<unknown> = promise.then(
      () => this.#pending.delete(kept),
      () => this.#pending.delete(kept),
    );
    this.#pending.add(kept);
    return promise;
  }

  /** Resolves when everything that is under way now has ended, well or not. Never rejects. */
  async settled(): Promise<void> {
    await Promise.all(this.#pending);
  }
}
