import type { Reader, StoredEvent } from "../../../db/store.ts";

/** Rows read at once: few, since no line of a modem is read meanwhile, and so as to hold eight lanes. */
const PAGE_ROWS = 16;

/** What reads the lanes of a destination. */
export type LaneReader = Pick<Reader, "events" | "lanes">;

/** Walks through what one lane owes, in order, a page at a time, however long it is. */
export class LaneCursor {
  readonly #reader: LaneReader;
  readonly #destination: number;
  readonly #lane: number;
  #page: StoredEvent[] = [];
  #at = 0;
  #after = 0;
  #isDry = false;

  constructor(reader: LaneReader, destination: number, lane: number) {
    this.#reader = reader;
    this.#destination = destination;
    this.#lane = lane;
  }

  /** The next event; undefined when there was none at the last look. */
  head(): StoredEvent | undefined {
    if (this.#at === this.#page.length && !this.#isDry) this.#read();
    return this.#page[this.#at];
  }

  /** Steps over the head. */
  advance(): void {
    this.#at++;
  }

  /** There may be more than at the last look. */
  refresh(): void {
    this.#isDry = false;
  }

  /** Makes sure that an ordinal is read, though it may have come behind what was read already. */
  include(ordinal: number): void {
    if (ordinal > this.#after) return this.refresh();
    this.rewind(Math.min(ordinal, this.#page[this.#at]?.ordinal ?? Infinity) - 1);
  }

  /** Begins again after an ordinal. */
  rewind(after: number): void {
    this.#page = [];
    this.#at = 0;
    this.#after = after;
    this.#isDry = false;
  }

  #read(): void {
    this.#page = this.#reader.lanes.pending(this.#destination, this.#lane, this.#after, PAGE_ROWS);
    this.#at = 0;
    this.#isDry = this.#page.length < PAGE_ROWS;
    this.#after = this.#page.at(-1)?.ordinal ?? this.#after;
  }
}
