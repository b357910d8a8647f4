/** What is done without while the disk is full, so that alarms have the space that is left. */
import type { Connection } from "../sqlite/connection.ts";
import { laneNumber } from "../schema/lane_number.ts";
import type { WriteInput, WriteRequest } from "../transactions/transactions.ts";
import { endEvents } from "../transactions/retention.ts";

/** Telemetry removed at once to make room. */
const ROOM_EVENTS = 2_000;

/** The call that takes the place of one on a full disk: telemetry and rejected frames only count. */
export function lighten(call: WriteRequest): WriteRequest {
  if (call.name === "rejectFrames") return { ...call, name: "countRejected" };
  if (call.name !== "acceptFrame" && call.name !== "acceptForeign") return call;
  const { event } = call.input as WriteInput<"acceptFrame" | "acceptForeign">;
  return event.lane >= laneNumber("low", false) ? { name: "shedFrame", input: {} } : call;
}

/** Removes the oldest telemetry that nobody has to be given any more, whatever its age. */
export function makeRoom(db: Connection): void {
  const limits = { telemetry: Infinity, positions: 0, events: 0 };
  for (const isUnverified of [false, true]) {
    const lane = laneNumber("low", isUnverified);
    db.transaction(() => endEvents(db, { lane, afterOrdinal: 0, count: ROOM_EVENTS, limits }));
  }
}
