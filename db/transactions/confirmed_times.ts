/** How long events took to be confirmed, for those who watch what was promised. */
import type { Connection } from "../sqlite/connection.ts";
import type { LaneNumber } from "../schema/lane_number.ts";
import { lanePriority } from "../schema/lane_number.ts";

/** Times of one confirmation that came for the first time. */
export interface ConfirmedTimes {
  readonly lane: LaneNumber;
  /** Of the event's first reception. */
  readonly receivedUnixMs: number;
  /** When an alarm first went out; absent: its way of delivery does not know. */
  readonly offeredUnixMs?: number;
}

/**
 * Reads them.
 * @param destination Its number.
 * @param offeredAtUnixMs As its way of delivery says it; absent: as it was kept when it was offered.
 */
export function confirmedTimes(
  db: Connection,
  destination: number,
  { lane, received_unix_ms: receivedUnixMs, sequence }: {
    readonly lane: LaneNumber;
    readonly received_unix_ms: number;
    readonly sequence: number;
  },
  offeredAtUnixMs?: number,
): ConfirmedTimes {
  if (lanePriority(lane) !== "critical") return { lane, receivedUnixMs };
  const sql = "select offered_unix_ms from delivery where event = ? and destination = ?";
  const offered = offeredAtUnixMs ?? db.get(sql, sequence, destination)?.offered_unix_ms ??
    undefined;
  return { lane, receivedUnixMs, ...(offered === undefined ? {} : { offeredUnixMs: offered }) };
}
