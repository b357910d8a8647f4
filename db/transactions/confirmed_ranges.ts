/**
 * What a destination has confirmed of a lane beyond its watermark, as ranges of ordinals that neither
 * overlap nor touch:
 *
 *     watermark      first ─ last      first ─ last
 *         │  ✗ ✗ ✗ │ ✓ ✓ ✓ ✓ ✓ ✓ │ ✗ │ ✓ ✓ ✓ ✓ ✓ ✓ │ ✗ ✗
 *
 * One event that a destination refuses costs one row then, whatever is confirmed behind it, and every
 * look-up here is one step down an index.
 */
import type { Connection } from "../sqlite/connection.ts";
import type { LaneNumber } from "../schema/lane_number.ts";

/** Ordinals from the first up to the last, both included. */
export interface OrdinalRange {
  readonly first: number;
  readonly last: number;
}

/** A lane of a destination, which has its number. */
export interface LaneOf {
  readonly destination: number;
  readonly lane: LaneNumber;
}

/** In SQL: no range of the lane `l` holds the event `e`. */
export const IS_IN_NO_RANGE = `e.ordinal > coalesce(
  (select c.last from confirmed_range c
   where c.destination = l.destination and c.lane = l.lane and c.first <= e.ordinal
   order by c.first desc limit 1), 0)`;

/** Shorter ranges cost less to look at, event by event, than to pass over. */
const LONG_RANGE = 64;
/** Short ranges between two that are passed over. */
const RANGES_AT_ONCE = 32;

/**
 * The next range after an ordinal that is to be passed over without a look; undefined: there is none,
 * and all that is there may be looked at up to its end.
 */
export function rangeToPass(
  db: Connection,
  of: LaneOf,
  ordinal: number,
): OrdinalRange | undefined {
  const ranges = rangesBeyond(db, of, ordinal, RANGES_AT_ONCE);
  return ranges.find((range) => sizeOf(range) >= LONG_RANGE) ?? ranges[RANGES_AT_ONCE - 1];
}

/** Whether an ordinal lies in a range. */
export function isInRange(db: Connection, of: LaneOf, ordinal: number): boolean {
  const [range] = rangesBeyond(db, of, ordinal - 1, 1);
  return range !== undefined && range.first <= ordinal;
}

/** The first ranges that end beyond an ordinal, in order. */
function rangesBeyond(
  db: Connection,
  { destination, lane }: LaneOf,
  ordinal: number,
  limit: number,
): OrdinalRange[] {
  return db.all(
    `select first, last from confirmed_range
     where destination = ?1 and lane = ?2 and last > ?3
       and first >= coalesce((select first from confirmed_range
                              where destination = ?1 and lane = ?2 and first <= ?3
                              order by first desc limit 1), 0)
     order by first limit ?4 + 0`,
    destination,
    lane,
    ordinal,
    limit,
  );
}

/** What came of adding a range. */
export interface Added {
  /** Ordinals that were in no range before. */
  readonly count: number;
  readonly watermark: number;
}

/**
 * Adds ordinals beyond the watermark. What touches the watermark moves it, together with the range
 * that it reaches, and leaves no row.
 */
export function addRange(
  db: Connection,
  of: LaneOf,
  watermark: number,
  added: OrdinalRange,
): Added {
  const touched = touching(db, of, added);
  const first = Math.min(added.first, touched[0]?.first ?? added.first);
  const last = Math.max(added.last, touched.at(-1)?.last ?? added.last);
  const known = touched.reduce((sum, range) => sum + sizeOfCommon(range, added), 0);
  const count = sizeOf(added) - known;
  const isReached = first <= watermark + 1;
  // The row of the same beginning is written over: mostly a range grows at its end.
  const removed = touched.filter((range) => isReached || range.first !== first);
  if (removed.length > 0) removeRanges(db, of, removed[0]!.first, last);
  if (isReached) return { count, watermark: last };
  db.run(
    `insert into confirmed_range (destination, lane, first, last) values (?, ?, ?, ?)
     on conflict do update set last = excluded.last`,
    of.destination,
    of.lane,
    first,
    last,
  );
  return { count, watermark };
}

/** Ranges that overlap a range or lie right beside it, in order. */
function touching(
  db: Connection,
  { destination, lane }: LaneOf,
  { first, last }: OrdinalRange,
): OrdinalRange[] {
  return db.all(
    `select first, last from confirmed_range
     where destination = ?1 and lane = ?2 and first <= ?4 + 1 and last >= ?3 - 1
       and first >= coalesce((select first from confirmed_range
                              where destination = ?1 and lane = ?2 and first <= ?3
                              order by first desc limit 1), 0)
     order by first`,
    destination,
    lane,
    first,
    last,
  );
}

function removeRanges(db: Connection, of: LaneOf, first: number, upTo: number): void {
  db.run(
    "delete from confirmed_range where destination = ? and lane = ? and first between ? and ?",
    of.destination,
    of.lane,
    first,
    upTo,
  );
}

function sizeOf({ first, last }: OrdinalRange): number {
  return last - first + 1;
}

function sizeOfCommon(a: OrdinalRange, b: OrdinalRange): number {
  const common = { first: Math.max(a.first, b.first), last: Math.min(a.last, b.last) };
  return Math.max(0, sizeOf(common));
}

/** Ordinals as ranges, in order. */
export function rangesOf(ordinals: Iterable<number>): OrdinalRange[] {
  const ranges: { first: number; last: number }[] = [];
  for (const ordinal of [...ordinals].sort((a, b) => a - b)) {
    const newest = ranges.at(-1);
    if (newest !== undefined && ordinal <= newest.last + 1) newest.last = ordinal;
    else ranges.push({ first: ordinal, last: ordinal });
  }
  return ranges;
}
