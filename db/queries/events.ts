/** Queries of events, by id and in the order of sequence. */
import { decodeHex, encodeHex } from "../../devices/hex.ts";
import type { Connection } from "../sqlite/connection.ts";
import { laneNumber } from "../schema/lane_number.ts";
import { readCounter } from "../transactions/counter.ts";
import { EVENT_COLUMNS, type StoredEvent, toEvent, toEvents } from "./event_row.ts";

/** The event of an id of 16 bytes. */
export function byId(db: Connection, id: Uint8Array): StoredEvent | undefined {
  const row = db.get(`select ${EVENT_COLUMNS} from event e where e.id = ?`, id);
  return row && toEvent(db, row);
}

/** The event that opened the incident of an id of 16 bytes, while it is stored. */
export function opening(db: Connection, incident: Uint8Array): StoredEvent | undefined {
  const sql = `select ${EVENT_COLUMNS} from incident i join event e on e.sequence = i.opened
    where i.id = ?`;
  const row = db.get(sql, incident);
  return row && toEvent(db, row);
}

/** Events after a cursor, in the order of sequence. */
export function after(db: Connection, sequence: number, limit: number): StoredEvent[] {
  const sql = `select ${EVENT_COLUMNS} from event e
    where e.sequence > ? order by e.sequence limit ? + 0`;
  return toEvents(db, db.all(sql, sequence, limit));
}

/** The newest events, newest first. */
export function newest(db: Connection, limit: number): StoredEvent[] {
  const sql = `select ${EVENT_COLUMNS} from event e order by e.sequence desc limit ? + 0`;
  return toEvents(db, db.all(sql, limit));
}

/** Events before a cursor, newest first. */
export function before(db: Connection, sequence: number, limit: number): StoredEvent[] {
  const sql = `select ${EVENT_COLUMNS} from event e
    where e.sequence < ? order by e.sequence desc limit ? + 0`;
  return toEvents(db, db.all(sql, sequence, limit));
}

/** Latest events of their priority among which suspicious ones are looked for. */
const SEARCHED = 1_000;

/**
 * The newest events that say that a person may be trying to forge, jam or get in, newest first, among
 * the latest of high priority.
 */
export function suspicious(db: Connection, limit: number): StoredEvent[] {
  const lane = laneNumber("high", false);
  const sql = `select ${EVENT_COLUMNS} from event e
    where e.lane = ? and e.ordinal > ?
      and e.type in ('attack-suspected', 'jamming-suspected', 'security')
    order by e.ordinal desc limit ? + 0`;
  return toEvents(db, db.all(sql, lane, readCounter(db, `lane/${lane}`) - SEARCHED, limit));
}

/** The first and the last sequence that a cursor may name. */
export interface SequenceRange {
  /** The lowest that is still stored; 0: none. */
  readonly oldest: number;
  /** The last one given, stored still or not; 0: none. */
  readonly newest: number;
}

/** The range of sequences of this moment. */
export function sequences(db: Connection): SequenceRange {
  const oldest = db.get<{ n: number | null }>("select min(sequence) as n from event")!.n;
  return { oldest: oldest ?? 0, newest: readCounter(db, "sequence") };
}

/** When a stored event was received, in Unix milliseconds. */
export function receivedAtUnixMs(db: Connection, sequence: number): number {
  const sql = "select received_unix_ms from event where sequence = ?";
  return db.get(sql, sequence)!.received_unix_ms;
}

/** The last sequence that was given; it moves with every new event and with nothing else. */
export function newestSequence(db: Connection): number {
  return readCounter(db, "sequence");
}

/** What has ids of 16 bytes that people write down. */
export type Identified = "incident" | "event";

const ID_DIGITS = 32;

/**
 * Ids that begin with some hex digits, in order.
 * @param digits At most 32, in either case; their count may be odd.
 */
export function idsBeginning(
  db: Connection,
  what: Identified,
  digits: string,
  limit: number,
): string[] {
  const from = decodeHex(digits.padEnd(ID_DIGITS, "0"));
  const to = decodeHex(digits.padEnd(ID_DIGITS, "f"));
  if (from === undefined || to === undefined) return [];
  const sql = `select id from ${what} where id between ? and ? order by id limit ? + 0` as const;
  return db.all(sql, from, to, limit).map(({ id }) => encodeHex(id));
}
