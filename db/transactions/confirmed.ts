/** Which destinations have confirmed an event. */
import type { LaneNumber } from "../schema/lane_number.ts";
import type { Connection } from "../sqlite/connection.ts";
import type { EventPlace } from "./events.ts";
import { LaneState } from "./lane_state.ts";

type PlaceInLane = Pick<EventPlace, "lane" | "ordinal">;

/** Every required destination that is owed the event has confirmed it; none required: any one. */
export function isReceived(db: Connection, event: PlaceInLane): boolean {
  const required = db.all(
    `select d.number from destination d join lane l on l.destination = d.number
     where d.required = 1 and l.lane = ?`,
    event.lane,
  );
  return required.every((row) => hasConfirmed(db, row.number, event));
}

function hasConfirmed(
  db: Connection,
  destination: number,
  { lane, ordinal }: PlaceInLane,
): boolean {
  const state = LaneState.load(db, destination, lane)!;
  return !state.owes(ordinal) || state.isConfirmed(ordinal);
}

/** Whether dispatch has an event: every required destination, or with none required any. */
export function isEventReceived(db: Connection, sequence: number): boolean {
  const event = db.get("select lane, ordinal from event where sequence = ?", sequence);
  if (event === undefined) return false;
  return isConfirmedByAny(db, event.lane, event.ordinal) && isReceived(db, event);
}

/** Whether at least one destination has confirmed an event. */
export function isConfirmedByAny(db: Connection, lane: LaneNumber, ordinal: number): boolean {
  const owed = db.all("select destination from lane where lane = ?", lane);
  return owed.some((row) => {
    const state = LaneState.load(db, row.destination, lane)!;
    return state.owes(ordinal) && state.isConfirmed(ordinal);
  });
}
