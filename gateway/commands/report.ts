/** `vigil report day`: what was heard of each wearable on a day, and what became of each alarm. */
import type { Language } from "../../handlers/i18n/locales.ts";
import type { WholeReport } from "../../handlers/reports/report_file.ts";
import { readWholeReport, reportFile } from "../../handlers/reports/report_file.ts";
import { ReportDays } from "../../handlers/reports/report_days.ts";
import { namedIn, reportJson } from "../../handlers/reports/report_json.ts";
import { dayAfter, dayOf } from "../../handlers/tools/day.ts";
import { printable } from "../../devices/printable.ts";
import { SystemClock } from "../platform/clock.ts";
import { keepLook } from "./looks.ts";
import { type CommandOptions, withStore } from "./open_store.ts";
import { print, printJson, report as say } from "./output.ts";
import { printTable } from "./table.ts";

export interface ReportDayOptions extends CommandOptions {
  /** As `2026-11-30`; absent: yesterday, the newest day that is whole. */
  readonly date?: string;
  /** A file for mail and paper, in place of a table. */
  readonly html?: boolean;
  /** Of that file; absent: the first that the console offers. */
  readonly language?: Language;
}

/** Prints the report of a day. Status 1 when there is no such day. */
export function runReportDayCommand(options: ReportDayOptions): Promise<number> {
  return withStore(options, async (store, { console, gateway, retention }) => {
    using clock = new SystemClock();
    const nowUnixMs = clock.unixMs();
    // A gateway that runs is a minute behind at most; one that does not run has stopped counting.
    await new ReportDays({ store, clock, keptDays: retention.eventsDays }).catchUp();
    const day = options.date ?? dayAfter(dayOf(nowUnixMs), -1);
    const whole = readWholeReport(store.read, day, nowUnixMs);
    if (whole === undefined) {
      say(`There is no report of ${day}: name a day that has begun, as 2026-11-30`);
      return 1;
    }
    const named = [...new Set(namedIn(whole.report, whole.wearables))];
    const subjects = named.map((id) => ({ kind: "wearable" as const, id }));
    await keepLook(store, "report day", { subjects, details: { day } });
    const language = options.language ?? console.languages[0]!;
    const { name, zone } = gateway;
    const facts = { zone, gateway: name, nowUnixMs, language };
    if (options.html === true) print(reportFile(store.read, day, facts)!.html.trimEnd());
    else if (options.json === true) printJson(reportJson(whole.report, whole.wearables));
    else printReport(whole);
    return 0;
  });
}

function printReport({ report, wearables }: WholeReport): void {
  const { alarms, counts, day, isPreliminary } = report;
  print(`${day}${isPreliminary ? " (not complete yet)" : ""}`);
  print(
    `wearables ${counts.wearables}: ${counts.heard} heard, ${counts.charged} charged, ` +
      `${counts.tested} tested`,
  );
  print(
    `alarms: ${alarms.real} real, ${alarms.false} false, ${alarms.test} tests, ` +
      `${alarms.drill} in drills, ${alarms.open} not closed`,
  );
  if (wearables.length === 0) return;
  print("");
  const said = (isSo: boolean) => isSo ? "yes" : "NO";
  printTable(
    ["WEARABLE", "REFERENCE", "HEARD", "CHARGED", "TESTED", "ALARMS", "DRILLS", "SILENT"],
    wearables.map((its) => [
      printable(its.wearable),
      printable(its.reference ?? ""),
      its.heard === 0 ? "NO" : String(its.heard),
      said(its.isCharged),
      said(its.tests > 0),
      String(its.alarms),
      String(its.drills),
      String(its.silences),
    ]),
  );
}
