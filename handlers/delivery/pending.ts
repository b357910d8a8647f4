/** What destinations are owed, as heartbeats, polls and status pages show it. */
import { lanePriority, type LaneStanding, type Reader } from "../../db/store.ts";
import type { Priority } from "../../devices/event.ts";

/** Pending events by priority. */
export type Pending = Record<Priority, number>;

/** What a destination is owed, by priority, whether verified or not. */
export function pendingByPriority(lanes: readonly LaneStanding[], destination: number): Pending {
  const pending: Pending = { critical: 0, high: 0, normal: 0, low: 0 };
  for (const lane of lanes) {
    if (lane.number === destination) pending[lanePriority(lane.lane)] += lane.pending;
  }
  return pending;
}

/**
 * Whether a destination that cannot be reached is owed anything critical. It is asked at every wake,
 * so the lanes are looked at only when something came, and destinations in reach are not slowed down.
 */
export class PendingCritical {
  readonly #reader: Pick<Reader, "events" | "lanes">;
  readonly #destination: number;
  #newest = -1;
  #isPending = false;

  constructor(reader: Pick<Reader, "events" | "lanes">, destination: number) {
    this.#reader = reader;
    this.#destination = destination;
  }

  hasPending(): boolean {
    const newest = this.#reader.events.newestSequence();
    if (newest === this.#newest) return this.#isPending;
    this.#newest = newest;
    return this.#isPending =
      pendingByPriority(this.#reader.lanes.all(), this.#destination).critical > 0;
  }
}
