/** Queries of many wearables at a glance: what serves which file, when it was heard, how it is. */
import type { Outcome } from "../../devices/incident.ts";
import type { Tables } from "../schema/rows.ts";
import type { Connection } from "../sqlite/connection.ts";
import { type DeviceRecord, toDevice } from "./devices.ts";

/** What was seen last of a wearable. */
export interface DeviceHealth {
  /** 0 to 100. */
  readonly batteryPercent: number | undefined;
  readonly batteryAtUnixMs: number | undefined;
  readonly chargedAtUnixMs: number | undefined;
  /** It was found not to charge, and has not charged since. */
  readonly notChargedAtUnixMs: number | undefined;
  /** A moving average at the modem that hears it best. */
  readonly rssiDbm: number | undefined;
  readonly snrDb: number | undefined;
  readonly signalAtUnixMs: number | undefined;
}

/** A wearable at a glance. */
export interface WearableGlance {
  readonly device: DeviceRecord;
  /** When a frame of its key, or of its sender, was heard last. */
  readonly heardAtUnixMs: number | undefined;
  /** Undefined: nothing was seen of it. */
  readonly health: DeviceHealth | undefined;
}

/** How many alarms of a wearable ended so. */
export interface OutcomeCount {
  /** Number of the wearable. */
  readonly device: number;
  readonly outcome: Outcome;
  readonly count: number;
}

/** An alarm of a wearable, without its place. */
export interface WearableAlarm {
  readonly id: Uint8Array;
  readonly state: Tables["incident"]["state"];
  readonly outcome: Outcome | undefined;
  readonly openedAtUnixMs: number;
}

type GlanceRow = Tables["device"] & Partial<Nullable<Tables["device_health"]>> & {
  readonly heard: number;
  readonly health: number | null;
};
type Nullable<T> = { readonly [Key in keyof T]: T[Key] | null };

const GLANCE = `select d.*, max(
    coalesce((select max(k.heard_unix_ms) from device_key k where k.device = d.number), 0),
    coalesce((select max(s.heard_unix_ms) from foreign_sender s where s.device = d.number), 0)
  ) as heard, h.device as health, h.battery_percent, h.battery_unix_ms, h.charged_unix_ms,
  h.not_charged_unix_ms, h.rssi_dbm, h.snr_db, h.signal_unix_ms
  from device d left join device_health h on h.device = d.number`;

/** Wearables in the order of their UID. @param limit At most so many. */
export function glances(db: Connection, limit: number): WearableGlance[] {
  return db.all<GlanceRow>(`${GLANCE} order by d.uid limit ? + 0`, limit).map(toGlance);
}

/** One of them. @param number Of the wearable. */
export function glance(db: Connection, number: number): WearableGlance | undefined {
  const row = db.get<GlanceRow>(`${GLANCE} where d.number = ?`, number);
  return row && toGlance(row);
}

/**
 * How the newest alarms of all wearables ended, of those that are closed.
 * @param sinceUnixMs Opened since then.
 * @param limit Of the newest so many alarms.
 */
export function outcomes(db: Connection, sinceUnixMs: number, limit: number): OutcomeCount[] {
  return db.all<OutcomeCount>(
    `select i.device as device, t.outcome as outcome, count(*) as count
     from (select id, device, opened_unix_ms from incident order by opened desc limit ?2 + 0) i
     join incident_transition t on t.incident = i.id and t.state = 'closed'
     where i.opened_unix_ms >= ?1 group by i.device, t.outcome`,
    sinceUnixMs,
    limit,
  );
}

/** The newest alarms of a wearable, the newest first. @param device Its number. */
export function alarms(db: Connection, device: number, limit: number): WearableAlarm[] {
  const rows = db.all<
    Pick<Tables["incident"], "id" | "opened_unix_ms" | "state"> & {
      readonly outcome: Outcome | null;
    }
  >(
    `select i.id, i.state, i.opened_unix_ms,
       (select t.outcome from incident_transition t
        where t.incident = i.id and t.state = 'closed') as outcome
     from incident i where i.device = ? order by i.opened desc limit ? + 0`,
    device,
    limit,
  );
  return rows.map(({ id, opened_unix_ms: openedAtUnixMs, outcome, state }) => ({
    id,
    state,
    outcome: outcome ?? undefined,
    openedAtUnixMs,
  }));
}

/** UIDs of wearables that serve no file and could take the place of another, in order. */
export function unassigned(db: Connection, limit: number): string[] {
  const sql = "select uid from device where assignment = 'none' order by uid limit ? + 0";
  return db.all(sql, limit).map(({ uid }) => uid);
}

function toGlance(row: GlanceRow): WearableGlance {
  return {
    device: toDevice(row),
    heardAtUnixMs: row.heard > 0 ? row.heard : undefined,
    health: row.health === null ? undefined : {
      batteryPercent: row.battery_percent ?? undefined,
      batteryAtUnixMs: row.battery_unix_ms ?? undefined,
      chargedAtUnixMs: row.charged_unix_ms ?? undefined,
      notChargedAtUnixMs: row.not_charged_unix_ms ?? undefined,
      rssiDbm: row.rssi_dbm ?? undefined,
      snrDb: row.snr_db ?? undefined,
      signalAtUnixMs: row.signal_unix_ms ?? undefined,
    },
  };
}
