/** Wearables and their keys. Every change moves counter `registry`, so that a running gateway sees it. */
import type { Connection } from "../sqlite/connection.ts";
import { DISPENSABLE, type Write } from "./write.ts";
import { addToCounter } from "./counter.ts";

export interface NewDevice {
  readonly uid: string;
  readonly kid: number;
  /** 16 bytes. */
  readonly rootKey: Uint8Array;
  /** The newest epoch that the device has used; 0 for a new one. */
  readonly epoch: number;
  /** Seconds between its heartbeats, up to 65 535; 0: its silence goes unnoticed; absent: it is learned. */
  readonly heartbeatS?: number;
  readonly createdAtUnixMs: number;
}

/** Number and assignment of the wearable of a UID. */
export function findDevice(db: Connection, uid: string) {
  return db.get("select number, assignment from device where uid = ?", uid);
}

/** Whether a wearable has a key of this product; those of other makers have none and get no answers. */
export function hasKey(db: Connection, device: number): boolean {
  return db.get("select 1 from device_key where device = ? limit 1", device) !== undefined;
}

/** The running gateway is to see a change of the wearable of a number. */
export function markChanged(db: Connection, device: number): void {
  db.run("update device set changed = ? where number = ?", addToCounter(db, "registry"), device);
}

/** Adds a wearable with its first key; false when the UID is taken. */
export function addDevice(db: Connection, device: NewDevice): boolean {
  const row = db.get(
    `insert into device (uid, created_unix_ms, heartbeat_s, exempt, changed) values (?, ?, ?, ?, ?)
     on conflict (uid) do nothing returning number`,
    device.uid,
    device.createdAtUnixMs,
    device.heartbeatS ?? 0,
    device.heartbeatS === 0 ? 1 : 0,
    addToCounter(db, "registry"),
  );
  if (row === undefined) return false;
  db.run(
    `insert into device_key (device, kid, root_key, state, newest_epoch)
     values (?, ?, ?, 'current', ?)`,
    row.number,
    device.kid,
    device.rootKey,
    device.epoch,
  );
  return true;
}

/** Links a wearable to a file; false when there is no such wearable, or it is retired. */
export function assignDevice(
  db: Connection,
  assignment: {
    readonly uid: string;
    readonly reference: string;
    /** Absent: it does not end. */
    readonly expiresAtUnixMs?: number;
    /** Seconds between its heartbeats, 0: its silence goes unnoticed; absent: as before. */
    readonly heartbeatS?: number;
  },
): boolean {
  const changed = db.run(
    `update device set assignment = 'active', reference = ?1, expires_unix_ms = ?2,
                       heartbeat_s = coalesce(?3, heartbeat_s), exempt = coalesce(?3 = 0, exempt),
                       changed = ?4
     where uid = ?5 and assignment <> 'retired'`,
    assignment.reference,
    assignment.expiresAtUnixMs ?? null,
    assignment.heartbeatS ?? null,
    addToCounter(db, "registry"),
    assignment.uid,
  );
  return changed === 1;
}

/** Whether the silence of a wearable was reported. */
interface Silence {
  readonly uid: string;
  readonly isSilent: boolean;
}

export const MARK_SILENCE: Write<Silence, void> = { run: markSilence, rank: () => DISPENSABLE };

/** Stores whether the silence of a wearable was reported. It is no change of the registry. */
function markSilence(db: Connection, silence: Silence): void {
  db.run("update device set silent = ? where uid = ?", silence.isSilent ? 1 : 0, silence.uid);
}

/** The period of the heartbeats of a wearable, as it was learned. */
interface LearnedHeartbeat {
  readonly uid: string;
  /** 1 to 65 535. */
  readonly periodS: number;
}

export const LEARN_HEARTBEAT: Write<LearnedHeartbeat, void> = {
  run: learnHeartbeat,
  rank: () => DISPENSABLE,
  mayDefer: () => true,
};

/** Stores how often a wearable sends a heartbeat. It is no change of the registry. */
function learnHeartbeat(db: Connection, { periodS, uid }: LearnedHeartbeat): void {
  db.run("update device set learned_heartbeat_s = ? where uid = ?", periodS, uid);
}
