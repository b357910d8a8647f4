import type { StoredEvent } from "../../db/reader.ts";
import type { MonotonicMs } from "../../devices/time.ts";
import { LaneCursor, type LaneReader } from "./lane_cursor.ts";
import { type Published, RetryQueue } from "./retry_queue.ts";

/** Published events of a priority that are remembered one by one until they are confirmed. */
const REMEMBERED_LIMIT = 10_000;
/** What the broker refused waits this many times longer than what nobody confirmed. */
const REFUSED_FACTOR = 2;

/** What the broker said to a publish: it took it, or it will not have it. */
export type PublishOutcome = "taken" | "refused";

export interface PriorityLanesPorts {
  readonly reader: LaneReader;
  /** Number of the destination. */
  readonly destination: number;
  /** The lanes of this priority, verified and unverified. */
  readonly lanes: readonly number[];
  /** How long an event waits for its confirmation before it goes again. */
  readonly republishMs: number;
  /** Most that is remembered one by one. */
  readonly rememberedLimit?: number;
}

/**
 * What one priority has to publish, for the life of one connection: its lanes merged by sequence,
 * and what went out and is not confirmed.
 *
 * Memory stays flat: what goes out beyond the limit is not remembered but swept, which means that
 * the cursors return to it once they are through and its time has come.
 */
export class PriorityLanes {
  readonly #cursors: ReadonlyMap<number, LaneCursor>;
  readonly #taken: RetryQueue;
  readonly #refused: RetryQueue;
  readonly #limit: number;
  /** By lane, the first ordinal that is not remembered. */
  readonly #sweepFrom = new Map<number, number>();
  #sweepAtMs = Infinity;

  constructor(readonly ports: PriorityLanesPorts) {
    const { reader, destination, lanes, republishMs } = ports;
    this.#cursors = new Map(
      lanes.map((lane) => [lane, new LaneCursor(reader, destination, lane)]),
    );
    this.#taken = new RetryQueue(republishMs);
    this.#refused = new RetryQueue(republishMs * REFUSED_FACTOR);
    this.#limit = ports.rememberedLimit ?? REMEMBERED_LIMIT;
  }

  hasFresh(now: MonotonicMs): boolean {
    if (this.#next() !== undefined) return true;
    if (now < this.#sweepAtMs) return false;
    this.#sweep();
    return this.#next() !== undefined;
  }

  hasDue(now: MonotonicMs): boolean {
    return this.#firstDue(now) !== undefined;
  }

  /** Draws the next event in the order of sequence; undefined when it is on its way already. */
  drawFresh(): StoredEvent | undefined {
    const cursor = this.#next();
    const event = cursor?.head();
    cursor?.advance();
    return event !== undefined && this.#remembers(event.id) ? undefined : event;
  }

  /** Draws the first event that is due; undefined when it is no longer owed. */
  drawDue(now: MonotonicMs): StoredEvent | undefined {
    const due = this.#firstDue(now);
    if (due === undefined) return undefined;
    this.forget(due.id);
    const { reader, destination } = this.ports;
    const [event] = reader.pending(destination, due.lane, due.ordinal - 1, 1);
    return event?.id === due.id ? event : undefined;
  }

  /** An event was published: without a confirmation it goes again. */
  remember(published: Published, outcome: PublishOutcome, now: MonotonicMs): void {
    if (this.#taken.size + this.#refused.size >= this.#limit) {
      this.#sweepLater(published, now);
    } else {
      (outcome === "taken" ? this.#taken : this.#refused).add(published, now);
    }
  }

  /** An event is confirmed. */
  forget(id: string): void {
    if (!this.#taken.delete(id)) this.#refused.delete(id);
  }

  /** There may be more in the store. */
  refresh(): void {
    for (const cursor of this.#cursors.values()) cursor.refresh();
  }

  /** Nothing more becomes due between now and this time of the monotonic clock. */
  nextDueMs(now: MonotonicMs): number {
    const times = [this.#taken.earliestMs, this.#refused.earliestMs, this.#sweepAtMs];
    return Math.min(...times.filter((time) => time > now));
  }

  #next(): LaneCursor | undefined {
    let first: LaneCursor | undefined;
    for (const cursor of this.#cursors.values()) {
      const sequence = cursor.head()?.sequence;
      if (sequence !== undefined && sequence < (first?.head()?.sequence ?? Infinity)) {
        first = cursor;
      }
    }
    return first;
  }

  #firstDue(now: MonotonicMs): Published | undefined {
    return this.#taken.due(now) ?? this.#refused.due(now);
  }

  #remembers(id: string): boolean {
    return this.#taken.has(id) || this.#refused.has(id);
  }

  #sweepLater({ lane, ordinal }: Published, now: MonotonicMs): void {
    this.#sweepFrom.set(lane, Math.min(this.#sweepFrom.get(lane) ?? Infinity, ordinal));
    if (this.#sweepAtMs === Infinity) this.#sweepAtMs = now + this.ports.republishMs;
  }

  #sweep(): void {
    for (const [lane, ordinal] of this.#sweepFrom) this.#cursors.get(lane)!.rewind(ordinal - 1);
    this.#sweepFrom.clear();
    this.#sweepAtMs = Infinity;
  }
}
