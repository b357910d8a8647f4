/** A wait that can be cut short. */
export class Pause {
  readonly #over = Promise.withResolvers<"elapsed" | "cut">();
  readonly #timer: ReturnType<typeof setTimeout>;

  constructor(durationMs: number) {
    this.#timer = setTimeout(() => this.#over.resolve("elapsed"), durationMs);
  }

  /** How the wait ended. */
  get over(): Promise<"elapsed" | "cut"> {
    return this.#over.promise;
  }

  /** Ends the wait now. */
  cut(): void {
    clearTimeout(this.#timer);
    this.#over.resolve("cut");
  }
}
