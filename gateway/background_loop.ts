/** Work that is done again and again beside everything else, and ends with the program. */
export class BackgroundLoop implements AsyncDisposable {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #working: Promise<void> = Promise.resolve();
  #isStopped = false;

  /**
   * @param work Does a piece and says after how many ms the next one is due; must not throw.
   * `isStopped` tells it to end early.
   * @param firstAfterMs When the first piece is due.
   */
  constructor(
    readonly work: (isStopped: () => boolean) => Promise<number>,
    firstAfterMs: number,
  ) {
    this.#schedule(firstAfterMs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#working;
  }

  #schedule(afterMs: number): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => this.#working = this.#turn(), afterMs);
  }

  async #turn(): Promise<void> {
    this.#schedule(await this.work(() => this.#isStopped));
  }
}
