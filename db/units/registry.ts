/** Wearables and their keys. Every change moves tally `registry`, so that a running gateway sees it. */
import type { Connection } from "../connection.ts";
import { addToTally } from "../tally.ts";

export interface NewDevice {
  readonly uid: string;
  readonly kid: number;
  /** 16 bytes. */
  readonly rootKey: Uint8Array;
  /** The newest epoch that the device has used; 0 for a new one. */
  readonly epoch: number;
  readonly createdAtUnixMs: number;
}

/** Adds a wearable with its first key; false when the UID is taken. */
export function addDevice(db: Connection, device: NewDevice): boolean {
  const row = db.get(
    `insert into device (uid, created_unix_ms, changed) values (?, ?, ?)
     on conflict (uid) do nothing returning number`,
    device.uid,
    device.createdAtUnixMs,
    addToTally(db, "registry"),
  );
  if (row === undefined) return false;
  db.run(
    `insert into device_key (device, kid, root_key, state, newest_epoch)
     values (?, ?, ?, 'current', ?)`,
    row["number"] as number,
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
  },
): boolean {
  const changed = db.run(
    `update device set assignment = 'active', reference = ?, expires_unix_ms = ?, changed = ?
     where uid = ? and assignment <> 'retired'`,
    assignment.reference,
    assignment.expiresAtUnixMs ?? null,
    addToTally(db, "registry"),
    assignment.uid,
  );
  return changed === 1;
}
