/** An event as a row says it. */
import { createHash } from "node:crypto";
import { encodeHex } from "../../devices/hex.ts";
import { decompressBody, type StoredBody } from "../schema/compressed_body.ts";
import type { Connection, Row } from "../sqlite/connection.ts";

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
