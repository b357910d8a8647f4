/** By how much counters went up since the last look, those that began again at 0 included. */
export class Increases {
  readonly #last = new Map<string, number>();

  since(name: string, count: number): number {
    const last = this.#last.get(name) ?? 0;
    this.#last.set(name, count);
    return count >= last ? count - last : count;
  }
}
