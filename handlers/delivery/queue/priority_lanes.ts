import type { StoredEvent } from "../../../db/store.ts";
import type { MonotonicMs } from "../../../devices/time.ts";
import { LaneCursor, type LaneReader } from "./lane_cursor.ts";
import { type Published, RetryQueue } from "./retry_queue.ts";

/** Published events of a priority that are remembered one by one until they are confirmed. */
const REMEMBERED_LIMIT = 10_000;

/** How a publish ended: the other side took the event, will not have it, or did not answer. */
export type PublishOutcome = "taken" | "refused" | "failed";

/** How long an event waits before it goes again, by how its last publish ended, in ms. */
export type RetryDelays = Readonly<Record<PublishOutcome, number>>;

export interface PriorityLanesPorts {
  readonly reader: LaneReader;
  /** Number of the destination. */
  readonly destination: number;
  /** The lanes of this priority, verified and unverified. */
  readonly lanes: readonly number[];
  readonly retryMs: RetryDelays;
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
  readonly #ports: PriorityLanesPorts;
  readonly #cursors: ReadonlyMap<number, LaneCursor>;
  /** The same, as they are looked through for each event. */
  readonly #inOrder: readonly LaneCursor[];
  readonly #waiting: Readonly<Record<PublishOutcome, RetryQueue>>;
  /** What waits no longer although its time has not come. */
  readonly #expedited = new RetryQueue(0);
  readonly #queues: readonly RetryQueue[];
  readonly #limit: number;
  /** By lane, the first ordinal that is not remembered. */
  readonly #sweepFrom = new Map<number, number>();
  #sweepAtMs = Infinity;

  constructor(ports: PriorityLanesPorts) {
    this.#ports = ports;
    const { reader, destination, lanes, retryMs } = ports;
    const subscribed = reader.lanes.subscribed(destination);
    const cursorOf = (lane: number) =>
      new LaneCursor(reader, destination, lane, subscribed.includes(lane));
    this.#cursors = new Map(lanes.map((lane) => [lane, cursorOf(lane)]));
    this.#inOrder = [...this.#cursors.values()];
    this.#waiting = {
      taken: new RetryQueue(retryMs.taken),
      refused: new RetryQueue(retryMs.refused),
      failed: new RetryQueue(retryMs.failed),
    };
    this.#queues = [this.#expedited, ...Object.values(this.#waiting)];
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

  /** Takes the next event in the order of sequence; undefined when it is on its way already. */
  takeNew(): StoredEvent | undefined {
    const cursor = this.#next();
    const event = cursor?.head();
    cursor?.advance();
    return event !== undefined && this.has(event.id) ? undefined : event;
  }

  /** Takes the first event that is due; undefined when it is no longer owed. */
  takeRetry(now: MonotonicMs): StoredEvent | undefined {
    const due = this.#firstDue(now);
    if (due === undefined) return undefined;
    this.forget(due.id);
    const { reader, destination } = this.#ports;
    // What was published the moment it was safe may not be there yet.
    const [event] = reader.recent?.eventsAfter(due.lane, due.ordinal - 1) ??
      reader.lanes.pending(destination, due.lane, due.ordinal - 1, 1);
    return event?.id === due.id ? event : undefined;
  }

  /** An event was published: without a confirmation it goes again. */
  remember(published: Published, outcome: PublishOutcome, now: MonotonicMs): void {
    let remembered = 0;
    for (const queue of this.#queues) remembered += queue.size;
    if (remembered >= this.#limit) this.#sweepLater(published, now);
    else this.#waiting[outcome].add(published, now);
  }

  /** Whether an event was published and waits for its confirmation. */
  has(id: string): boolean {
    for (const queue of this.#queues) if (queue.has(id)) return true;
    return false;
  }

  /** An event is confirmed. */
  forget(id: string): void {
    for (const queue of this.#queues) if (queue.delete(id)) return;
  }

  /** An event goes without waiting for its time, also where it is owed all of a sudden. */
  expedite(published: Published, now: MonotonicMs): void {
    const { id, lane, ordinal } = published;
    if (!this.has(id)) return this.#cursors.get(lane)?.include(ordinal);
    this.forget(id);
    this.#expedited.add(published, now);
  }

  /** The same for everything whose last publish ended so. */
  expediteAll(outcome: PublishOutcome, now: MonotonicMs): void {
    for (const published of this.#waiting[outcome].all()) this.expedite(published, now);
  }

  /** Goes on with what came just now, without the disk; false: there is nothing that is known of. */
  follow(): boolean {
    return this.#inOrder.map((cursor) => cursor.follow()).includes(true);
  }

  /** There may be more in the store. */
  refresh(): void {
    for (const cursor of this.#inOrder) cursor.refresh();
  }

  /** Nothing more becomes due between now and this time of the monotonic clock. */
  nextDueMs(now: MonotonicMs): number {
    let nextMs = this.#sweepAtMs > now ? this.#sweepAtMs : Infinity;
    for (const { earliestMs } of this.#queues) {
      if (earliestMs > now && earliestMs < nextMs) nextMs = earliestMs;
    }
    return nextMs;
  }

  #next(): LaneCursor | undefined {
    let first: LaneCursor | undefined;
    let lowest = Infinity;
    for (const cursor of this.#inOrder) {
      const sequence = cursor.head()?.sequence;
      if (sequence === undefined || sequence >= lowest) continue;
      first = cursor;
      lowest = sequence;
    }
    return first;
  }

  #firstDue(now: MonotonicMs): Published | undefined {
    for (const queue of this.#queues) {
      const due = queue.due(now);
      if (due !== undefined) return due;
    }
    return undefined;
  }

  #sweepLater({ lane, ordinal }: Published, now: MonotonicMs): void {
    this.#sweepFrom.set(lane, Math.min(this.#sweepFrom.get(lane) ?? Infinity, ordinal));
    if (this.#sweepAtMs === Infinity) this.#sweepAtMs = now + this.#ports.retryMs.taken;
  }

  #sweep(): void {
    for (const [lane, ordinal] of this.#sweepFrom) this.#cursors.get(lane)!.rewind(ordinal - 1);
    this.#sweepFrom.clear();
    this.#sweepAtMs = Infinity;
  }
}
