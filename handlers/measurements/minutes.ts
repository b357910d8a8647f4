/** Minutes: which of them were good, which were not, and which nothing is known of. */
import { MEASUREMENT_UNIT_MS, type MeasurementPoint } from "../../db/store.ts";

const MINUTE_MS = 60_000;
/** What is measured is on the disk so long after the end of five minutes, in ms. */
const WRITTEN_WITHIN_MS = 30_000;

/** From when to when figures can be expected; both are full five minutes. */
export interface MeasuredWindow {
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
}

export interface Minutes {
  /** That there were since it was first measured. */
  readonly expected: number;
  /** In which it did not hold, those that nothing is known of included. */
  readonly bad: number;
}

/** A time in which minutes were bad, to five minutes or, when it is older, to an hour. */
export interface BadSpan {
  readonly subject: string;
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
  readonly minutes: number;
}

/** @param sinceUnixMs Undefined: there are no figures yet. */
export function measuredWindow(
  atUnixMs: number,
  periodMs: number,
  sinceUnixMs: number | undefined,
): MeasuredWindow {
  const floor = (unixMs: number) => unixMs - unixMs % MEASUREMENT_UNIT_MS;
  const toUnixMs = floor(atUnixMs - WRITTEN_WITHIN_MS);
  const wanted = floor(atUnixMs - periodMs);
  // The first five minutes began before the gateway did: what lies before is not missing.
  const first = sinceUnixMs === undefined ? toUnixMs : sinceUnixMs + MEASUREMENT_UNIT_MS;
  return { fromUnixMs: Math.min(Math.max(wanted, first), toUnixMs), toUnixMs };
}

/**
 * Counts the minutes of one subject. `running` is what the figures themselves say: where there are none, the
 * gateway was not there.
 */
export function availabilityOf(
  subject: string,
  points: readonly MeasurementPoint[],
  window: MeasuredWindow,
): { readonly subject: string; readonly minutes: Minutes; readonly spans: readonly BadSpan[] } {
  const inside = points.filter(({ atUnixMs, spanMs }) =>
    atUnixMs + spanMs > window.fromUnixMs && atUnixMs < window.toUnixMs
  );
  const [first] = inside;
  if (first === undefined && subject !== "running") {
    return { subject, minutes: { expected: 0, bad: 0 }, spans: [] };
  }
  const isRunning = subject === "running";
  const since = isRunning ? window.fromUnixMs : Math.max(window.fromUnixMs, first!.atUnixMs);
  const expected = Math.round((window.toUnixMs - since) / MINUTE_MS);
  const good = inside.reduce((total, point) => {
    // An hour may have begun before there was anything to measure.
    const begun = Math.max(point.atUnixMs, since);
    const most = Math.max(0, point.atUnixMs + point.spanMs - begun) / MINUTE_MS;
    return total + Math.min(most, isRunning ? point.count : point.sum);
  }, 0);
  const spans = isRunning ? gaps(inside, window) : shortfalls(subject, inside);
  return { subject, minutes: { expected, bad: Math.max(0, expected - good) }, spans };
}

/** Where something was measured, and was not good. */
function shortfalls(subject: string, points: readonly MeasurementPoint[]): BadSpan[] {
  const bad = points.filter(({ count, sum }) => sum < count)
    .map(({ atUnixMs, count, spanMs, sum }) => ({
      subject,
      fromUnixMs: atUnixMs,
      toUnixMs: atUnixMs + spanMs,
      minutes: count - sum,
    }));
  return joined(bad);
}

/** Where nothing was measured. */
function gaps(points: readonly MeasurementPoint[], window: MeasuredWindow): BadSpan[] {
  const found: BadSpan[] = [];
  let end = window.fromUnixMs;
  const miss = (fromUnixMs: number, toUnixMs: number, minutes: number) => {
    if (minutes > 0) found.push({ subject: "running", fromUnixMs, toUnixMs, minutes });
  };
  for (const { atUnixMs, count, spanMs } of points) {
    miss(end, atUnixMs, Math.round((atUnixMs - end) / MINUTE_MS));
    end = atUnixMs + spanMs;
    // The first hour may have begun before there was anything to measure.
    const begun = Math.max(atUnixMs, window.fromUnixMs);
    if (end <= window.toUnixMs) miss(begun, end, (end - begun) / MINUTE_MS - count);
  }
  miss(end, window.toUnixMs, Math.round((window.toUnixMs - end) / MINUTE_MS));
  return joined(found);
}

/** Neighbours as one. */
function joined(spans: readonly BadSpan[]): BadSpan[] {
  const whole: BadSpan[] = [];
  for (const span of spans) {
    const last = whole.at(-1);
    if (last?.toUnixMs === span.fromUnixMs) {
      const minutes = last.minutes + span.minutes;
      whole[whole.length - 1] = { ...last, toUnixMs: span.toUnixMs, minutes };
    } else whole.push(span);
  }
  return whole;
}
