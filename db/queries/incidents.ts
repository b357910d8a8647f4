/** Queries of incidents: how far dispatch is, and below what happened to each. */
import { encodeHex } from "../../devices/hex.ts";
import type { IncidentState, Outcome } from "../../devices/incident.ts";
import type { RowOf } from "../schema/row_of.ts";
import type { Tables } from "../schema/rows.ts";
import type { Connection } from "../sqlite/connection.ts";
import { bodyOf } from "./event_row.ts";

export * from "./incident_history.ts";

export interface IncidentRecord {
  /** 32 hex digits. */
  readonly id: string;
  /** UID. */
  readonly device: string;
  /** 0: the alarm has no number. */
  readonly alarm: number;
  readonly state: IncidentState;
  readonly outcome: Outcome | undefined;
  /** Sequence of the event that opened it. */
  readonly opened: number;
  readonly openedAtUnixMs: number;
  /** Its opening was marked as drill. */
  readonly isDrill: boolean;
}

const STORED_COLUMNS = "i.id, d.uid, i.alarm, i.state, i.opened, i.opened_unix_ms, e.body";
const INCIDENT_COLUMNS = `${STORED_COLUMNS},
  (select t.outcome from incident_transition t where t.incident = i.id and t.state = 'closed')
    as outcome`;
const INCIDENT_TABLES = `incident i join device d on d.number = i.device
  left join event e on e.sequence = i.opened`;
type FoundIncident =
  & RowOf<`select ${typeof STORED_COLUMNS} from ${typeof INCIDENT_TABLES}`>
  & Pick<Tables["incident_transition"], "outcome">;

/** The highest alarm number of each key generation that has had an alarm. */
export function newestAlarms(
  db: Connection,
): { readonly device: number; readonly kid: number; readonly alarm: number }[] {
  return db.all<{ device: number; kid: number; alarm: number }>(
    "select device, kid, max(alarm) as alarm from incident group by device, kid",
  );
}

/** The incident of an id of 16 bytes. */
export function byId(db: Connection, id: Uint8Array): IncidentRecord | undefined {
  const row = db.get<FoundIncident>(
    `select ${INCIDENT_COLUMNS} from ${INCIDENT_TABLES} where i.id = ?`,
    id,
  );
  return row && toIncident(row);
}

/** State of the incident of an id of 16 bytes; undefined when it is not known. */
export function state(db: Connection, id: Uint8Array): IncidentState | undefined {
  return db.get("select state from incident where id = ?", id)?.state;
}

/** Id of the incident that an event belongs to, 16 bytes each; undefined when it is of none. */
export function ofEvent(db: Connection, event: Uint8Array): Uint8Array | undefined {
  return db.get("select incident from event where id = ?", event)?.incident ?? undefined;
}

export interface IncidentQuery {
  /** `opened` after which to begin; 0: with the oldest. */
  readonly after: number;
  readonly limit: number;
  readonly state: IncidentState | undefined;
}

/** Incidents in the order in which they were opened. */
export function list(db: Connection, query: IncidentQuery): IncidentRecord[] {
  const { after, limit, state = null } = query;
  return db.all<FoundIncident>(
    `select ${INCIDENT_COLUMNS} from ${INCIDENT_TABLES}
     where i.opened > ? and (? is null or i.state = ?) order by i.opened limit ? + 0`,
    after,
    state,
    state,
    limit,
  ).map(toIncident);
}

/** Incidents that were rejected are looked for among so many, the newest. */
const REJECTED_AMONG = 1_000;

/**
 * Open incidents: those that dispatch is least far with first, then the newest. Rejected ones are
 * among them, last, since another dispatcher may still accept them.
 */
export function open(db: Connection, limit: number): IncidentRecord[] {
  const columns = `select ${INCIDENT_COLUMNS} from ${INCIDENT_TABLES}`;
  const open = db.all<FoundIncident>(
    `${columns} where i.ended is null
     order by case i.state when 'new' then 0 when 'received' then 1 when 'accepted' then 2
                           when 'underway' then 3 else 4 end, i.opened desc limit ? + 0`,
    limit,
  );
  const rejected = db.all<FoundIncident>(
    `${columns} where i.state = 'rejected' and i.id in
       (select id from incident order by opened desc limit ? + 0)
     order by i.opened desc limit ? + 0`,
    REJECTED_AMONG,
    limit - open.length,
  );
  return [...open, ...rejected].map(toIncident);
}

/** Incidents before a place in the order in which they were opened, newest first. */
export function before(db: Connection, opened: number, limit: number): IncidentRecord[] {
  return db.all<FoundIncident>(
    `select ${INCIDENT_COLUMNS} from ${INCIDENT_TABLES}
     where i.opened < ? order by i.opened desc limit ? + 0`,
    opened,
    limit,
  ).map(toIncident);
}

function toIncident(row: FoundIncident): IncidentRecord {
  return {
    id: encodeHex(row.id),
    device: row.uid,
    alarm: row.alarm,
    state: row.state,
    outcome: row.outcome ?? undefined,
    opened: row.opened,
    openedAtUnixMs: row.opened_unix_ms,
    isDrill: bodyOf(row.body)?.data?.drill === true,
  };
}

/** Among so many of the newest transitions those of a day are looked for. */
const CLOSED_AMONG = 2_000;

/** How many incidents were closed as what since a moment, as far as the newest transitions go back. */
export function outcomesSince(db: Connection, sinceUnixMs: number): Map<Outcome, number> {
  const rows = db.all<{ outcome: Outcome; count: number }>(
    `select outcome, count(*) as count from incident_transition
     where number > (select max(number) from incident_transition) - ${CLOSED_AMONG}
       and state = 'closed' and at_unix_ms >= ? group by outcome`,
    sinceUnixMs,
  );
  return new Map(rows.map(({ count, outcome }) => [outcome, count]));
}

/** How many incidents are in each state; states without any are absent. */
export function counts(db: Connection): Map<IncidentState, number> {
  const rows = db.all("select state, count(*) as count from incident group by state");
  return new Map(rows.map(({ count, state }) => [state, count]));
}
