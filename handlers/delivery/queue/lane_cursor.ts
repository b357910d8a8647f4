import type { Reader, RecentWrites, StoredEvent } from "../../../db/store.ts";

/** Rows read at once: few, since no line of a modem is read meanwhile, and so as to hold eight lanes. */
const PAGE_ROWS = 16;

/** What reads the lanes of a destination. */
export interface LaneReader extends Pick<Reader, "events" | "lanes"> {
  /** What was just written and need not be read again. */
  readonly recent?: Pick<RecentWrites, "eventsAfter">;
}

/** Walks through what one lane owes, in order, a page at a time, however long it is. */
export class LaneCursor {
  readonly #reader: LaneReader;
  readonly #destination: number;
  readonly #lane: number;
  readonly #isSubscribed: boolean;
  /** What was stepped over is given up, so that its body is not kept until the next page. */
  #page: (StoredEvent | undefined)[] = [];
  #at = 0;
  #after = 0;
  #isDry = false;

  /** @param isSubscribed Everything that comes in the lane is owed. */
  constructor(reader: LaneReader, destination: number, lane: number, isSubscribed: boolean) {
    this.#reader = reader;
    this.#destination = destination;
    this.#lane = lane;
    this.#isSubscribed = isSubscribed;
  }

  /** The next event; undefined when there was none at the last look. */
  head(): StoredEvent | undefined {
    if (this.#at === this.#page.length && !this.#isDry) this.#read();
    return this.#page[this.#at];
  }

  /** Steps over the head. */
  advance(): void {
    this.#page[this.#at++] = undefined;
  }

  /** There may be more than at the last look. */
  refresh(): void {
    this.#isDry = false;
  }

  /** Goes on with what came just now, without the disk; false: there is nothing that is known of. */
  follow(): boolean {
    if (this.#at < this.#page.length) return true;
    if (!this.#isSubscribed) return false;
    const recent = this.#reader.recent?.eventsAfter(this.#lane, this.#after);
    if (recent === undefined) return false;
    // There may be more behind it, if there was before.
    this.#turnTo(recent);
    return true;
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
    const { lanes } = this.#reader;
    this.#turnTo(lanes.pending(this.#destination, this.#lane, this.#after, PAGE_ROWS));
    this.#isDry = this.#page.length < PAGE_ROWS;
  }

  #turnTo(page: readonly StoredEvent[]): void {
    this.#page = [...page];
    this.#at = 0;
    this.#after = page.at(-1)?.ordinal ?? this.#after;
  }
}
