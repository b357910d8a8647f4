/**
 * What one connection has still to publish: the lanes of its destination as the store holds them,
 * and what went out and is not confirmed. All of it can be derived again, so that every connection
 * begins with a new one.
 *
 *     lane in the store ─page─▶ cursor ─take─▶ in flight ─settle─▶ waits for its next attempt
 *                                   ▲              │                   │          │ due: read again
 *                                   │              └──── confirmed: forgotten     │
 *                                   └───────── sweep, beyond what is remembered ──┘
 */
import { lanePriority, type StoredEvent } from "../../../db/store.ts";
import { PRIORITIES } from "../../../devices/event.ts";
import { defined } from "../../../devices/tools/defined.ts";
import type { MonotonicMs } from "../../../devices/time.ts";
import { CRITICAL, hasRoom, type InFlight, Scheduler, type Urgency } from "./scheduler.ts";
import type { LaneReader } from "./lane_cursor.ts";
import type { CongestionWindow } from "./congestion_window.ts";
import { PriorityLanes, type PublishOutcome, type RetryDelays } from "./priority_lanes.ts";
import type { Published } from "./retry_queue.ts";

export interface OutboxPorts {
  readonly reader: LaneReader;
  /** Number of the destination. */
  readonly destination: number;
  /** Publishes that may be in flight at once, at least 1. */
  readonly window: number;
  /** Says how many of them may be of events that are not critical. Default: all but one. */
  readonly congestion?: CongestionWindow;
  /** How long an event of an urgency waits for its next attempt, by how the last one ended. */
  readonly retryDelays: (urgency: Urgency) => RetryDelays;
  /** Published events of a priority that are remembered one by one; more are swept. */
  readonly rememberedLimit?: number;
}

interface Flying extends Published {
  readonly sentAtMs: MonotonicMs;
}

export class Outbox {
  readonly #ports: OutboxPorts;
  readonly #scheduler = new Scheduler();
  readonly #priorities: readonly PriorityLanes[];
  /** Of the take that is going on. */
  #now = 0 as MonotonicMs;
  #isOnlyCritical = false;
  readonly #waiting = {
    hasFresh: (urgency: Urgency) => this.#priorities[urgency]!.hasFresh(this.#now),
    hasDue: (urgency: Urgency) => this.#priorities[urgency]!.hasDue(this.#now),
  };
  readonly #mayGo = (urgency: Urgency) =>
    (urgency === CRITICAL || !this.#isOnlyCritical) && this.#hasRoom(urgency);
  /** What is in flight and not confirmed, by id. */
  readonly #flying = new Map<string, Flying>();
  #newest = 0;
  #critical = 0;
  #others = 0;

  constructor(ports: OutboxPorts) {
    this.#ports = ports;
    const { reader, destination, rememberedLimit } = ports;
    const lanes = reader.lanes.all().filter(({ number }) => number === destination)
      .map(({ lane }) => lane);
    this.#priorities = PRIORITIES.map((_, urgency) =>
      new PriorityLanes({
        reader,
        destination,
        lanes: lanes.filter((lane) => urgencyOf(lane) === urgency),
        retryMs: ports.retryDelays(urgency),
        ...defined({ rememberedLimit }),
      })
    );
  }

  /**
   * The event to publish now; its slot is taken until `settle`. Undefined: nothing waits or fits.
   * @param isOnlyCritical Whether only critical events may go.
   */
  take(now: MonotonicMs, isOnlyCritical = false): StoredEvent | undefined {
    this.#now = now;
    this.#isOnlyCritical = isOnlyCritical;
    for (;;) {
      const choice = this.#scheduler.next(this.#waiting, this.#mayGo);
      if (choice === undefined) return undefined;
      const lanes = this.#priorities[choice.urgency]!;
      const event = choice.source === "fresh" ? lanes.takeNew() : lanes.takeRetry(now);
      if (event !== undefined && this.#launch(event, now)) return event;
    }
  }

  /** The broker answered a publish: its slot is free, and without a confirmation it goes again. */
  settle(published: Published, outcome: PublishOutcome, now: MonotonicMs): void {
    this.#count(published.lane, -1);
    const flying = this.#flying.get(published.id);
    if (flying === undefined) return;
    this.#flying.delete(published.id);
    if (urgencyOf(published.lane) !== CRITICAL) {
      this.#ports.congestion?.answered(flying.sentAtMs, now);
    }
    // Not what was given here, which may have its body with it, for as long as it is not confirmed.
    this.#priorities[urgencyOf(published.lane)]!.remember(flying, outcome, now);
  }

  /** An event goes as soon as there is room, however long it would have waited. */
  expedite(published: Published, now: MonotonicMs): void {
    if (this.#flying.has(published.id)) return;
    this.#priorities[urgencyOf(published.lane)]!.expedite(published, now);
  }

  /** The same for everything whose last publish ended so. */
  expediteAll(outcome: PublishOutcome, now: MonotonicMs): void {
    for (const lanes of this.#priorities) lanes.expediteAll(outcome, now);
  }

  /** An event is confirmed: it does not go again. */
  confirmed(id: string): void {
    if (this.#flying.delete(id)) return;
    for (const lanes of this.#priorities) lanes.forget(id);
  }

  /** Whether an event is in flight, or was and waits for its confirmation. */
  has(id: string): boolean {
    return this.#flying.has(id) || this.#priorities.some((lanes) => lanes.has(id));
  }

  /** There may be more in the store. */
  refresh(): void {
    const newest = this.#ports.reader.events.newestSequence();
    if (newest === this.#newest) return;
    this.#newest = newest;
    for (const lanes of this.#priorities) lanes.refresh();
  }

  /** The same for critical events alone; what came just now is known without a look at the disk. */
  refreshCritical(): void {
    const critical = this.#priorities[CRITICAL]!;
    if (!critical.follow()) critical.refresh();
  }

  /**
   * Takes a slot for what is not in the store, such as a heartbeat; false when there is none.
   * @param urgency The slot that is kept for critical events is given to nothing else.
   */
  hold(urgency: Urgency = CRITICAL + 1): boolean {
    if (!this.#hasRoom(urgency)) return false;
    this.#others++;
    return true;
  }

  /** Frees a slot taken by `hold`. */
  release(): void {
    this.#others--;
  }

  get inFlight(): InFlight {
    return { critical: this.#critical, others: this.#others };
  }

  /**
   * Nothing more becomes due between now and this time of the monotonic clock; Infinity: nothing
   * will. What is due already waits for a slot, not for the clock.
   */
  nextDueMs(now: MonotonicMs): number {
    let nextMs = Infinity;
    for (const lanes of this.#priorities) nextMs = Math.min(nextMs, lanes.nextDueMs(now));
    return nextMs;
  }

  #hasRoom(urgency: Urgency): boolean {
    const { congestion, window } = this.#ports;
    const isCongested = urgency !== CRITICAL && this.#others >= (congestion?.limit ?? Infinity);
    return !isCongested &&
      hasRoom(window, { critical: this.#critical, others: this.#others }, urgency);
  }

  /** False when the event is in flight already, as it can be after a sweep. */
  #launch({ id, lane, ordinal }: StoredEvent, now: MonotonicMs): boolean {
    if (this.#flying.has(id)) return false;
    this.#flying.set(id, { id, lane, ordinal, sentAtMs: now });
    this.#count(lane, 1);
    return true;
  }

  #count(lane: number, change: number): void {
    if (urgencyOf(lane) === CRITICAL) this.#critical += change;
    else this.#others += change;
  }
}

/** A lane holds one priority: two lanes each, in the order of urgency. */
function urgencyOf(lane: number): Urgency {
  return PRIORITIES.indexOf(lanePriority(lane));
}
