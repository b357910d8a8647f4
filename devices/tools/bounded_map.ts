/** A map that holds at most so many entries: of more, the one that was set longest ago is forgotten. */
export class BoundedMap<K, V> extends Map<K, V> {
  readonly #limit: number;

  /** @param limit Most entries, at least 1. */
  constructor(limit: number) {
    super();
    this.#limit = limit;
  }

  /** Sets an entry, which is the newest then, and forgets the oldest beyond the limit. */
  override set(key: K, value: V): this {
    this.delete(key);
    super.set(key, value);
    if (this.size > this.#limit) this.delete(this.keys().next().value!);
    return this;
  }
}

/** The same for values alone. */
export class BoundedSet<V> extends Set<V> {
  readonly #limit: number;

  /** @param limit Most values, at least 1. */
  constructor(limit: number) {
    super();
    this.#limit = limit;
  }

  /** Adds a value, which is the newest then, and forgets the oldest beyond the limit. */
  override add(value: V): this {
    this.delete(value);
    super.add(value);
    if (this.size > this.#limit) this.delete(this.values().next().value!);
    return this;
  }
}
