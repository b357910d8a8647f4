/** Queries about the life of wearables. */
import type { Connection, Row } from "../sqlite/connection.ts";
import { openIncident } from "../transactions/device_keys.ts";
import type { DeviceStepName } from "../transactions/device_step.ts";
import { type DeviceRecord, toDevice } from "./registry.ts";

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

/** What the reader of a store knows of the life of its wearables. */
export class DeviceLives {
  /** @param db The reader's connection, which may be another by the next call. */
  constructor(readonly db: () => Connection) {}

  /** Wearables in the order of their UID, after one. */
  devicesAfter(uid: string, limit: number): DeviceRecord[] {
    const sql = "select * from device where uid > ? order by uid limit ? + 0";
    return this.db().all(sql, uid, limit).map(toDevice);
  }

  /** The newest steps of a wearable, oldest first. */
  steps(device: number): DeviceStepRecord[] {
    const sql = "select * from device_step where device = ? order by number desc limit ? + 0";
    return this.db().all(sql, device, STEP_LIMIT).map(toStep).reverse();
  }

  /** When drills of a wearable began and ended between two moments, oldest first. */
  drillSteps(device: number, fromUnixMs: number, untilUnixMs: number): DeviceStepRecord[] {
    const sql = `select * from device_step
      where device = ? and what in ('drill-started', 'drill-ended') and at_unix_ms between ? and ?
      order by number limit ? + 0`;
    return this.db().all(sql, device, fromUnixMs, untilUnixMs, STEP_LIMIT).map(toStep);
  }

  /** The incident of a wearable that is still open: its id, 16 bytes. */
  openIncident(device: number): Uint8Array | undefined {
    return openIncident(this.db(), device);
  }

  /** Assignments that end after one moment and up to another, those first that end first. */
  ending(afterUnixMs: number, untilUnixMs: number, limit: number): EndingAssignment[] {
    const rows = this.db().all(
      `select uid, reference, expires_unix_ms from device
       where expires_unix_ms is not null and assignment in ('active', 'suspended')
         and expires_unix_ms > ? and expires_unix_ms <= ?
       order by expires_unix_ms limit ? + 0`,
      afterUnixMs,
      untilUnixMs,
      limit,
    );
    return rows.map((row) => ({
      uid: row["uid"] as string,
      reference: (row["reference"] ?? undefined) as string | undefined,
      expiresAtUnixMs: row["expires_unix_ms"] as number,
    }));
  }

  /** How many assignments end after one moment and up to another. */
  countEnding(afterUnixMs: number, untilUnixMs: number): number {
    const row = this.db().get(
      `select count(*) as count from device
       where expires_unix_ms is not null and assignment in ('active', 'suspended')
         and expires_unix_ms > ? and expires_unix_ms <= ?`,
      afterUnixMs,
      untilUnixMs,
    );
    return row!["count"] as number;
  }
}

function toStep(row: Row): DeviceStepRecord {
  return {
    atUnixMs: row["at_unix_ms"] as number,
    by: row["by"] as string,
    what: row["what"] as DeviceStepName,
    details: JSON.parse(row["details"] as string),
  };
}
