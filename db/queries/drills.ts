/** Queries of drills and guided tests of wearables. */
import type { Connection } from "../sqlite/connection.ts";

/** A drill as it was begun; it may be over by now. */
export interface DrillRecord {
  readonly bootId: string;
  readonly untilUptimeMs: number;
  readonly by: string;
}

/** The drill that a wearable was last put into, unless it was stopped. */
export function ofDevice(db: Connection, device: number): DrillRecord | undefined {
  const row = db.get("select * from drill where device = ?", device);
  return row && {
    bootId: row.boot_id,
    untilUptimeMs: row.until_uptime_ms,
    by: row.by,
  };
}

/** A drill with the number of its wearable. */
export interface LastingDrill extends DrillRecord {
  readonly device: number;
}

/** The drills that were begun and not ended, by number of the wearable. */
export function lasting(db: Connection): LastingDrill[] {
  return db.all("select * from drill order by device").map((row) => ({
    device: row.device,
    bootId: row.boot_id,
    untilUptimeMs: row.until_uptime_ms,
    by: row.by,
  }));
}

/** How many alarms of a wearable were marked as drill since a moment of this boot. */
export function countAlarms(
  db: Connection,
  device: number,
  since: { readonly bootId: string; readonly uptimeMs: number },
): number {
  const sql = `select count(*) as count from drill_alarm
    where device = ? and boot_id = ? and uptime_ms > ?`;
  const row = db.get(sql, device, since.bootId, Math.floor(since.uptimeMs))!;
  return row.count;
}

/** The result of a guided test. */
export interface DeviceTestRecord {
  readonly atUnixMs: number;
  readonly passed: boolean;
  readonly by: string;
  /** What was reached, as JSON. */
  readonly steps: string;
}

/** The newest guided test of a wearable. */
export function newestTest(db: Connection, device: number): DeviceTestRecord | undefined {
  const sql = "select * from device_test where device = ? order by number desc limit 1";
  const row = db.get(sql, device);
  return row && {
    atUnixMs: row.at_unix_ms,
    passed: row.passed === 1,
    by: row.by,
    steps: row.steps,
  };
}
