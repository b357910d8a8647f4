/** Queries of configured modems, of what was set on them and of what they transmitted. */
import { laneNumber } from "../schema/lane_number.ts";
import type { Tables } from "../schema/rows.ts";
import type { StoredBody } from "../schema/compressed_body.ts";
import type { Connection } from "../sqlite/connection.ts";
import type { Transmission } from "../transactions/airtime.ts";
import type { ModemChange, ModemRecord } from "../transactions/modems.ts";
import { bodyOf } from "./event_row.ts";

/** A change as it is kept, with the name of who made it. */
export type ModemChangeRecord = Omit<ModemChange, "by"> & { readonly by: string };

/** All modems that were ever found, in the order of their names. */
export function all(db: Connection): ModemRecord[] {
  return db.all("select * from modem order by name").map(toModem);
}

/** What was set on a configured modem, newest first. */
export function changes(db: Connection, modem: string, limit: number): ModemChangeRecord[] {
  const sql = "select * from modem_change where modem = ? order by number desc limit ? + 0";
  return db.all(sql, modem, limit).map(toChange);
}

/** A modem that was lost, or works again. */
export interface ModemEventRecord {
  readonly atUnixMs: number;
  readonly isLost: boolean;
  /** As in `port`, `no-answer` or `not-healed`. */
  readonly reason: string | undefined;
  /** For people, in English. */
  readonly why: string | undefined;
}

/** Events of a priority among which those of modems are looked for, the newest ones. */
const LOOKED_THROUGH = 2_000;
/** Events of modems whose bodies are read, the newest of each type. */
const READ_LIMIT = 200;

/**
 * Losses and recoveries of a modem, newest first, as far as they are among the newest events of
 * their priorities: no index names the modem, and no more is looked through.
 */
export function events(db: Connection, modem: string, limit: number): ModemEventRecord[] {
  const lost = ofType(db, "modem-lost", laneNumber("high", false));
  const recovered = ofType(db, "modem-recovered", laneNumber("normal", false));
  return [...lost, ...recovered].filter(({ body }) => body.subject === `modem/${modem}`)
    .toSorted((a, b) => b.sequence - a.sequence).slice(0, limit)
    .map(({ atUnixMs, body: { data }, type }) => ({
      atUnixMs,
      isLost: type === "modem-lost",
      reason: data?.reason,
      why: whyOf(data?.details?.why),
    }));
}

function whyOf(why: unknown): string | undefined {
  return typeof why === "string" ? why : undefined;
}

interface EventRow {
  readonly sequence: number;
  readonly type: string;
  readonly received_unix_ms: number;
  readonly body: StoredBody;
}

function ofType(db: Connection, type: string, lane: number) {
  const sql = `select e.sequence, e.type, e.received_unix_ms, e.body from (
      select sequence, type from event where lane = ? order by ordinal desc
      limit ${LOOKED_THROUGH}
    ) n join event e on e.sequence = n.sequence where n.type = ? limit ${READ_LIMIT}`;
  return db.all<EventRow>(sql, lane, type).map((row) => ({
    sequence: row.sequence,
    type: row.type,
    atUnixMs: row.received_unix_ms,
    body: bodyOf(row.body)!,
  }));
}

/** The transmissions that may still count for an hour's duty cycle, oldest first. */
export function transmissions(db: Connection): Transmission[] {
  return db.all("select * from airtime order by uptime_ms").map((row) => ({
    band: row.band,
    bootId: row.boot_id,
    uptimeMs: row.uptime_ms,
    us: row.us,
  }));
}

function toModem(row: Tables["modem"]): ModemRecord {
  return {
    name: row.name,
    port: row.port,
    place: row.place,
    kind: row.kind,
    model: row.model ?? undefined,
    firmware: row.firmware ?? undefined,
    serial: row.serial ?? undefined,
    sim: row.sim ?? undefined,
    seenAtUnixMs: row.seen_unix_ms,
  };
}

function toChange(row: Tables["modem_change"]): ModemChangeRecord {
  return {
    atUnixMs: row.at_unix_ms,
    by: row.by,
    modem: row.modem ?? undefined,
    port: row.port,
    kind: row.kind,
    serial: row.serial ?? undefined,
    settings: row.settings,
    done: row.done === 1,
  };
}
