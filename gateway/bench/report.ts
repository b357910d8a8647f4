/** The figures of a run, as `--json` prints them and as rows of a table. */
import { kindOf, MEASURE_NAMES, type MeasureName, type Target } from "./catalogue.ts";

/** What was measured of one thing. */
export interface Figure {
  readonly ours: number;
  /** The same work done barely, in the same run on the same machine. */
  readonly floor?: number;
  /** What a reader has to know about the figure. */
  readonly note?: string;
}

/** A figure, or in one sentence why there is none. */
export type Outcome = Figure | { readonly skipped: string };

/** One measure in JSON. `null`: not measured, or there is no floor for it. */
export interface ReportedMeasure {
  readonly ours: number | null;
  readonly floor: number | null;
  readonly ratio: number | null;
  readonly unit: string;
  readonly target?: Target;
  /** Whether the target is met; absent when there is none or nothing was measured. */
  readonly met?: boolean;
  readonly note?: string;
  readonly skipped?: string;
}

export interface Report {
  readonly measures: Record<MeasureName, ReportedMeasure>;
}

const NOT_RUN: Outcome = { skipped: "it was not run" };

/** Every measure is in the report, also what could not be measured. */
export function reportOf(outcomes: ReadonlyMap<MeasureName, Outcome>): Report {
  const entries = MEASURE_NAMES.map((name) =>
    [name, reportedMeasure(name, outcomes.get(name) ?? NOT_RUN)] as const
  );
  return { measures: Object.fromEntries(entries) as Report["measures"] };
}

function reportedMeasure(name: MeasureName, outcome: Outcome): ReportedMeasure {
  const { unit, target } = kindOf(name);
  const common = { unit, ...(target === undefined ? {} : { target }) };
  if ("skipped" in outcome) {
    return { ours: null, floor: null, ratio: null, ...common, skipped: outcome.skipped };
  }
  const { floor, note, ours } = outcome;
  const ratio = floor === undefined ? null : ours / floor;
  return {
    ours: significant(ours),
    floor: floor === undefined ? null : significant(floor),
    ratio: ratio === null ? null : significant(ratio),
    ...common,
    ...(target === undefined ? {} : { met: isMet(target, target.of === "ours" ? ours : ratio) }),
    ...(note === undefined ? {} : { note }),
  };
}

function isMet({ atLeast = -Infinity, atMost = Infinity }: Target, value: number | null): boolean {
  return value !== null && value >= atLeast && value <= atMost;
}

/** More digits than these are noise. */
function significant(value: number): number {
  return Number(value.toPrecision(4));
}

export const HEADINGS = ["measure", "ours", "floor", "ratio", "unit", "target", ""] as const;

/** The report under `HEADINGS`. */
export function tableRows({ measures }: Report): string[][] {
  return MEASURE_NAMES.map((name) => {
    const measure = measures[name];
    const numbers = [measure.ours, measure.floor, measure.ratio].map(shown);
    return [name, ...numbers, measure.unit, targetText(measure), remarkOn(measure)];
  });
}

function shown(value: number | null): string {
  if (value === null) return "–";
  return Math.abs(value) >= 1_000 ? String(Math.round(value)) : String(value);
}

function targetText({ target }: ReportedMeasure): string {
  if (target === undefined) return "";
  const bound = target.atMost === undefined ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
  return target.of === "ratio" ? `ratio ${bound}` : bound;
}

function remarkOn({ met, note, skipped }: ReportedMeasure): string {
  if (skipped !== undefined) return `SKIPPED: ${skipped}`;
  return [met === false ? "MISSED" : "", note ?? ""].filter((text) => text !== "").join(", ");
}
