import type { FindingCode, FindingGroup } from "../i18n/doctor/messages.ts";

/** `bad`: alarms are lost, late or open to others now; `warning`: they could be; `good`: as it should be. */
export type Tone = "bad" | "warning" | "good";

/** One thing that was found, in no language yet: `wordFinding` says it. */
export interface Finding {
  readonly code: FindingCode;
  readonly group: FindingGroup;
  readonly tone: Tone;
  readonly values: Readonly<Record<string, string | number>>;
  /** What to type on the box, where that mends it. */
  readonly command?: string;
}

/** A finding before its part is known. */
export type Judgement = Omit<Finding, "group">;

export function good(code: FindingCode, values: Finding["values"] = {}): Judgement {
  return { code, tone: "good", values };
}

export function warning(
  code: FindingCode,
  values: Finding["values"] = {},
  command?: string,
): Judgement {
  return { code, tone: "warning", values, ...(command === undefined ? {} : { command }) };
}

export function bad(
  code: FindingCode,
  values: Finding["values"] = {},
  command?: string,
): Judgement {
  return { ...warning(code, values, command), tone: "bad" };
}

/** A path as a word of a command. */
export function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

const MEBIBYTE = 1_048_576;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Whole MB, as people read them. */
export function megabytes(bytes: number): number {
  return Math.floor(bytes / MEBIBYTE);
}

/** Whole hours, or tenths of a short time. */
export function hours(ms: number): number {
  const exact = ms / HOUR_MS;
  return exact < 10 ? Math.round(exact * 10) / 10 : Math.floor(exact);
}

/** Whole days until a time; below 0: it is past. */
export function daysUntil(unixMs: number, now: number): number {
  return Math.floor((unixMs - now) / DAY_MS);
}
