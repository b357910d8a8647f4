/** Queries of wearables and their keys. */
import type { Connection, Row } from "../sqlite/connection.ts";
import { optional } from "./optional.ts";

/** A wearable and the file that it serves. */
export interface DeviceRecord {
  readonly number: number;
  readonly uid: string;
  readonly assignment: "none" | "active" | "suspended" | "retired";
  readonly reference: string | undefined;
  readonly expiresAtUnixMs: number | undefined;
  readonly createdAtUnixMs: number;
  /** Seconds between its heartbeats; 0: it is not supervised. */
  readonly heartbeatS: number;
  /** Its silence has been told, and it was not heard since. */
  readonly isSilent: boolean;
}

/** One key generation of a wearable with its replay state. */
export interface DeviceKeyRecord {
  readonly device: number;
  readonly kid: number;
  /** 16 bytes. */
  readonly rootKey: Uint8Array;
  readonly state: "current" | "next";
  readonly newestEpoch: number;
  /** Highest counter of the newest epoch; −1: none yet. */
  readonly newestCounter: number;
  readonly heardAtUnixMs: number | undefined;
}

/** Wearables changed after a version of the registry. */
export function devicesChangedAfter(db: Connection, version: number): DeviceRecord[] {
  return db.all("select * from device where changed > ? order by number", version).map(toDevice);
}

/** Wearables in the order of their UID. */
export function devices(db: Connection): DeviceRecord[] {
  return db.all("select * from device order by uid").map(toDevice);
}

/** The wearable of a UID. */
export function deviceByUid(db: Connection, uid: string): DeviceRecord | undefined {
  const row = db.get("select * from device where uid = ?", uid);
  return row && toDevice(row);
}

/** The wearable of a number. */
export function deviceByNumber(db: Connection, number: number): DeviceRecord | undefined {
  const row = db.get("select * from device where number = ?", number);
  return row && toDevice(row);
}

/** The key generations of a wearable. */
export function deviceKeys(db: Connection, device: number): DeviceKeyRecord[] {
  return db.all("select * from device_key where device = ? order by kid", device).map(toKey);
}

/** Reads a row of table `device`. */
export function toDevice(row: Row): DeviceRecord {
  return {
    number: row["number"] as number,
    uid: row["uid"] as string,
    assignment: row["assignment"] as DeviceRecord["assignment"],
    reference: optional(row["reference"]),
    expiresAtUnixMs: optional(row["expires_unix_ms"]),
    createdAtUnixMs: row["created_unix_ms"] as number,
    heartbeatS: row["heartbeat_s"] as number,
    isSilent: row["silent"] === 1,
  };
}

function toKey(row: Row): DeviceKeyRecord {
  return {
    device: row["device"] as number,
    kid: row["kid"] as number,
    rootKey: row["root_key"] as Uint8Array,
    state: row["state"] as DeviceKeyRecord["state"],
    newestEpoch: row["newest_epoch"] as number,
    newestCounter: row["newest_counter"] as number,
    heardAtUnixMs: optional(row["heard_unix_ms"]),
  };
}
