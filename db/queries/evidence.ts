/** Queries of what an incident can be proved by. */
import type { Connection } from "../sqlite/connection.ts";
import { isAnswer, splitAnswers } from "../transactions/answers.ts";
import { EVENT_COLUMNS, type StoredEvent, toEvent } from "./event_row.ts";

/** An event of an incident with all that is known of its way. */
export interface EventEvidence extends StoredEvent {
  readonly receivedAtUnixMs: number;
  /** Retention has taken the position and the frame out: `hash` is of the body before that. */
  readonly isRedacted: boolean;
  /** The message that it was made from; absent: the gateway made it. */
  readonly uplink:
    | { readonly kid: number; readonly epoch: number; readonly counter: number }
    | undefined;
  /** Plaintexts of the stored answers in the order of their index, 6 bytes each. */
  readonly answers: readonly Uint8Array[];
  readonly deliveries: readonly Delivery[];
}

/** How an event reached a destination. */
export interface Delivery {
  /** Its name. */
  readonly destination: string;
  readonly type: string;
  readonly offeredAtUnixMs: number | undefined;
  readonly confirmedAtUnixMs: number | undefined;
  /** What dispatch said, as JSON. */
  readonly receipt: string | undefined;
}

/** Events of the incident of an id of 16 bytes, oldest first. */
export function ofIncident(
  db: Connection,
  incident: Uint8Array,
  limit: number,
): EventEvidence[] {
  return db.all(
    `select ${EVENT_COLUMNS}, e.received_unix_ms, e.kid, e.epoch, e.counter, s.answers
     from event e left join seen s on s.device = e.device and s.kid = e.kid
       and s.epoch = e.epoch and s.counter = e.counter and s.tag = e.tag
     where e.incident = ? order by e.sequence limit ? + 0`,
    incident,
    limit,
  ).map((row) => ({
    ...toEvent(db, row),
    receivedAtUnixMs: row.received_unix_ms,
    isRedacted: row.redacted === 1,
    uplink: row.kid === null ? undefined : {
      kid: row.kid,
      epoch: row.epoch!,
      counter: row.counter!,
    },
    answers: splitAnswers(row.answers ?? new Uint8Array()).filter(isAnswer),
    deliveries: deliveries(db, row.sequence),
  }));
}

/** How the event of a sequence reached its destinations, as far as it did. */
export function deliveries(db: Connection, sequence: number): Delivery[] {
  return db.all(
    `select d.name, d.type, v.offered_unix_ms, v.confirmed_unix_ms, v.receipt
     from delivery v join destination d on d.number = v.destination
     where v.event = ? order by d.number`,
    sequence,
  ).map((row) => ({
    destination: row.name,
    type: row.type,
    offeredAtUnixMs: row.offered_unix_ms ?? undefined,
    confirmedAtUnixMs: row.confirmed_unix_ms ?? undefined,
    receipt: row.receipt ?? undefined,
  }));
}
