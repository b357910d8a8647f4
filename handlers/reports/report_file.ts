/** The daily report as one file: all its parts, in one language. */
import type { Reader } from "../../db/store.ts";
import { type Language, MESSAGES } from "../i18n/locales.ts";
import { type DayReport, readDayReport, type WearableReport } from "./day_report.ts";
import { namedIn } from "./report_json.ts";
import { reportHtml } from "./report_html.ts";

/** Of whom it is, at which moment, and in which language. */
export interface ReportFileFacts {
  readonly zone: string;
  readonly gateway: string;
  readonly nowUnixMs: number;
  readonly language: Language;
}

/** A report in a file, and whom it names. */
export interface ReportFile {
  readonly html: string;
  /** UIDs. */
  readonly wearables: readonly string[];
}

/** A report with all its wearables. */
export interface WholeReport {
  readonly report: DayReport;
  readonly wearables: readonly WearableReport[];
}

/** Reads all parts of a report; undefined: there is no such day. */
export function readWholeReport(
  reader: Pick<Reader, "devices" | "events" | "incidents" | "wearableDays">,
  day: string,
  nowUnixMs: number,
): WholeReport | undefined {
  const report = readDayReport(reader, day, nowUnixMs);
  if (report === undefined) return undefined;
  const wearables = [...report.wearables];
  for (let { next } = report; next !== undefined;) {
    const part = readDayReport(reader, day, nowUnixMs, next)!;
    wearables.push(...part.wearables);
    next = part.next;
  }
  return { report, wearables };
}

/** The file of a day; undefined: there is no such day. */
export function reportFile(
  reader: Pick<Reader, "devices" | "events" | "incidents" | "wearableDays">,
  day: string,
  { nowUnixMs, ...facts }: ReportFileFacts,
): ReportFile | undefined {
  const whole = readWholeReport(reader, day, nowUnixMs);
  if (whole === undefined) return undefined;
  const messages = MESSAGES[facts.language];
  const heading = { ...facts, madeAtUnixMs: nowUnixMs, messages };
  const html = reportHtml(whole.report, whole.wearables, heading);
  const named = namedIn(whole.report, whole.wearables);
  return { html, wearables: [...new Set(named)] };
}
