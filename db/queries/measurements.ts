/** Queries of what was measured over time. */
import type { Tables } from "../schema/rows.ts";
import type { Connection } from "../sqlite/connection.ts";
import {
  MEASUREMENT_KINDS,
  MEASUREMENT_UNIT_MS,
  type MeasurementKind,
  SPANS,
} from "../transactions/measurement_kinds.ts";
import { type MeasurementSum, sumOf } from "../transactions/measurements.ts";

/** The values of one kind within a span of time. */
export interface MeasurementPoint extends MeasurementSum {
  readonly atUnixMs: number;
  readonly spanMs: number;
}

/** Points beyond so many are not read: the newest of five minutes for two days are 576. */
const POINT_LIMIT = 1_000;
/** Up to here, rows of five minutes are read; for longer, those that were made of them. */
const FINE_MS = 49 * 3_600_000;

/**
 * What was measured of a subject, in the order of time: of two days by five minutes, of more by hours (of
 * wearables by six hours), with five minutes where these are not over yet.
 * @param subject Such as `modem/lora-1`.
 */
export function series(
  db: Connection,
  subject: string,
  kind: MeasurementKind,
  fromUnixMs: number,
  toUnixMs: number,
): MeasurementPoint[] {
  return seriesOf(db, subject, [kind], fromUnixMs, toUnixMs).get(kind)!;
}

/** The same of several kinds, which lie side by side: it costs what one does. */
export function seriesOf(
  db: Connection,
  subject: string,
  kinds: readonly MeasurementKind[],
  fromUnixMs: number,
  toUnixMs: number,
): Map<MeasurementKind, MeasurementPoint[]> {
  const known = db.get("select number, span from measured_subject where name = ?", subject);
  const read = known === undefined ? [] : pointsBetween(db, known, fromUnixMs, toUnixMs);
  return new Map(kinds.map((kind) => {
    const number = MEASUREMENT_KINDS[kind];
    return [kind, read.filter((its) => its.kind === number).map(({ kind: _, ...its }) => its)];
  }));
}

interface KindPoint extends MeasurementPoint {
  readonly kind: number;
}

function pointsBetween(
  db: Connection,
  { number, span }: { readonly number: number; readonly span: number },
  fromUnixMs: number,
  toUnixMs: number,
): KindPoint[] {
  const [from, to] = [fromUnixMs, toUnixMs].map((at) => Math.floor(at / MEASUREMENT_UNIT_MS)) as [
    number,
    number,
  ];
  if (toUnixMs - fromUnixMs <= FINE_MS) return points(db, number, SPANS.fresh, from, to);
  const coarse = points(db, number, span, Math.floor(from / span) * span, to);
  // What is not folded yet is at the end; a gateway that was down has folded nothing for a while.
  const end = foldedUpTo(db, span);
  const rest = Math.max(from, end, to - FINE_MS / MEASUREMENT_UNIT_MS);
  return [...coarse, ...points(db, number, SPANS.fresh, rest, to)];
}

/** Where the rows of five minutes begin of which no longer ones were made; in five minutes. */
export function foldedUpTo(db: Connection, span: number): number {
  const sql = "select max(at) as at from measurement where span = ?";
  const newest = db.get<{ at: number | null }>(sql, span)!.at;
  return newest === null ? 0 : newest + span;
}

/** Since when there are measurements at all, Unix ms; undefined: there are none. */
export function since(db: Connection): number | undefined {
  const times = Object.values(SPANS).flatMap((span) => {
    const sql = "select min(at) as at from measurement where span = ?";
    const { at } = db.get<{ at: number | null }>(sql, span)!;
    return at === null ? [] : [at];
  });
  return times.length === 0 ? undefined : Math.min(...times) * MEASUREMENT_UNIT_MS;
}

/**
 * Names of subjects that begin so, such as `wearable/d-1/` for the modems that heard it.
 * @param limit At most so many.
 */
export function subjects(db: Connection, prefix: string, limit = 100): string[] {
  const sql = `select name from measured_subject where name >= ? and name < ? || char(1114111)
    order by name limit ? + 0`;
  return db.all(sql, prefix, prefix, limit).map(({ name }) => name);
}

type Point = Pick<
  Tables["measurement"],
  "at" | "kind" | "count" | "sum" | "low" | "high" | "spread"
>;

/** One look for each span of time: the table is in their order, not in that of subjects. */
function points(
  db: Connection,
  subject: number,
  span: number,
  from: number,
  to: number,
): KindPoint[] {
  const oldest = db.get<{ at: number | null }>(
    "select min(at) as at from measurement where span = ? and at >= ?",
    span,
    from,
  )!.at;
  if (oldest === null || oldest > to) return [];
  const sql = `with recursive spans (at) as (
      select ? union all select at + ? from spans where at + ? <= ? limit ? + 0)
    select m.at, m.kind, m.count, m.sum, m.low, m.high, m.spread from spans s
    cross join measurement m on m.span = ? and m.at = s.at and m.subject = ?`;
  return db.all<Point>(sql, oldest, span, span, to, POINT_LIMIT, span, subject)
    .map(({ at, kind, ...row }) => ({
      ...sumOf(row),
      kind,
      atUnixMs: at * MEASUREMENT_UNIT_MS,
      spanMs: span * MEASUREMENT_UNIT_MS,
    }));
}
