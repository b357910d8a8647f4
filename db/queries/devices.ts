/** Queries of wearables, their keys and their life. */
import type { Tables } from "../schema/rows.ts";
import type { Connection } from "../sqlite/connection.ts";
import { readCounter } from "../transactions/counter.ts";
import type { DeviceStepName } from "../transactions/device_step.ts";

/** A wearable and the file that it serves. */
export interface DeviceRecord {
  readonly number: number;
  readonly uid: string;
  readonly assignment: "none" | "active" | "suspended" | "retired";
  readonly reference: string | undefined;
  readonly expiresAtUnixMs: number | undefined;
  readonly createdAtUnixMs: number;
  /** Seconds between its heartbeats, as a person said; 0: nobody did. */
  readonly heartbeatS: number;
  /** The same, as it was learned from them. */
  readonly learnedHeartbeatS: number | undefined;
  /** A person said that its silence is to go unnoticed. */
  readonly isExempt: boolean;
  /** Its silence was reported, and it was not heard since. */
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
export function changedAfter(db: Connection, version: number): DeviceRecord[] {
  return db.all("select * from device where changed > ? order by number", version).map(toDevice);
}

/** How far changes have been read: the version of the registry and the number of a wearable. */
export interface ChangeMark {
  readonly version: number;
  readonly number: number;
}

/**
 * The next wearables that changed, those first whose change is older.
 * @returns The mark of the last of them as well; that of the call when there is none.
 */
export function changesAfter(
  db: Connection,
  mark: ChangeMark,
  limit: number,
): { readonly records: DeviceRecord[]; readonly mark: ChangeMark } {
  const rows = db.all(
    "select * from device where (changed, number) > (?, ?) order by changed, number limit ? + 0",
    mark.version,
    mark.number,
    limit,
  );
  const last = rows.at(-1);
  return {
    records: rows.map(toDevice),
    mark: last === undefined ? mark : { version: last.changed, number: last.number },
  };
}

/** Number of key generations of all wearables. */
export function keyCount(db: Connection): number {
  return db.get("select count(*) as count from device_key")!.count;
}

/** Wearables in the order of their UID. */
export function all(db: Connection): DeviceRecord[] {
  return db.all("select * from device order by uid").map(toDevice);
}

/** The wearable of a UID. */
export function byUid(db: Connection, uid: string): DeviceRecord | undefined {
  const row = db.get("select * from device where uid = ?", uid);
  return row && toDevice(row);
}

/** The wearable of a number. */
export function byNumber(db: Connection, number: number): DeviceRecord | undefined {
  const row = db.get("select * from device where number = ?", number);
  return row && toDevice(row);
}

/**
 * How many wearables serve a file, and how many of these could fall silent without a word although nobody
 * wants it: their period was neither set nor learned.
 */
export function supervision(
  db: Connection,
): { readonly assigned: number; readonly unsupervised: number } {
  return db.get(
    `select count(*) as assigned, count(*) filter (
       where heartbeat_s = 0 and learned_heartbeat_s is null and exempt = 0) as unsupervised
     from device where assignment = 'active'`,
  )!;
}

/** How many wearables serve a file, and how many of these were heard. */
export interface HeardCounts {
  readonly assigned: number;
  readonly heard: number;
}

/**
 * How many wearables serve a file, and how many of these were heard since a moment and are not silent.
 * A row or two are read of each wearable, none of events.
 */
export function heardSince(
  db: Connection,
  sinceUnixMs: number,
): HeardCounts {
  return db.get<HeardCounts>(
    `select count(*) as assigned, count(*) filter (where silent = 0 and (
       exists (select 1 from device_key k
               where k.device = device.number and k.heard_unix_ms > ?1)
       or exists (select 1 from foreign_sender s
                  where s.device = device.number and s.heard_unix_ms > ?1))) as heard
     from device where assignment = 'active'`,
    sinceUnixMs,
  )!;
}

/** The key generations of a wearable. */
export function keys(db: Connection, device: number): DeviceKeyRecord[] {
  return db.all("select * from device_key where device = ? order by kid", device).map(toKey);
}

/** Moves whenever a wearable or a key changes. */
export function version(db: Connection): number {
  return readCounter(db, "registry");
}

export {
  /** Wearables that may not be answered before they have a new root key: their UIDs. */
  unanswerable,
} from "../transactions/answer_start.ts";

/** A step of a wearable's life. */
export interface DeviceStepRecord {
  readonly atUnixMs: number;
  readonly by: string;
  readonly what: DeviceStepName;
  readonly details: Readonly<Record<string, unknown>>;
}

/** An assignment that has an end. */
export interface EndingAssignment {
  readonly uid: string;
  readonly reference: string | undefined;
  readonly expiresAtUnixMs: number;
}

/** Steps shown of one wearable, the newest. */
const STEP_LIMIT = 100;

/** Wearables in the order of their UID, after one. */
export function after(db: Connection, uid: string, limit: number): DeviceRecord[] {
  const sql = "select * from device where uid > ? order by uid limit ? + 0";
  return db.all(sql, uid, limit).map(toDevice);
}

/** The newest steps of a wearable, oldest first. */
export function steps(db: Connection, device: number): DeviceStepRecord[] {
  const sql = "select * from device_step where device = ? order by number desc limit ? + 0";
  return db.all(sql, device, STEP_LIMIT).map(toStep).reverse();
}

/** When drills of a wearable began and ended between two moments, oldest first. */
export function drillSteps(
  db: Connection,
  device: number,
  fromUnixMs: number,
  untilUnixMs: number,
): DeviceStepRecord[] {
  const sql = `select * from device_step
    where device = ? and what in ('drill-started', 'drill-ended') and at_unix_ms between ? and ?
    order by number limit ? + 0`;
  return db.all(sql, device, fromUnixMs, untilUnixMs, STEP_LIMIT).map(toStep);
}

export {
  /** The incident of a wearable that is still open: its id, 16 bytes. */
  openIncident,
} from "../transactions/device_keys.ts";

/** Assignments that end after one moment and up to another, those first that end first. */
export function ending(
  db: Connection,
  afterUnixMs: number,
  untilUnixMs: number,
  limit: number,
): EndingAssignment[] {
  const rows = db.all(
    `select uid, reference, expires_unix_ms from device
     where expires_unix_ms is not null and assignment in ('active', 'suspended')
       and expires_unix_ms > ? and expires_unix_ms <= ?
     order by expires_unix_ms limit ? + 0`,
    afterUnixMs,
    untilUnixMs,
    limit,
  );
  return rows.map((row) => ({
    uid: row.uid,
    reference: row.reference ?? undefined,
    expiresAtUnixMs: row.expires_unix_ms!,
  }));
}

/** How many assignments end after one moment and up to another. */
export function countEnding(db: Connection, afterUnixMs: number, untilUnixMs: number): number {
  const row = db.get(
    `select count(*) as count from device
     where expires_unix_ms is not null and assignment in ('active', 'suspended')
       and expires_unix_ms > ? and expires_unix_ms <= ?`,
    afterUnixMs,
    untilUnixMs,
  );
  return row!.count;
}

/** Reads a row of table `device`. */
export function toDevice(row: Tables["device"]): DeviceRecord {
  return {
    number: row.number,
    uid: row.uid,
    assignment: row.assignment,
    reference: row.reference ?? undefined,
    expiresAtUnixMs: row.expires_unix_ms ?? undefined,
    createdAtUnixMs: row.created_unix_ms,
    heartbeatS: row.heartbeat_s,
    learnedHeartbeatS: row.learned_heartbeat_s ?? undefined,
    isExempt: row.exempt === 1,
    isSilent: row.silent === 1,
  };
}

function toKey(row: Tables["device_key"]): DeviceKeyRecord {
  return {
    device: row.device,
    kid: row.kid,
    rootKey: row.root_key,
    state: row.state,
    newestEpoch: row.newest_epoch,
    newestCounter: row.newest_counter,
    heardAtUnixMs: row.heard_unix_ms ?? undefined,
  };
}

function toStep(row: Tables["device_step"]): DeviceStepRecord {
  return {
    atUnixMs: row.at_unix_ms,
    by: row.by,
    what: row.what,
    details: JSON.parse(row.details),
  };
}
