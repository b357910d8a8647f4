/** Queries of incidents: how far dispatch is, who moved them on, and what their wearables know. */
import type { EventCore } from "../../devices/event.ts";
import { encodeHex } from "../../devices/hex.ts";
import type { IncidentState, Outcome } from "../../devices/incident.ts";
import type { RowOf } from "../schema/row_of.ts";
import type { Tables } from "../schema/rows.ts";
import type { Connection } from "../sqlite/connection.ts";
import { decompressBody, type StoredBody } from "../schema/compressed_body.ts";
import { splitAnswers } from "../transactions/answers.ts";
import type { Uplink } from "../transactions/events.ts";
import type { TransitionWay } from "../transactions/incidents.ts";
import { LaneState } from "../transactions/lane_state.ts";
import { EVENT_COLUMNS, type StoredEvent, toEvents } from "./event_row.ts";

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
 * Incidents that nobody has closed: those that dispatch is least far with first, then the newest.
 * What one dispatcher rejected another may still accept, so it is among them, last.
 */
export function open(db: Connection, limit: number): IncidentRecord[] {
  const columns = `select ${INCIDENT_COLUMNS} from ${INCIDENT_TABLES}`;
  const open = db.all<FoundIncident>(
    `${columns} where i.state not in ('rejected', 'closed')
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

/** How many incidents are in each state; states without any are absent. */
export function counts(db: Connection): Map<IncidentState, number> {
  const rows = db.all("select state, count(*) as count from incident group by state");
  return new Map(rows.map(({ count, state }) => [state, count]));
}

/** Events of an incident, oldest first, after a sequence. */
export function events(
  db: Connection,
  id: Uint8Array,
  after: number,
  limit: number,
): StoredEvent[] {
  const sql = `select ${EVENT_COLUMNS} from event e
    where e.incident = ? and e.sequence > ? order by e.sequence limit ? + 0`;
  return toEvents(db, db.all(sql, id, after, limit));
}

/** Events of an incident before a sequence, newest first. */
export function eventsBefore(
  db: Connection,
  id: Uint8Array,
  before: number,
  limit: number,
): StoredEvent[] {
  const sql = `select ${EVENT_COLUMNS} from event e
    where e.incident = ? and e.sequence < ? order by e.sequence desc limit ? + 0`;
  return toEvents(db, db.all(sql, id, before, limit));
}

/** An answer that was stored for a message of an incident, before it was first sent. */
export interface IncidentAnswer {
  /** Sequence of the event whose message it answers. */
  readonly event: number;
  /** Its plaintext, 6 bytes. */
  readonly answer: Uint8Array;
}

/** The stored answers to the first messages of an incident, in the order of the messages. */
export function answers(db: Connection, id: Uint8Array, limit: number): IncidentAnswer[] {
  return db.all(
    `select e.sequence, s.answers from event e
     join seen s on s.device = e.device and s.kid = e.kid and s.epoch = e.epoch
                and s.counter = e.counter and s.tag = e.tag
     where e.incident = ? and e.answerable = 1 order by e.sequence limit ? + 0`,
    id,
    limit,
  ).flatMap((row) => splitAnswers(row.answers).map((answer) => ({ event: row.sequence, answer })));
}

/** A further hearing of a frame of an incident. */
export interface KeptReception {
  /** Id of the event, 32 hex digits. */
  readonly event: string;
  readonly atUnixMs: number;
  readonly modem: string;
  readonly rssiDbm: number | undefined;
  readonly snrDb: number | undefined;
}

/** Hearings of an incident's frames beside the first of each, oldest first. */
export function receptions(db: Connection, id: Uint8Array, limit: number): KeptReception[] {
  return db.all(
    `select e.id, r.at_unix_ms, r.modem, r.rssi_dbm, r.snr_db
     from event e join reception r on r.event = e.sequence
     where e.incident = ? order by r.rowid limit ? + 0`,
    id,
    limit,
  ).map((row) => ({
    event: encodeHex(row.id),
    atUnixMs: row.at_unix_ms,
    modem: row.modem,
    rssiDbm: row.rssi_dbm ?? undefined,
    snrDb: row.snr_db ?? undefined,
  }));
}

export interface TransitionRecord {
  readonly to: IncidentState;
  readonly outcome: Outcome | undefined;
  readonly by: string;
  readonly reason: string | undefined;
  readonly way: TransitionWay;
  readonly via: string;
  /** Name of the credential of a request. */
  readonly token: string | undefined;
  readonly atUnixMs: number;
}

/** What happened to an incident, in order. */
export function transitions(db: Connection, id: Uint8Array): TransitionRecord[] {
  const sql = "select * from incident_transition where incident = ? order by number";
  return db.all(sql, id).map((row) => ({
    to: row.state,
    outcome: row.outcome ?? undefined,
    by: row.by,
    reason: row.reason ?? undefined,
    way: row.way,
    via: row.via,
    token: row.token ?? undefined,
    atUnixMs: row.at_unix_ms,
  }));
}

/** Which destinations have an event of an incident, by name. */
export interface EventDelivery {
  /** 32 hex digits. */
  readonly event: string;
  readonly destination: string;
  readonly isConfirmed: boolean;
}

/** What became of the first events of an incident at every destination that is owed them. */
export function deliveries(
  db: Connection,
  events: readonly StoredEvent[],
): EventDelivery[] {
  return events.flatMap(({ id, lane, ordinal }) => {
    const owing = db.all(
      `select d.number, d.name from lane l join destination d on d.number = l.destination
       where l.lane = ? order by d.number`,
      lane,
    );
    return owing.flatMap((row) => {
      const state = LaneState.load(db, row.number, lane)!;
      if (!state.owes(ordinal)) return [];
      const isConfirmed = state.isConfirmed(ordinal);
      return [{ event: id, destination: row.name, isConfirmed }];
    });
  });
}

/** The newest answerable message of an incident, and the modem that heard it first. */
export function newestUplink(
  db: Connection,
  id: Uint8Array,
): { readonly uplink: Uplink; readonly modem: string | undefined } | undefined {
  const row = db.get<Uplink & Pick<Tables["event"], "body">>(
    `select device, kid, epoch, counter, tag, body
     from event where incident = ? and answerable = 1 order by epoch desc, counter desc limit 1`,
    id,
  );
  if (row === undefined) return undefined;
  const { body, ...uplink } = row;
  return { uplink, modem: bodyOf(body)?.data?.receptions?.[0]?.modem };
}

/** What the body of an event says; undefined when the event is gone. */
function bodyOf(body: StoredBody | null): Partial<EventCore> | undefined {
  return body === null ? undefined : JSON.parse(decompressBody(body));
}
