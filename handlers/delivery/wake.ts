/**
 * Says that there may be something new. A wake carries no data: who hears it reads the store
 * again, so that nothing depends on whether, or how often, it is heard.
 */
export class Wake {
  readonly #listeners = new Set<() => void>();

  /** Calls the listener at every wake until the returned function is called. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
