/** Queries of the daily report. */
import type { Tables } from "../schema/rows.ts";
import type { Connection } from "../sqlite/connection.ts";
import { readCounter } from "../transactions/counter.ts";
import type { WearableDay } from "../transactions/wearable_days.ts";
import type { DeviceRecord } from "./devices.ts";
import { toDevice } from "./devices.ts";

/** The last event that is in the rows; 0: none is. */
export function foldedThrough(db: Connection): number {
  return readCounter(db, "report");
}

/** What was heard of a wearable on a day; undefined: nothing, and nothing was reported of it. */
export function ofDevice(db: Connection, device: number, day: string): WearableDay | undefined {
  const row = db.get("select * from wearable_day where day = ? and device = ?", day, device);
  return row && toDay(row);
}

/** The events of which the rows of a day were made. */
export interface ReportDay {
  readonly first: number;
  readonly last: number;
}

/** Of a day, first and last sequence; undefined: nothing is known of it. */
export function events(db: Connection, day: string): ReportDay | undefined {
  const row = db.get("select * from report_day where day = ?", day);
  return row && { first: row.first_sequence, last: row.last_sequence };
}

/** The oldest day of which something is known. */
export function oldest(db: Connection): string | undefined {
  return db.get<{ day: string | null }>("select min(day) as day from report_day")!.day ?? undefined;
}

/** A wearable, and what was heard of it. */
export interface DeviceDay {
  readonly device: DeviceRecord;
  readonly heard: WearableDay | undefined;
  /** It was linked to another file since, so that whom it served then is not said here. */
  readonly hasChangedFile: boolean;
}

type DeviceDayRow = Tables["device"] & { readonly changed_file: number };

/**
 * Wearables that were there before a moment and in service, or heard, on a day; in the order of their UID.
 * @param after UID after which to begin.
 */
export function ofDay(
  db: Connection,
  day: string,
  endUnixMs: number,
  after: string,
  limit: number,
): DeviceDay[] {
  const rows = db.all<DeviceDayRow>(
    `select d.*, exists (select 1 from device_step s
        where s.device = d.number and s.what = 'assigned' and s.at_unix_ms >= ?2) as changed_file
     from device d
     where d.uid > ?3 and d.created_unix_ms < ?2
       and (d.assignment in ('active', 'suspended')
            or exists (select 1 from wearable_day w where w.day = ?1 and w.device = d.number))
     order by d.uid limit ?4 + 0`,
    day,
    endUnixMs,
    after,
    limit,
  );
  return rows.map((row) => ({
    device: toDevice(row),
    heard: ofDevice(db, row.number, day),
    hasChangedFile: row.changed_file === 1,
  }));
}

/** How many wearables a day is about, and how many of them were heard, tested and charged. */
export interface DayCounts {
  readonly wearables: number;
  readonly heard: number;
  readonly tested: number;
  readonly charged: number;
  readonly silences: number;
  readonly notCharged: number;
  readonly drills: number;
}

/** The same of a day that ends at a moment. */
export function countsOf(db: Connection, day: string, endUnixMs: number): DayCounts {
  const row = db.get<DayCounts>(
    `select count(*) as wearables,
       count(*) filter (where w.heard > 0) as heard,
       count(*) filter (where w.tests > 0) as tested,
       count(*) filter (where w.charging = 1) as charged,
       coalesce(sum(w.silences), 0) as silences,
       coalesce(sum(w.not_charged), 0) as notCharged,
       coalesce(sum(w.drills), 0) as drills
     from device d left join wearable_day w on w.day = ?1 and w.device = d.number
     where d.created_unix_ms < ?2
       and (d.assignment in ('active', 'suspended') or w.device is not null)`,
    day,
    endUnixMs,
  )!;
  return { ...row };
}

function toDay(row: Tables["wearable_day"]): WearableDay {
  return {
    day: row.day,
    device: row.device,
    heard: row.heard,
    firstUnixMs: row.first_unix_ms ?? undefined,
    lastUnixMs: row.last_unix_ms ?? undefined,
    longestGapMs: row.longest_gap_ms,
    batteryLow: row.battery_low ?? undefined,
    batteryLast: row.battery_last ?? undefined,
    isCharged: row.charging === 1,
    tests: row.tests,
    alarms: row.alarms,
    drills: row.drills,
    silences: row.silences,
    notCharged: row.not_charged,
  };
}
