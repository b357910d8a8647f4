/** Queries of unconfirmed critical events, and of the steps that were taken. */
import { encodeHex } from "../../devices/hex.ts";
import { defined } from "../../devices/tools/defined.ts";
import type { Connection } from "../sqlite/connection.ts";
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
 * confirmed in order by one destination is passed over without a look.
 */
export function unconfirmedCritical(
  db: Connection,
  lane: number,
  afterOrdinal: number,
  limit: number,
): StoredEvent[] {
  const rows = db.all(
    `select ${EVENT_COLUMNS} from event e
     where e.lane = ?1 and e.ordinal > max(?2, (${CONFIRMED_BEFORE}))
       and not exists (select 1 from lane l where l.lane = e.lane
                       and e.ordinal > l.since and e.ordinal <= l.watermark)
       and not exists (select 1 from lane l join lane_confirmed c
                         on c.destination = l.destination and c.lane = l.lane
                       where l.lane = e.lane and c.ordinal = e.ordinal)
       and not exists (select 1 from escalation x where x.event = e.sequence and x.confirmed = 1)
     order by e.ordinal limit ?3 + 0`,
    lane,
    afterOrdinal,
    limit,
  );
  return toEvents(db, rows);
}

/** Up to here, a destination that began with the oldest event of the lane has confirmed all. */
const CONFIRMED_BEFORE = `
  select coalesce(max(watermark), 0) from lane
  where lane = ?1 and since < coalesce((select min(ordinal) from event where lane = ?1), 0)`;
