/** What destinations are owed, as heartbeats, polls and status pages show it. */
import { lanePriority, type LaneStanding } from "../../db/store.ts";
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
