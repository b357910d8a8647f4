/** Queries of configured modems, of what was set on them and of what they transmitted. */
import type { Connection, Row } from "../sqlite/connection.ts";
import type { Transmission } from "../transactions/airtime.ts";
import type { ModemChange, ModemRecord } from "../transactions/modems.ts";
import { optional } from "./optional.ts";

/** All modems that were ever found, in the order of their names. */
export function all(db: Connection): ModemRecord[] {
  return db.all("select * from modem order by name").map(toModem);
}

/** What was set on a configured modem, newest first. */
export function changes(db: Connection, modem: string, limit: number): ModemChange[] {
  const sql = "select * from modem_change where modem = ? order by number desc limit ? + 0";
  return db.all(sql, modem, limit).map(toChange);
}

/** The transmissions that may still count for an hour's duty cycle, oldest first. */
export function transmissions(db: Connection): Transmission[] {
  return db.all("select * from airtime order by uptime_ms").map((row) => ({
    band: row["band"] as string,
    bootId: row["boot_id"] as string,
    uptimeMs: row["uptime_ms"] as number,
    us: row["us"] as number,
  }));
}

function toModem(row: Row): ModemRecord {
  return {
    name: row["name"] as string,
    port: row["port"] as string,
    place: row["place"] as string,
    kind: row["kind"] as string,
    model: optional(row["model"]),
    firmware: optional(row["firmware"]),
    serial: optional(row["serial"]),
    sim: optional(row["sim"]),
    seenAtUnixMs: row["seen_unix_ms"] as number,
  };
}

function toChange(row: Row): ModemChange {
  return {
    atUnixMs: row["at_unix_ms"] as number,
    by: row["by"] as string,
    modem: optional(row["modem"]),
    port: row["port"] as string,
    kind: row["kind"] as string,
    serial: optional(row["serial"]),
    settings: row["settings"] as string,
    done: row["done"] === 1,
  };
}
