/** Drills and guided tests of wearables. */
import type { Connection } from "../connection.ts";

/** How long alarms of a drill count towards its quota, in ms. */
export const DRILL_QUOTA_MS = 3_600_000;

export interface NewDrill {
  /** Number of the wearable. */
  readonly device: number;
  /** A drill lasts no longer than the boot in which it began. */
  readonly bootId: string;
  readonly untilUptimeMs: number;
  readonly by: string;
}

/** Begins a drill of a wearable, in place of one that lasts. */
export function startDrill(db: Connection, drill: NewDrill): void {
  db.run(
    `insert into drill (device, boot_id, until_uptime_ms, by) values (?, ?, ?, ?)
     on conflict (device) do update set
       boot_id = excluded.boot_id, until_uptime_ms = excluded.until_uptime_ms, by = excluded.by`,
    drill.device,
    drill.bootId,
    Math.floor(drill.untilUptimeMs),
    drill.by,
  );
}

/** Ends the drill of a wearable; false when it had none. */
export function stopDrill(db: Connection, { device }: { readonly device: number }): boolean {
  return db.run("delete from drill where device = ?", device) === 1;
}

/** Counts an alarm that was marked as drill, and forgets those that count no more. */
export function keepDrillAlarm(
  db: Connection,
  device: number,
  { bootId, uptimeMs }: { readonly bootId: string; readonly uptimeMs: number },
): void {
  db.run(
    "delete from drill_alarm where device = ? and (boot_id <> ? or uptime_ms < ?)",
    device,
    bootId,
    Math.floor(uptimeMs - DRILL_QUOTA_MS),
  );
  db.run(
    "insert into drill_alarm (device, boot_id, uptime_ms) values (?, ?, ?)",
    device,
    bootId,
    Math.floor(uptimeMs),
  );
}

export interface DeviceTestResult {
  /** Number of the wearable. */
  readonly device: number;
  readonly atUnixMs: number;
  readonly passed: boolean;
  readonly by: string;
  /** What was reached, as JSON. */
  readonly steps: string;
}

/** Keeps the result of a guided test; gives its number. */
export function keepDeviceTest(db: Connection, test: DeviceTestResult): number {
  const row = db.get(
    `insert into device_test (device, at_unix_ms, passed, by, steps) values (?, ?, ?, ?, ?)
     returning number`,
    test.device,
    test.atUnixMs,
    test.passed ? 1 : 0,
    test.by,
    test.steps,
  );
  return row!["number"] as number;
}
