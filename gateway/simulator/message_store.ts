/** The storages of an emulated cellular modem. */

/** A message in a slot: 0 unread, 1 read, 2 not sent, 3 sent. */
export interface Slot {
  readonly pdu: string;
  status: number;
}

/** Slots of one storage, counted from 1 unless a make counts from 0. */
export class MessageStore {
  readonly #slots = new Map<number, Slot>();

  constructor(readonly total: number) {}

  get used(): number {
    return this.#slots.size;
  }

  /** Puts a message into the first free slot. @returns its index; undefined: it is full. */
  add(pdu: string, status = 0): number | undefined {
    for (let index = 1; index <= this.total; index++) {
      if (this.#slots.has(index)) continue;
      this.#slots.set(index, { pdu, status });
      return index;
    }
    return undefined;
  }

  get(index: number): Slot | undefined {
    return this.#slots.get(index);
  }

  /** @returns false: there was none. */
  erase(index: number): boolean {
    return this.#slots.delete(index);
  }

  /** By index. */
  entries(): [index: number, slot: Slot][] {
    return [...this.#slots].sort(([a], [b]) => a - b);
  }
}
