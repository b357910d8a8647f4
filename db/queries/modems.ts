/** Queries of configured modems, of what was set on them and of what they transmitted. */
import type { Tables } from "../schema/rows.ts";
import type { Connection } from "../sqlite/connection.ts";
import type { Transmission } from "../transactions/airtime.ts";
import type { ModemChange, ModemRecord } from "../transactions/modems.ts";

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
