/** Rows of the daily report, made of events that are stored already. */
import type { Connection } from "../sqlite/connection.ts";
import { addToCounter, readCounter } from "./counter.ts";
import { DISPENSABLE, type Write } from "./write.ts";

/** What was heard of a wearable on a day. */
export interface WearableDay {
  /** As in `2026-11-30`. */
  readonly day: string;
  /** Number of the wearable. */
  readonly device: number;
  /** Messages. */
  readonly heard: number;
  /** Of the first and the last of them; undefined: there was none. */
  readonly firstUnixMs: number | undefined;
  readonly lastUnixMs: number | undefined;
  /** Longest time between two messages, in ms. */
  readonly longestGapMs: number;
  /** 0 to 100; undefined: none was said. */
  readonly batteryLow: number | undefined;
  readonly batteryLast: number | undefined;
  /** It said that it charges, or its battery rose. */
  readonly isCharged: boolean;
  /** Messages that a test made. */
  readonly tests: number;
  readonly alarms: number;
  /** Drills that began. */
  readonly drills: number;
  /** How often its silence, and that it was not charged, was reported. */
  readonly silences: number;
  readonly notCharged: number;
}

/** Days as far as the events up to a sequence make them. */
export interface FoldedDays {
  /** The last event that was in the rows which these were made of: else others were written meanwhile. */
  readonly from: number;
  /** The last event that is in them. */
  readonly through: number;
  /** Whole rows, which take the place of those of before. */
  readonly rows: readonly WearableDay[];
  /** First and last sequence of each day that is added to. */
  readonly days: readonly { readonly day: string; readonly first: number; readonly last: number }[];
  /** Days before this one are removed. */
  readonly keptFrom: string;
}

/** False: it changed nothing, since the rows that it was made of are others by now. */
export const FOLD_WEARABLE_DAYS: Write<FoldedDays, boolean> = {
  run: foldWearableDays,
  rank: () => DISPENSABLE,
  mayDefer: () => true,
  batchEvents: ({ rows }) => rows.length,
};

function foldWearableDays(
  db: Connection,
  { days, from, keptFrom, rows, through }: FoldedDays,
): boolean {
  if (readCounter(db, "report") !== from) return false;
  for (const row of rows) putRow(db, row);
  for (const { day, first, last } of days) {
    db.run(
      `insert into report_day (day, first_sequence, last_sequence) values (?, ?, ?)
       on conflict do update set first_sequence = min(first_sequence, excluded.first_sequence),
                                 last_sequence = max(last_sequence, excluded.last_sequence)`,
      ...[day, first, last],
    );
  }
  db.run("delete from wearable_day where day < ?", keptFrom);
  db.run("delete from report_day where day < ?", keptFrom);
  addToCounter(db, "report", through - from);
  return true;
}

function putRow(db: Connection, row: WearableDay): void {
  db.run(
    `insert or replace into wearable_day
       (day, device, heard, first_unix_ms, last_unix_ms, longest_gap_ms, battery_low, battery_last,
        charging, tests, alarms, drills, silences, not_charged)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.day,
    row.device,
    row.heard,
    row.firstUnixMs ?? null,
    row.lastUnixMs ?? null,
    row.longestGapMs,
    row.batteryLow ?? null,
    row.batteryLast ?? null,
    row.isCharged ? 1 : 0,
    row.tests,
    row.alarms,
    row.drills,
    row.silences,
    row.notCharged,
  );
}
