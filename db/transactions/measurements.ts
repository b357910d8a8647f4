/**
 * Measurements over time, written so that a card lives long.
 *
 *     five minutes ─▶ rows at the end of the table ─▶ an hour, or six, is over ─▶ one row in place of many
 *     older than its limit ─▶ removed, both
 */
import type { Connection } from "../sqlite/connection.ts";
import type { Tables } from "../schema/rows.ts";
import { Spread } from "../../devices/tools/spread.ts";
import { MEASUREMENT_KINDS, type MeasurementKind, spanOf, SPANS } from "./measurement_kinds.ts";
import { DISPENSABLE, type Write } from "./write.ts";

/** Values of one kind within one span of time. */
export interface MeasurementSum {
  readonly count: number;
  readonly sum: number;
  readonly low: number;
  readonly high: number;
  /** Of latencies: how they are spread. */
  readonly spread?: Uint8Array | undefined;
}

/** What was measured of a subject within five minutes. */
export interface NewMeasurement extends MeasurementSum {
  /** Such as `modem/lora-1`, at most 200 characters. */
  readonly subject: string;
  readonly kind: MeasurementKind;
  /** In five minutes since 1970. */
  readonly at: number;
}

/** No caller waits for it, and on a full disk it is done without. */
export const KEEP_MEASUREMENTS: Write<readonly NewMeasurement[], void> = {
  run: keepMeasurements,
  rank: () => DISPENSABLE,
  mayDefer: () => true,
  batchEvents: (measurements) => measurements.length,
  onDiskFull: () => {},
};

function keepMeasurements(db: Connection, measurements: readonly NewMeasurement[]): void {
  for (const { at, kind, subject, ...sum } of measurements) {
    const key = { span: SPANS.fresh, at, subject: subjectNumber(db, subject) };
    const row = { ...key, kind: MEASUREMENT_KINDS[kind] };
    putRow(db, row, sum, rowOf(db, row));
  }
}

function subjectNumber(db: Connection, name: string): number {
  const known = db.get("select number from measured_subject where name = ?", name);
  if (known !== undefined) return known.number;
  const sql = "insert into measured_subject (name, span) values (?, ?) returning number";
  return db.get<Pick<Tables["measured_subject"], "number">>(sql, name, spanOf(name))!.number;
}

/** One row, by its key. */
type Key = Pick<Tables["measurement"], "at" | "subject" | "kind"> & { readonly span: number };

function rowOf(db: Connection, { at, kind, span, subject }: Key): MeasurementSum | undefined {
  const sql = `select count, sum, low, high, spread from measurement
    where span = ? and at = ? and subject = ? and kind = ?`;
  const row = db.get(sql, span, at, subject, kind);
  return row === undefined ? undefined : sumOf(row);
}

/** What a row says. */
export function sumOf(
  { count, high, low, spread, sum }: Pick<
    Tables["measurement"],
    "count" | "high" | "low" | "spread" | "sum"
  >,
): MeasurementSum {
  const mean = sum / count;
  return { count, sum, low: low ?? mean, high: high ?? mean, spread: spread ?? undefined };
}

/** Two together. */
export function addSums(one: MeasurementSum, other: MeasurementSum | undefined): MeasurementSum {
  if (other === undefined) return one;
  return {
    count: one.count + other.count,
    sum: one.sum + other.sum,
    low: Math.min(one.low, other.low),
    high: Math.max(one.high, other.high),
    spread: addSpreads(one.spread, other.spread),
  };
}

function addSpreads(one?: Uint8Array, other?: Uint8Array): Uint8Array | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const spread = Spread.decode(one);
  spread.addAll(Spread.decode(other));
  return spread.encode();
}

function putRow(db: Connection, key: Key, sum: MeasurementSum, known?: MeasurementSum): void {
  const whole = addSums(sum, known);
  const isOne = whole.low === whole.high;
  db.run(
    `insert into measurement (span, at, subject, kind, count, sum, low, high, spread)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict do update set count = excluded.count, sum = excluded.sum, low = excluded.low,
                               high = excluded.high, spread = excluded.spread`,
    key.span,
    key.at,
    key.subject,
    key.kind,
    whole.count,
    whole.sum,
    isOne ? null : whole.low,
    isOne ? null : whole.high,
    whole.spread ?? null,
  );
}

/** A piece of the work that makes one row of many. */
export interface FoldStep {
  /** Of the rows that are made: 12 or 72. */
  readonly span: number;
  /** Where they begin, in five minutes since 1970: a multiple of the span. */
  readonly at: number;
  /** Subjects with a number above this one. */
  readonly afterSubject: number;
}

/** Kinds are below it. */
const KINDS = 256;
/** Subjects of a step: each has a few rows in each five minutes. */
const FOLDED_SUBJECTS = 25;

/** Done again it gives the same; what it was made of stays until it is too old. */
export const FOLD_MEASUREMENTS: Write<FoldStep, number | undefined> = {
  run: foldMeasurements,
  rank: () => DISPENSABLE,
  mayDefer: () => true,
  onDiskFull: () => undefined,
};

/** @returns the subject to go on after; undefined: that was all. */
function foldMeasurements(
  db: Connection,
  { afterSubject, at, span }: FoldStep,
): number | undefined {
  const subjects = db.all(
    "select number from measured_subject where number > ? and span = ? order by number limit ? + 0",
    afterSubject,
    span,
    FOLDED_SUBJECTS,
  ).map(({ number }) => number);
  if (subjects.length > 0) foldSubjects(db, new Set(subjects), span, at);
  return subjects.length < FOLDED_SUBJECTS ? undefined : subjects.at(-1);
}

/** Looks once at each five minutes, where the subjects lie side by side. */
function foldSubjects(db: Connection, subjects: Set<number>, span: number, at: number): void {
  const sql = `with recursive times (at) as (
      select ? union all select at + 1 from times where at + 1 < ?)
    select m.subject, m.kind, m.count, m.sum, m.low, m.high, m.spread from times t
    cross join measurement m
      on m.span = ? and m.at = t.at and m.subject between ? and ?`;
  const [first, last] = [Math.min(...subjects), Math.max(...subjects)];
  const sums = new Map<number, MeasurementSum>();
  const rows = db.all<Tables["measurement"]>(sql, at, at + span, SPANS.fresh, first, last);
  for (const { kind, subject, ...row } of rows) {
    if (!subjects.has(subject)) continue;
    // Sorted as the table is, what is made lies together, too.
    const key = subject * KINDS + kind;
    sums.set(key, addSums(sumOf(row), sums.get(key)));
  }
  for (const [key, sum] of [...sums].sort(([a], [b]) => a - b)) {
    const [subject, kind] = [Math.floor(key / KINDS), key % KINDS];
    putRow(db, { span, at, subject, kind }, sum);
  }
}

/** What is too old, in five minutes since 1970. */
export interface MeasurementLimits {
  /** Rows of five minutes before it. */
  readonly fresh: number;
  /** All others before it. */
  readonly folded: number;
}

/** Rows of a step. */
const REMOVED_ROWS = 2_000;

export const EXPIRE_MEASUREMENTS: Write<MeasurementLimits, number> = {
  run: expireMeasurements,
  rank: () => DISPENSABLE,
  mayDefer: () => true,
};

/** Removes what is too old, a little at a time. @returns how many rows went; 0: none is left. */
function expireMeasurements(db: Connection, { folded, fresh }: MeasurementLimits): number {
  for (const span of Object.values(SPANS)) {
    const before = span === SPANS.fresh ? fresh : folded;
    const gone = db.run(
      `delete from measurement where (span, at, subject, kind) in (
         select span, at, subject, kind from measurement where span = ? and at < ? limit ? + 0)`,
      span,
      before,
      REMOVED_ROWS,
    );
    if (gone > 0) return gone;
  }
  return 0;
}
