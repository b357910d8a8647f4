/** Queries of what destinations are owed. */
import type { Connection } from "../sqlite/connection.ts";
import { IS_IN_NO_RANGE, type LaneOf, rangeToPass } from "../transactions/confirmed_ranges.ts";
import { type LaneStanding, laneStandings } from "../transactions/lane_state.ts";
import { lanePriority } from "../schema/lane_number.ts";
import { EVENT_COLUMNS, type StoredEvent, toEvents } from "./event_row.ts";
import { receivedAtUnixMs } from "./events.ts";

/** A destination that is configured, or was and may still be owed something. */
export interface DestinationRecord {
  readonly number: number;
  readonly name: string;
  readonly type: string;
  readonly isConfigured: boolean;
}

/** Lanes of which a destination is owed everything that comes; of others event by event, or no more. */
export function subscribed(db: Connection, destination: number): number[] {
  const sql = "select lane from lane where destination = ? and subscribed = 1 order by lane";
  return db.all(sql, destination).map(({ lane }) => lane);
}

/** All counters and lanes of one instant. */
export interface Accounts {
  /** By name, such as `frames/received`; what never moved is absent. */
  readonly counters: Map<string, number>;
  readonly lanes: LaneStanding[];
}

/** What a destination is still owed of one lane, after an ordinal, in order. */
export function pending(
  db: Connection,
  destination: number,
  lane: number,
  afterOrdinal: number,
  limit: number,
): StoredEvent[] {
  const owed = owedOfLane(db, { destination, lane }, afterOrdinal, limit);
  if (owed.length === limit || lanePriority(lane) !== "critical") return owed;
  // Their ordinals are beyond the range of a lane: what is both is owed by the lane.
  return [...owed, ...owedByEscalation(db, destination, lane, afterOrdinal, limit - owed.length)];
}

/** Whether an event is still owed to a destination. */
export function isPending(
  db: Connection,
  destination: number,
  lane: number,
  ordinal: number,
): boolean {
  return pending(db, destination, lane, ordinal - 1, 1)[0]?.ordinal === ordinal;
}

export {
  /** Whether at least one destination has confirmed an event. */
  isConfirmedByAny as isConfirmed,
  /** Whether dispatch has an event: every required destination, or with none required any. */
  isEventReceived as isReceived,
} from "../transactions/confirmed.ts";

export {
  /** Every lane that a destination was ever owed, by number of destination and lane. */
  laneStandings as all,
} from "../transactions/lane_state.ts";

/** Looks between the ranges that are confirmed, so that what lies in them costs nothing. */
function owedOfLane(
  db: Connection,
  of: LaneOf,
  afterOrdinal: number,
  limit: number,
): StoredEvent[] {
  const found: StoredEvent[] = [];
  for (let after = afterOrdinal; found.length < limit;) {
    // Asked for first: what comes into the store meanwhile is beyond each range of before.
    const range = rangeToPass(db, of, after);
    const before = range?.first ?? Number.MAX_SAFE_INTEGER;
    if (before > after + 1) {
      found.push(...owedBetween(db, of, after, before, limit - found.length));
    }
    if (range === undefined) return found;
    after = range.last;
  }
  return found;
}

/** What is confirmed in this moment is left out in any case. */
function owedBetween(
  db: Connection,
  { destination, lane }: LaneOf,
  afterOrdinal: number,
  beforeOrdinal: number,
  limit: number,
): StoredEvent[] {
  const sql = `select ${EVENT_COLUMNS} from lane l join event e on e.lane = l.lane
    where l.destination = ? and l.lane = ? and e.ordinal > max(l.watermark, ?) and e.ordinal < ?
      and e.ordinal <= coalesce(l.until, e.ordinal) and ${IS_IN_NO_RANGE}
    order by e.ordinal limit ? + 0`;
  return toEvents(db, db.all(sql, destination, lane, afterOrdinal, beforeOrdinal, limit));
}

function owedByEscalation(
  db: Connection,
  destination: number,
  lane: number,
  afterOrdinal: number,
  limit: number,
): StoredEvent[] {
  const sql = `select ${EVENT_COLUMNS} from escalation x join event e on e.sequence = x.event
    where x.destination = ? and x.lane = ? and x.ordinal > ? and x.owed = 1 and x.confirmed = 0
    order by x.ordinal limit ? + 0`;
  return toEvents(db, db.all(sql, destination, lane, afterOrdinal, limit));
}

/** Destinations by number, those that left the configuration included. */
export function destinations(db: Connection): DestinationRecord[] {
  return db.all("select number, name, type, configured from destination order by number")
    .map(({ configured, ...row }) => ({ ...row, isConfigured: configured === 1 }));
}

/** All counters and lanes on one unchanging view of the store, so that they add up. */
export function accounts(db: Connection): Accounts {
  return db.snapshot(() => {
    const rows = db.all("select name, value from tally");
    const counters = new Map(rows.map((row) => [row.name, row.value]));
    return { counters, lanes: laneStandings(db) };
  });
}

/** When the oldest event that any destination is still owed was received; undefined: nothing pending. */
export function oldestPendingUnixMs(db: Connection): number | undefined {
  return oldestOf(db, laneStandings(db));
}

/** The same of one destination. @param only Lanes that are looked at; absent: all. */
export function oldestPendingOf(
  db: Connection,
  destination: number,
  only?: readonly number[],
): number | undefined {
  const isMeant = ({ lane, number }: LaneStanding) =>
    number === destination && only?.includes(lane) !== false;
  return oldestOf(db, laneStandings(db).filter(isMeant));
}

function oldestOf(db: Connection, lanes: readonly LaneStanding[]): number | undefined {
  const times = lanes.filter((lane) => lane.pending > 0).flatMap((lane) => {
    const [event] = pending(db, lane.number, lane.lane, 0, 1);
    return event === undefined ? [] : [receivedAtUnixMs(db, event.sequence)];
  });
  return times.length === 0 ? undefined : Math.min(...times);
}
