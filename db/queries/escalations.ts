/** Queries of unconfirmed critical events, and of the steps that were taken. */
import { encodeHex } from "../../devices/hex.ts";
import { defined } from "../../devices/tools/defined.ts";
import type { Connection } from "../sqlite/connection.ts";
import {
  IS_IN_NO_RANGE,
  type OrdinalRange,
  rangeToPass,
} from "../transactions/confirmed_ranges.ts";
import { EVENT_COLUMNS, type StoredEvent, toEvents } from "./event_row.ts";

/** One step that was taken, with how it ended so far. Times are for people. */
export interface EscalationRecord {
  /** Id of the event, 32 hex digits. */
  readonly event: string;
  /** Name of the destination. */
  readonly destination: string;
  readonly dueAtUnixMs: number;
  /** Absent: it was not handed over yet. */
  readonly sentAtUnixMs?: number;
  readonly isConfirmed: boolean;
  readonly confirmedAtUnixMs?: number;
}

/** The steps taken for the events of an incident of an id of 16 bytes, in the order of time. */
export function ofIncident(db: Connection, incident: Uint8Array): EscalationRecord[] {
  return db.all(
    `select e.id, d.name as destination, x.due_unix_ms, x.sent_unix_ms, x.confirmed,
            x.confirmed_unix_ms
     from event e join escalation x on x.event = e.sequence join destination d on d.number = x.destination
     where e.incident = ? and e.lane in (0, 1) order by x.event, x.due_unix_ms, d.number`,
    incident,
  ).map((row) =>
    defined({
      event: encodeHex(row.id),
      destination: row.destination,
      dueAtUnixMs: row.due_unix_ms,
      sentAtUnixMs: row.sent_unix_ms ?? undefined,
      isConfirmed: row.confirmed === 1,
      confirmedAtUnixMs: row.confirmed_unix_ms ?? undefined,
    })
  );
}

/**
 * Events of a critical lane after an ordinal that no destination has confirmed, in order. What is
 * confirmed in order by one destination, or behind an event that it refuses, is passed over without
 * a look.
 */
export function unconfirmedCritical(
  db: Connection,
  lane: number,
  afterOrdinal: number,
  limit: number,
): StoredEvent[] {
  const found: StoredEvent[] = [];
  for (let after = afterOrdinal; found.length < limit;) {
    const ranges = confirmedBeyond(db, lane, after);
    const before = Math.min(Number.MAX_SAFE_INTEGER, ...ranges.map(({ first }) => first));
    if (before > after + 1) {
      found.push(...unconfirmedBetween(db, lane, after, before, limit - found.length));
    }
    if (ranges.length === 0) return found;
    const begun = ranges.filter(({ first }) => first <= Math.max(before, after + 1));
    after = Math.max(...begun.map(({ last }) => last));
  }
  return found;
}

/** The next ordinals after one that a destination has confirmed, of each that has. */
function confirmedBeyond(db: Connection, lane: number, after: number): OrdinalRange[] {
  return db.all("select destination, since, watermark from lane where lane = ?", lane)
    .flatMap(({ destination, since, watermark }) =>
      watermark > Math.max(since, after)
        ? { first: since + 1, last: watermark }
        : rangeToPass(db, { destination, lane }, after) ?? []
    );
}

function unconfirmedBetween(
  db: Connection,
  lane: number,
  afterOrdinal: number,
  beforeOrdinal: number,
  limit: number,
): StoredEvent[] {
  const rows = db.all(
    `select ${EVENT_COLUMNS} from event e
     where e.lane = ?1 and e.ordinal > max(?2, (${CONFIRMED_BEFORE})) and e.ordinal < ?3
       and not exists (select 1 from lane l where l.lane = e.lane
                       and (e.ordinal > l.since and e.ordinal <= l.watermark
                            or not ${IS_IN_NO_RANGE}))
       and not exists (select 1 from escalation x where x.event = e.sequence and x.confirmed = 1)
     order by e.ordinal limit ?4 + 0`,
    lane,
    afterOrdinal,
    beforeOrdinal,
    limit,
  );
  return toEvents(db, rows);
}

/** Up to here, a destination that began with the oldest event of the lane has confirmed all. */
const CONFIRMED_BEFORE = `
  select coalesce(max(watermark), 0) from lane
  where lane = ?1 and since < coalesce((select min(ordinal) from event where lane = ?1), 0)`;
