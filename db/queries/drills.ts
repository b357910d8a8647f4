/** Queries of drills and guided tests of wearables. */
import type { Tables } from "../schema/rows.ts";
import type { Connection } from "../sqlite/connection.ts";

/** A drill as it was begun; it may be over by now. */
export interface DrillRecord {
  /** Number of the wearable. */
  readonly device: number;
  readonly bootId: string;
  readonly untilUptimeMs: number;
  readonly by: string;
}

/** The drill that a wearable was last put into, unless it was stopped. */
export function ofDevice(db: Connection, device: number): DrillRecord | undefined {
  const row = db.get("select * from drill where device = ?", device);
  return row && toDrill(row);
}

/** The drills that were begun and not ended, by number of the wearable. */
export function lasting(db: Connection): DrillRecord[] {
  return db.all("select * from drill order by device").map(toDrill);
}

function toDrill({ boot_id: bootId, by, device, until_uptime_ms: untilUptimeMs }: Tables["drill"]) {
  return { device, bootId, untilUptimeMs, by };
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
  return row && toTest(row);
}

/** The newest guided test of any wearable. */
export function newestTestOfAll(db: Connection): DeviceTestRecord | undefined {
  const row = db.get("select * from device_test order by number desc limit 1");
  return row && toTest(row);
}

function toTest({ at_unix_ms: atUnixMs, by, passed, steps }: Tables["device_test"]) {
  return { atUnixMs, passed: passed === 1, by, steps };
}
