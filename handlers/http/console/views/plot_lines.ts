/** Lines of a plot, made of what was measured: few enough points to be drawn, and read as a table. */
import { addSums, type MeasurementPoint } from "../../../../db/store.ts";

/** One line: its points in the order of time. */
export interface PlotLine {
  readonly name: string;
  readonly points: readonly PlotPoint[];
  /** Between points that lie further apart it does not go on, in ms; absent: it always does. */
  readonly gapMs?: number | undefined;
}

export interface PlotPoint {
  readonly atUnixMs: number;
  readonly value: number;
}

/** Which value of a span of time a line shows. */
export type PlottedValue = "mean" | "sum" | "low" | "high";

/** Points of a line; more are put together by time. */
const POINT_LIMIT = 300;
/** A line goes on over so many spans that have no value. */
const GAP_SPANS = 3;

interface LineSettings {
  readonly name: string;
  readonly show: PlottedValue;
  /** What is heard now and then is one line; what is measured each minute has gaps. */
  readonly isSparse?: boolean;
}

/** The line of one series. @param points As `reader.measurements.series` gives them. */
export function plotLine(
  points: readonly MeasurementPoint[],
  { isSparse = false, name, show }: LineSettings,
): PlotLine {
  const fewer = condense(points);
  const spanMs = Math.max(0, ...fewer.map((point) => point.spanMs));
  return {
    name,
    points: fewer.map((point) => ({ atUnixMs: point.atUnixMs, value: valueOf(point, show) })),
    gapMs: isSparse ? undefined : GAP_SPANS * spanMs,
  };
}

/** Neighbours as one, where there are too many; both ends of what they say stay. */
function condense(points: readonly MeasurementPoint[]): readonly MeasurementPoint[] {
  if (points.length <= POINT_LIMIT) return points;
  const size = Math.ceil(points.length / POINT_LIMIT);
  const groups: MeasurementPoint[] = [];
  for (let at = 0; at < points.length; at += size) {
    const group = points.slice(at, at + size);
    const [first, last] = [group[0]!, group.at(-1)!];
    const spanMs = last.atUnixMs + last.spanMs - first.atUnixMs;
    const sums = group.slice(1).reduce((sum, point) => ({ ...sum, ...addSums(sum, point) }), first);
    groups.push({ ...sums, atUnixMs: first.atUnixMs, spanMs });
  }
  return groups;
}

function valueOf({ count, high, low, sum }: MeasurementPoint, show: PlottedValue): number {
  const values = { mean: sum / count, sum, low, high };
  return Math.round(10 * values[show]) / 10;
}

/** The values of all lines by their times, as a plot and its table have them; null: none. */
export function aligned(lines: readonly PlotLine[]): {
  readonly times: readonly number[];
  readonly values: readonly (readonly (number | null)[])[];
} {
  const times = new Set(lines.flatMap(({ points }) => points.map(({ atUnixMs }) => atUnixMs)));
  const sorted = [...times].sort((a, b) => a - b);
  const values = lines.map(({ points }) => {
    const byTime = new Map(points.map(({ atUnixMs, value }) => [atUnixMs, value]));
    return sorted.map((at) => byTime.get(at) ?? null);
  });
  return { times: sorted, values };
}
