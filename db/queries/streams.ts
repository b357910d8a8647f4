/** Queries of the numbers that events have in streams. */
import { encodeHex } from "../../devices/hex.ts";
import type { Connection } from "../sqlite/connection.ts";
import type { StoredEvent } from "./event_row.ts";

/** An event with its place in one stream. */
export interface StreamEvent extends StoredEvent {
  /** Contiguous from 1. */
  readonly number: number;
  /** 64 hex digits; zeros before the first. */
  readonly previousHash: string;
}

const FIRST_HASH = "0".repeat(64);

/**
 * Adds to events that a stream is owed their numbers there and the hashes of those before, all in one
 * look. An event that the store has no number for, which only damage can bring about, is not among
 * them.
 * @returns by sequence.
 */
export function entriesOf(
  db: Connection,
  destination: number,
  events: readonly StoredEvent[],
): Map<number, StreamEvent> {
  const rows = db.all(
    `select s.sequence, s.number, p.hash from stream_entry s
     left join stream_entry p on p.destination = s.destination and p.number = s.number - 1
     where s.destination = ? and s.sequence in (select value from json_each(?))`,
    destination,
    JSON.stringify(events.map(({ sequence }) => sequence)),
  );
  const places = new Map(rows.map((row) => [row.sequence, row]));
  return new Map(events.flatMap((event) => {
    const place = places.get(event.sequence);
    if (place === undefined) return [];
    const { hash, number } = place;
    const previousHash = hash === null ? FIRST_HASH : encodeHex(hash);
    return [[event.sequence, { ...event, number, previousHash }]];
  }));
}

/** The same of one event; undefined when it has no number. */
export function entryOf(
  db: Connection,
  destination: number,
  event: StoredEvent,
): StreamEvent | undefined {
  return entriesOf(db, destination, [event]).get(event.sequence);
}

/** Sequence of the newest event that a stream was ever owed; 0 when there is none. */
export function newestSequence(db: Connection, destination: number): number {
  const sql = "select max(sequence) as n from stream_entry where destination = ?";
  // Below 0 in a store that follows a damaged one: its first row only says where the numbers go on.
  return Math.max(0, db.get<{ n: number | null }>(sql, destination)!.n ?? 0);
}

/** Numbers of a stream, the first and the last included, whose events were shed. */
export interface ShedRange {
  readonly first: number;
  readonly last: number;
}

/** Ranges given at once: the newest, since a receiver asks often. */
const SHED_LIMIT = 1_000;

/** The numbers of a stream that its receiver waits for in vain, in order. */
export function shedOf(db: Connection, destination: number): ShedRange[] {
  const sql =
    "select first, last from stream_shed where destination = ? order by first desc limit ? + 0";
  return db.all(sql, destination, SHED_LIMIT).reverse().map(({ first, last }) => ({ first, last }));
}
