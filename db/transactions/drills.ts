/** Drills and guided tests of wearables. */
import type { Connection } from "../sqlite/connection.ts";
import { keepAudit } from "./audit.ts";
import { type Author, authorText } from "./author.ts";
import { addToCounter } from "./counter.ts";
import { type Actor, keepStep, wearableOf } from "./device_step.ts";
import { appendEvents, type NewEvent } from "./events.ts";

/** How long alarms of a drill count towards its quota, in ms. */
export const DRILL_QUOTA_MS = 3_600_000;

export interface NewDrill extends Actor {
  /** Number of the wearable. */
  readonly device: number;
  /** A drill lasts no longer than the boot in which it began. */
  readonly bootId: string;
  readonly untilUptimeMs: number;
  readonly minutes: number;
  /** Tells every destination. */
  readonly event: NewEvent;
}

/** Begins a drill of a wearable, in place of one that lasts; its step and its event with it. */
export function startDrill(db: Connection, drill: NewDrill): void {
  db.run(
    `insert into drill (device, boot_id, until_uptime_ms, by) values (?, ?, ?, ?)
     on conflict (device) do update set
       boot_id = excluded.boot_id, until_uptime_ms = excluded.until_uptime_ms, by = excluded.by`,
    drill.device,
    drill.bootId,
    Math.floor(drill.untilUptimeMs),
    authorText(drill.by),
  );
  addToCounter(db, "registry");
  keepStep(db, drill.device, drill, "drill-started", { minutes: drill.minutes });
  appendEvents(db, [drill.event]);
}

export interface DrillEnd extends Actor {
  /** Number of the wearable. */
  readonly device: number;
  /** `stopped` by a person; `time`: it was over; `restart`: the box was restarted. */
  readonly reason: "stopped" | "time" | "restart";
  /** Only the drill that was to last until then; absent: whichever lasts. */
  readonly ifUntilUptimeMs?: number;
  readonly event: NewEvent;
}

/** Ends the drill of a wearable, with its step and its event; false, and neither, when it had none. */
export function stopDrill(db: Connection, end: DrillEnd): boolean {
  const { device, ifUntilUptimeMs = null, reason } = end;
  const changed = db.run(
    "delete from drill where device = ?1 and (?2 is null or until_uptime_ms = ?2)",
    device,
    ifUntilUptimeMs,
  );
  if (changed === 0) return false;
  addToCounter(db, "registry");
  keepStep(db, device, end, "drill-ended", { reason });
  appendEvents(db, [end.event]);
  return true;
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
  readonly by: Author;
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
    authorText(test.by),
    test.steps,
  );
  const { atUnixMs, by, passed } = test;
  const subjects = [wearableOf(db, test.device)];
  keepAudit(db, { atUnixMs, by, what: "wearable-tested", subjects, details: { passed } });
  return row!.number;
}
