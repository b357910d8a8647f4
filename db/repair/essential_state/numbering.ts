/**
 * The numbers that a store goes on with which takes the place of another. None may be given twice, so
 * where the last one is not known for certain, they begin far beyond it.
 */
import type { Tables } from "../../schema/rows.ts";
import type { Connection } from "../../sqlite/connection.ts";
import { addToCounter } from "../../transactions/counter.ts";

/** Further than any store could have counted since the newest number that is known of it. */
export const JUMP = 1_000_000;
/** A counter beyond it is damage. */
const HIGHEST_COUNT = 2 ** 48;
const LANE_COUNT = 8;

/** Where a stream stood: its last number, and the first that may not have been confirmed. */
export interface StreamTail {
  readonly destination: number;
  readonly number: number;
  readonly hash: Uint8Array;
  readonly firstOwed: number;
}

/** What one source knows of streams. */
export interface StreamTails {
  readonly streams: readonly StreamTail[];
  /** The streams' last numbers are surely the last; otherwise higher ones may have been given. */
  readonly isExact: boolean;
}

/** Counts on in a fresh store. */
export function setCounters(
  db: Connection,
  counters: readonly Tables["tally"][],
  devices: readonly Tables["device"][],
  newestSequence: number,
): void {
  const known = (name: string) => highestCount(counters, name);
  addToCounter(db, "sequence", Math.max(known("sequence"), newestSequence) + JUMP);
  for (let lane = 0; lane < LANE_COUNT; lane++) {
    addToCounter(db, `lane/${lane}`, known(`lane/${lane}`) + JUMP);
  }
  const changes = devices.map(({ changed }) => plausible(changed));
  addToCounter(db, "registry", Math.max(known("registry"), ...changes) + 1);
}

/** The highest value that any source gives of a counter. */
export function highestCount(counters: readonly Tables["tally"][], name: string): number {
  const values = counters.filter((row) => row.name === name).map(({ value }) => plausible(value));
  return Math.max(0, ...values);
}

function plausible(count: number): number {
  return count < HIGHEST_COUNT ? count : 0;
}

/** Where a stream stands; undefined when it has no number yet. */
export function readTail(db: Connection, destination: number): StreamTail | undefined {
  const last = db.get(
    "select number, hash from stream_entry where destination = ? order by number desc limit 1",
    destination,
  );
  return last && { destination, ...last, firstOwed: firstOwed(db, destination) };
}

/** Number of the oldest event that a stream has not confirmed; beyond its last when there is none. */
function firstOwed(db: Connection, destination: number): number {
  const sql = `
    select coalesce(min(s.number),
                    (select max(number) + 1 from stream_entry where destination = ?)) as number
    from lane l join event e on e.lane = l.lane and e.ordinal = l.watermark + 1
                join stream_entry s on s.destination = l.destination and s.sequence = e.sequence
    where l.destination = ?`;
  try {
    return db.get<{ number: number }>(sql, destination, destination)!.number;
  } catch {
    // The store is damaged there.
    return 1;
  }
}

/** Keeps the highest number of each stream. */
export function keepLast(streams: StreamTail[], entry: Tables["stream_entry"]): void {
  const { destination, number, hash } = entry;
  const at = streams.findIndex((tail) => tail.destination === destination);
  if (at >= 0 && streams[at]!.number >= number) return;
  streams.splice(at < 0 ? streams.length : at, 1, { destination, number, hash, firstOwed: 1 });
}

/** The last number of a stream; where it is not known for certain, one that is surely beyond it. */
export function tailOf(destination: number, sources: readonly StreamTails[]): StreamTail {
  const known = sources.flatMap(({ isExact, streams }) =>
    streams.filter((tail) => tail.destination === destination && tail.number < HIGHEST_COUNT)
      .map((tail) => ({ ...tail, isExact }))
  ).toSorted((a, b) => a.number - b.number || Number(a.isExact) - Number(b.isExact));
  const last = known.at(-1) ?? { number: 0, hash: new Uint8Array(32), isExact: false };
  return {
    destination,
    number: last.isExact ? last.number : last.number + JUMP,
    hash: last.hash,
    // What a stream owes first only ever moves up, so the highest that any source knows is true.
    firstOwed: Math.max(1, ...known.map((tail) => tail.firstOwed)),
  };
}

/** Goes on with the numbers of a stream; those that its receiver may miss are given as shed. */
export function continueStream(db: Connection, tail: StreamTail): void {
  const { destination, number, hash, firstOwed } = tail;
  // The sequence is one that no event has: the row only says what the next one follows.
  db.run(
    "insert into stream_entry (destination, number, sequence, hash) values (?, ?, ?, ?)",
    destination,
    number,
    -number,
    hash,
  );
  if (firstOwed > number) return;
  db.run(
    "insert into stream_shed (destination, first, last) values (?, ?, ?)",
    destination,
    firstOwed,
    number,
  );
}
