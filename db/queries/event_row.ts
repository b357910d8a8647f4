/** An event as a row says it. */
import type { EventCore } from "../../devices/event.ts";
import { decompressBody, provenBody, type StoredBody } from "../schema/compressed_body.ts";
import type { RowOf } from "../schema/row_of.ts";
import type { Connection } from "../sqlite/connection.ts";

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

/**
 * The columns of an event, under the alias `e`, that `toEvent` reads. What is given as bytes has memory
 * of its own, which is longer in being given back than the digits are in being made.
 */
export const EVENT_COLUMNS =
  "e.sequence, lower(hex(e.id)) as id, e.lane, e.ordinal, e.type, lower(hex(e.hash)) as hash, e.body, e.redacted";
type EventColumns = RowOf<`select ${typeof EVENT_COLUMNS} from event e`>;

/**
 * Reads a row of `EVENT_COLUMNS`. A body that is not the one of its hash goes nowhere.
 * @throws StoreError of a damaged file.
 */
export function toEvent(db: Connection, row: EventColumns): StoredEvent {
  const body = provenBody(row) ??
    db.refuseRow(`event ${row.sequence}: its body does not have its hash`);
  return {
    sequence: row.sequence,
    id: row.id,
    lane: row.lane,
    ordinal: row.ordinal,
    type: row.type,
    hash: row.hash,
    body,
  };
}

/** Reads rows of `EVENT_COLUMNS`. */
export function toEvents(db: Connection, rows: readonly EventColumns[]): StoredEvent[] {
  return rows.map((row) => toEvent(db, row));
}

/** What the body of an event says; undefined when the event is gone. */
export function bodyOf(body: StoredBody | null): Partial<EventCore> | undefined {
  return body === null ? undefined : JSON.parse(decompressBody(body));
}
