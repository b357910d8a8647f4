/** Lets pieces of work have something to themselves, one after the other, in the order asked for. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** True while somebody waits for the one that has it now. */
  get isWanted(): boolean {
    return this.#waiting > 0;
  }

  /** Does the work when all before it are done. */
  take<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting++;
    const turn = this.#last.then(() => {
      this.#waiting--;
      return work();
    });
    this.#last = turn.catch(() => {});
    return turn;
  }
}
