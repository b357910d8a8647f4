/** Queries of what became of some events of an incident: those of one page of its time line. */
import type { Connection } from "../sqlite/connection.ts";
import { isAnswer, splitAnswers } from "../transactions/answers.ts";

/** Neighbouring events of an incident, by their sequences; both ends are included. */
export interface EventSpan {
  /** Its id, 16 bytes. */
  readonly incident: Uint8Array;
  readonly first: number;
  readonly last: number;
}

const OF_SPAN = "e.incident = ? and e.sequence between ? and ?";

/** A hearing of an event's frame beside the first. */
export interface SpanReception {
  /** Sequence of the event. */
  readonly event: number;
  readonly atUnixMs: number;
  readonly modem: string;
  readonly rssiDbm: number | undefined;
  readonly snrDb: number | undefined;
}

/** Hearings beside the first of each event, oldest first. */
export function receptions(db: Connection, span: EventSpan, limit: number): SpanReception[] {
  return db.all(
    `select e.sequence, r.at_unix_ms, r.modem, r.rssi_dbm, r.snr_db
     from event e join reception r on r.event = e.sequence
     where ${OF_SPAN} order by r.rowid limit ? + 0`,
    ...[span.incident, span.first, span.last, limit],
  ).map((row) => ({
    event: row.sequence,
    atUnixMs: row.at_unix_ms,
    modem: row.modem,
    rssiDbm: row.rssi_dbm ?? undefined,
    snrDb: row.snr_db ?? undefined,
  }));
}

/** How an event reached a destination, as far as it did. */
export interface SpanDelivery {
  /** Sequence of the event. */
  readonly event: number;
  readonly destination: string;
  readonly type: string;
  readonly offeredAtUnixMs: number | undefined;
  readonly confirmedAtUnixMs: number | undefined;
  /** What dispatch said, as JSON. */
  readonly receipt: string | undefined;
}

/** Deliveries in the order of the events. */
export function deliveries(db: Connection, span: EventSpan, limit: number): SpanDelivery[] {
  return db.all(
    `select e.sequence, d.name, d.type, v.offered_unix_ms, v.confirmed_unix_ms, v.receipt
     from event e join delivery v on v.event = e.sequence join destination d on d.number = v.destination
     where ${OF_SPAN} order by e.sequence, d.number limit ? + 0`,
    ...[span.incident, span.first, span.last, limit],
  ).map((row) => ({
    event: row.sequence,
    destination: row.name,
    type: row.type,
    offeredAtUnixMs: row.offered_unix_ms ?? undefined,
    confirmedAtUnixMs: row.confirmed_unix_ms ?? undefined,
    receipt: row.receipt ?? undefined,
  }));
}

/** Sequences of events whose wearables were answered, be it only that the message is stored. */
export function answered(db: Connection, span: EventSpan): Set<number> {
  const rows = db.all(
    `select e.sequence, s.answers from event e
     join seen s on s.device = e.device and s.kid = e.kid and s.epoch = e.epoch
                and s.counter = e.counter and s.tag = e.tag
     where ${OF_SPAN} and e.answerable = 1`,
    ...[span.incident, span.first, span.last],
  );
  return new Set(
    rows.filter(({ answers }) => splitAnswers(answers).some(isAnswer))
      .map(({ sequence }) => sequence),
  );
}
