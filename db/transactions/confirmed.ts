/** Which destinations have confirmed an event. */
import type { LaneNumber } from "../schema/lane_number.ts";
import type { Connection, Row } from "../sqlite/connection.ts";
import { LaneState } from "./lane_state.ts";

/** Every required destination that is owed the event has confirmed it; none required: any one. */
export function isReceived(db: Connection, event: Row): boolean {
  const required = db.all(
    `select d.number from destination d join lane l on l.destination = d.number
     where d.required = 1 and l.lane = ?`,
    event["lane"] as number,
  );
  return required.every((row) => hasConfirmed(db, row["number"] as number, event));
}

function hasConfirmed(db: Connection, destination: number, event: Row): boolean {
  const ordinal = event["ordinal"] as number;
  const lane = LaneState.load(db, destination, event["lane"] as number)!;
  return !lane.owes(ordinal) || lane.isConfirmed(ordinal);
}

/** Whether dispatch has an event: every required destination, or with none required any. */
export function isEventReceived(db: Connection, sequence: number): boolean {
  const event = db.get("select lane, ordinal from event where sequence = ?", sequence);
  if (event === undefined) return false;
  const { lane, ordinal } = event as { lane: number; ordinal: number };
  return isConfirmedByAny(db, lane, ordinal) && isReceived(db, event);
}

/** Whether at least one destination has confirmed an event. */
export function isConfirmedByAny(db: Connection, lane: LaneNumber, ordinal: number): boolean {
  const owed = db.all("select destination from lane where lane = ?", lane);
  return owed.some((row) => {
    const state = LaneState.load(db, row["destination"] as number, lane)!;
    return state.owes(ordinal) && state.isConfirmed(ordinal);
  });
}
