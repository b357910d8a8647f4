/** Queries of events, by id and in the order of sequence. */
import { createHash } from "node:crypto";
import { encodeHex } from "../../devices/hex.ts";
import type { Connection, Row } from "../sqlite/connection.ts";
import { decompressBody, type StoredBody } from "../schema/compressed_body.ts";
import { readCounter } from "../transactions/counter.ts";

/** An event as it is stored. */
export interface StoredEvent {
  readonly sequence: number;
  /** 32 hex digits. */
  readonly id: string;
  readonly lane: number;
  readonly ordinal: number;
  /** Its short name, such as `panic`. */
  readonly type: string;
  /** 64 hex digits. */
  readonly hash: string;
  /** Canonical JSON without the members that are added when it leaves. */
  readonly body: string;
}

/** The columns of an event, under the alias `e`, that `toEvent` reads. */
export const EVENT_COLUMNS =
  "e.sequence, e.id, e.lane, e.ordinal, e.type, e.hash, e.body, e.redacted";

/**
 * Reads a row of `EVENT_COLUMNS`. A body that is not the one of its hash goes nowhere.
 * @throws StoreError of a damaged file.
 */
export function toEvent(db: Connection, row: Row): StoredEvent {
  const sequence = row["sequence"] as number;
  const hash = row["hash"] as Uint8Array;
  const body = decompressBody(row["body"] as StoredBody);
  if (row["redacted"] === 0 && !createHash("sha256").update(body).digest().equals(hash)) {
    db.refuseRow(`event ${sequence}: its body does not have its hash`);
  }
  return {
    sequence,
    id: encodeHex(row["id"] as Uint8Array),
    lane: row["lane"] as number,
    ordinal: row["ordinal"] as number,
    type: row["type"] as string,
    hash: encodeHex(hash),
    body,
  };
}

/** Reads rows of `EVENT_COLUMNS`. */
export function toEvents(db: Connection, rows: readonly Row[]): StoredEvent[] {
  return rows.map((row) => toEvent(db, row));
}

/** The event of an id of 16 bytes. */
export function eventById(db: Connection, id: Uint8Array): StoredEvent | undefined {
  const row = db.get(`select ${EVENT_COLUMNS} from event e where e.id = ?`, id);
  return row && toEvent(db, row);
}

/** The event that opened the incident of an id of 16 bytes, while it is stored. */
export function openingEvent(db: Connection, incident: Uint8Array): StoredEvent | undefined {
  const sql = `select ${EVENT_COLUMNS} from incident i join event e on e.sequence = i.opened
    where i.id = ?`;
  const row = db.get(sql, incident);
  return row && toEvent(db, row);
}

/** Events after a cursor, in the order of sequence. */
export function eventsAfter(db: Connection, sequence: number, limit: number): StoredEvent[] {
  const sql = `select ${EVENT_COLUMNS} from event e
    where e.sequence > ? order by e.sequence limit ? + 0`;
  return toEvents(db, db.all(sql, sequence, limit));
}

/** The newest events, newest first. */
export function newestEvents(db: Connection, limit: number): StoredEvent[] {
  const sql = `select ${EVENT_COLUMNS} from event e order by e.sequence desc limit ? + 0`;
  return toEvents(db, db.all(sql, limit));
}

/** Events before a cursor, newest first. */
export function eventsBefore(db: Connection, sequence: number, limit: number): StoredEvent[] {
  const sql = `select ${EVENT_COLUMNS} from event e
    where e.sequence < ? order by e.sequence desc limit ? + 0`;
  return toEvents(db, db.all(sql, sequence, limit));
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
  const oldest = db.get("select min(sequence) as n from event")!["n"] as number | null;
  return { oldest: oldest ?? 0, newest: readCounter(db, "sequence") };
}

/** When a stored event was received, in Unix milliseconds. */
export function receivedAtUnixMs(db: Connection, sequence: number): number {
  const sql = "select received_unix_ms from event where sequence = ?";
  return db.get(sql, sequence)!["received_unix_ms"] as number;
}
