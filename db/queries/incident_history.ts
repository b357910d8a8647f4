/** Queries of one incident: its events, who moved it on, and what its wearable knows. */
import { encodeHex } from "../../devices/hex.ts";
import { type EventName, PRIORITIES } from "../../devices/event.ts";
import type { IncidentState, Outcome } from "../../devices/incident.ts";
import type { Tables } from "../schema/rows.ts";
import type { Connection } from "../sqlite/connection.ts";
import { splitAnswers } from "../transactions/answers.ts";
import type { Uplink } from "../transactions/events.ts";
import type { TransitionWay } from "../transactions/incidents.ts";
import { LaneState } from "../transactions/lane_state.ts";
import { bodyOf, EVENT_COLUMNS, type StoredEvent, toEvent, toEvents } from "./event_row.ts";

/** Lanes are numbered from 0. */
const LANES = 2 * PRIORITIES.length;

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
  return toEvents(db, db.all<Parameters<typeof toEvents>[1][number]>(BEFORE, id, before, limit));
}

/** The index has the events of an incident by lane: the newest of each lane are found, not all sorted. */
const BEFORE = `select ${EVENT_COLUMNS} from event e where e.sequence in (
  ${
  Array.from({ length: LANES }, (_, lane) =>
    `select * from (select sequence from event where incident = ?1 and lane = ${lane}
       and sequence < ?2 order by sequence desc limit ?3 + 0)`).join(" union all ")
}) order by e.sequence desc limit ?3 + 0`;

/** The newest event of a type in an incident. */
export function newestOfType(
  db: Connection,
  id: Uint8Array,
  type: EventName,
): StoredEvent | undefined {
  const row = db.get(
    `select ${EVENT_COLUMNS} from event e
     where e.incident = ? and e.type = ? order by e.sequence desc limit 1`,
    id,
    type,
  );
  return row && toEvent(db, row);
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
  /** The person or the credential that did it. */
  readonly by: string;
  /** Whom a program named of its own people. */
  readonly said: string | undefined;
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
    ...whoOf(row),
    reason: row.reason ?? undefined,
    way: row.way,
    via: row.via,
    token: row.token ?? undefined,
    atUnixMs: row.at_unix_ms,
  }));
}

/** In rows without `said` that another name proved itself for, `by` is what was said of it. */
function whoOf({ by, said, token, via, way }: Tables["incident_transition"]) {
  const proved = way === "mqtt" ? via : token ?? by;
  return said === null && by !== proved
    ? { by: proved, said: by }
    : { by, said: said ?? undefined };
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
