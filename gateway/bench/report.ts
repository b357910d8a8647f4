/** The figures of a run, as `--json` prints them and as rows of a table. */
import { defined } from "../../devices/tools/defined.ts";
import { kindOf, MEASURE_NAMES, type MeasureName, type Target } from "./catalogue.ts";

/** Run delay: shares, 0 to 1, of the time in which the processes of a side could run. */
export interface Delay {
  readonly ours: number;
  readonly floor?: number;
}

/** What was measured of one of several alike, the worst of which is the figure. */
export interface Part {
  readonly name: string;
  readonly ours: number;
  readonly floor?: number;
}

/** What was measured of one thing. */
export interface Figure {
  readonly ours: number;
  /** The same work done by what the catalogue names, in the same run on the same machine. */
  readonly floor?: number;
  /** How long its processes waited for a core while it was measured. */
  readonly delay?: Delay;
  /** What a reader has to know about the figure. */
  readonly note?: string;
  readonly parts?: readonly Part[];
}

/** A figure, or in one sentence why there is none. */
export type Outcome = Figure | { readonly skipped: string };

/** One measure in JSON. `null`: not measured, or there is no floor for it. */
export interface ReportedMeasure {
  readonly ours: number | null;
  readonly floor: number | null;
  readonly ratio: number | null;
  readonly unit: string;
  /** What the floor is. */
  readonly against?: string;
  readonly target?: Target;
  /** Whether the target is met; absent when there is none or nothing was measured. */
  readonly met?: boolean;
  readonly moonshot?: Target;
  readonly moonshotMet?: boolean;
  /** Shares of their time that the processes waited for a core, 0 to 1. */
  readonly runDelay?: Delay;
  readonly note?: string;
  /** What the figure is the worst of. */
  readonly parts?: readonly Part[];
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
  const { floor: against, moonshot, target, unit } = kindOf(name);
  const common = defined({ unit, against, target, moonshot });
  if ("skipped" in outcome) {
    return { ours: null, floor: null, ratio: null, ...common, skipped: outcome.skipped };
  }
  const { delay, floor, note, ours, parts } = outcome;
  return {
    ours: significant(ours),
    floor: floor === undefined ? null : significant(floor),
    ratio: floor === undefined ? null : significant(ours / floor),
    ...common,
    ...defined({
      met: target && isMet(target, outcome),
      moonshotMet: moonshot && isMet(moonshot, outcome),
      runDelay: delay && roundedDelay(delay),
      note,
      parts: parts?.map(roundedPart),
    }),
  };
}

function roundedPart({ floor, name, ours }: Part): Part {
  const rounded = { name, ours: significant(ours) };
  return floor === undefined ? rounded : { ...rounded, floor: significant(floor) };
}

function isMet({ atLeast = -Infinity, atMost = Infinity, of }: Target, figure: Figure): boolean {
  const value = boundValue(of, figure);
  return value !== undefined && value >= atLeast && value <= atMost;
}

/** What a bound is on; undefined: the floor that it needs was not measured. */
function boundValue(of: Target["of"], { floor, ours }: Figure): number | undefined {
  if (of === "ours") return ours;
  if (floor === undefined) return undefined;
  return of === "ratio" ? ours / floor : ours - floor;
}

function roundedDelay({ floor, ours }: Delay): Delay {
  const round = (share: number) => Math.round(share * 1_000) / 1_000;
  return defined({ ours: round(ours), floor: floor === undefined ? undefined : round(floor) });
}

/** More digits than these are noise. */
function significant(value: number): number {
  return Number(value.toPrecision(4));
}

export const HEADINGS = [
  "measure",
  "ours",
  "floor",
  "ratio",
  "unit",
  "against",
  "aim",
  "moonshot",
  "run delay",
  "",
] as const;

/** What stands below the table. */
export const LEGEND =
  "run delay: share of the time in which the processes, ours and the floor's, could run and waited " +
  "for a core; above a tenth the machine was busy, and milliseconds are noisy";

/** The report under `HEADINGS`. */
export function tableRows({ measures }: Report): string[][] {
  return MEASURE_NAMES.flatMap((name) => {
    const measure = measures[name];
    const row = [
      name,
      ...[measure.ours, measure.floor, measure.ratio].map(shown),
      measure.unit,
      measure.against ?? "",
      boundText(measure.target),
      boundText(measure.moonshot),
      delayText(measure.runDelay),
      remarkOn(measure),
    ];
    return [row, ...(measure.parts ?? []).map((part) => partRow(part, measure.unit))];
  });
}

function partRow({ floor, name, ours }: Part, unit: string): string[] {
  const ratio = floor === undefined ? null : significant(ours / floor);
  const figures = [ours, floor ?? null, ratio].map(shown);
  return [`  ${name}`, ...figures, unit, ...Array.from({ length: HEADINGS.length - 5 }, () => "")];
}

function shown(value: number | null): string {
  if (value === null) return "–";
  return Math.abs(value) >= 1_000 ? String(Math.round(value)) : String(value);
}

function boundText(target: Target | undefined): string {
  if (target === undefined) return "";
  const bound = target.atMost === undefined ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
  switch (target.of) {
    case "ours":
      return bound;
    case "ratio":
      return `ratio ${bound}`;
    case "excess":
      return `floor + ${target.atMost}`;
  }
}

function delayText(delay: Delay | undefined): string {
  if (delay === undefined) return "";
  const shares = delay.floor === undefined ? [delay.ours] : [delay.ours, delay.floor];
  return shares.map((share) => `${Math.round(share * 100)} %`).join(" / ");
}

function remarkOn({ met, moonshotMet, note, skipped }: ReportedMeasure): string {
  if (skipped !== undefined) return `SKIPPED: ${skipped}`;
  return [verdictOn(met, moonshotMet), note ?? ""].filter((text) => text !== "").join(", ");
}

function verdictOn(met: boolean | undefined, moonshotMet: boolean | undefined): string {
  if (met === false) return "MISSED";
  if (moonshotMet === true) return "moonshot met";
  return met === true ? "met" : "";
}
