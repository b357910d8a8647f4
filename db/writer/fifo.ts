/** So many taken values at the head of the array are cut off together. */
const CUT = 1_024;

/** First in, first out; whatever its length, each step takes the same time. */
export class Fifo<T> {
  #values: T[] = [];
  #head = 0;

  get length(): number {
    return this.#values.length - this.#head;
  }

  /** The next value; undefined: there is none. */
  get first(): T | undefined {
    return this.#values[this.#head];
  }

  push(value: T): void {
    this.#values.push(value);
  }

  /** Puts a value before all others. */
  unshift(value: T): void {
    if (this.#head > 0) this.#values[--this.#head] = value;
    else this.#values.unshift(value);
  }

  /** Takes the next value; undefined: there is none. */
  shift(): T | undefined {
    if (this.length === 0) return undefined;
    const value = this.#values[this.#head++];
    // What was taken must not be kept alive, and the array must not grow for ever.
    if (this.#head >= CUT && this.#head * 2 >= this.#values.length) {
      this.#values = this.#values.slice(this.#head);
      this.#head = 0;
    }
    return value;
  }
}
