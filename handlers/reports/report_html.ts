/**
 * The daily report as one file that any mail program shows and any browser prints: no style sheet, script
 * or picture of elsewhere. Marks are words, since mail programs leave colours out.
 */
import { type Language, type MESSAGES, stateMessage } from "../i18n/locales.ts";
import type { DayReport, WearableReport } from "./day_report.ts";

/** Of whom, when and in which language it is. */
export interface ReportHeading {
  readonly zone: string;
  readonly gateway: string;
  readonly madeAtUnixMs: number;
  readonly language: Language;
  readonly messages: (typeof MESSAGES)[Language];
}

const STYLE =
  `body { font: 11pt/1.4 system-ui, sans-serif; color: #111; background: #fff; margin: 2em auto; max-width: 60em; }
h1 { font-size: 16pt; } h2 { font-size: 13pt; }
table { border-collapse: collapse; width: 100%; } th, td { border: 1px solid #999; padding: 0.25em 0.5em; text-align: left; }
thead { display: table-header-group; } tr { break-inside: avoid; } .missing { font-weight: bold; }
@page { size: A4; margin: 15mm; } @media print { body { margin: 0; font-size: 9pt; } }`;

/** The whole file. @param wearables Of all parts of the report. */
export function reportHtml(
  report: DayReport,
  wearables: readonly WearableReport[],
  heading: ReportHeading,
): string {
  const { gateway, language, madeAtUnixMs, messages, zone } = heading;
  const { reports } = messages;
  const day = dateText(report.fromUnixMs, language);
  const title = `${reports.ofDay(day)} · ${zone} · ${gateway}`;
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${escape(title)}</title>
<style>${STYLE}</style></head><body>
<h1>${escape(title)}</h1>
<p>${escape(reports.madeAt)} ${momentText(madeAtUnixMs, language)}.
${report.isPreliminary ? escape(reports.preliminary) : ""}</p>
<p>${countsText(report, reports)}</p>
<h2>${escape(reports.alarms)}</h2>
${alarmTable(report, heading)}
<h2>${escape(reports.wearables)}</h2>
<p>${escape(reports.expectation)}</p>
${wearableTable(wearables, heading)}
</body></html>
`;
}

function countsText({ alarms, counts }: DayReport, reports: ReportHeading["messages"]["reports"]) {
  const of = <Name extends string>(them: Readonly<Record<Name, number>>) =>
    (Object.keys(them) as Name[]).map((name) =>
      `${them[name]} ${escape(reports.counts[name as never])}`
    );
  return `${of(counts).join(" · ")}<br>${escape(reports.alarms)}: ${of(alarms).join(" · ")}`;
}

function alarmTable({ incidents }: DayReport, { language, messages }: ReportHeading): string {
  const { incident, reports } = messages;
  if (incidents.length === 0) return `<p>${escape(reports.noAlarms)}</p>`;
  const { opened, state, wearable } = reports.columns;
  const rows = incidents.map((its) => [
    momentText(its.openedAtUnixMs, language),
    escape(its.device),
    escape(
      its.outcome === undefined
        ? stateMessage(its.state, messages)
        : incident.outcomes[its.outcome],
    ) +
    (its.isDrill ? ` (${escape(reports.drillMark)})` : ""),
  ]);
  return table([opened, wearable, state], rows);
}

function wearableTable(
  wearables: readonly WearableReport[],
  { language, messages: { reports } }: ReportHeading,
): string {
  if (wearables.length === 0) return `<p>${escape(reports.noWearables)}</p>`;
  const { columns: of } = reports;
  const said = (isSo: boolean) =>
    isSo ? escape(reports.yes) : `<span class="missing">${escape(reports.no)}</span>`;
  const rows = wearables.map((its) => [
    escape(its.wearable),
    escape(its.reference ?? "–"),
    its.heard === 0 ? said(false) : String(its.heard),
    its.lastAt === undefined ? "–" : momentText(its.lastAt, language),
    said(its.isCharged),
    its.batteryLow === undefined ? "–" : `${its.batteryLow}–${its.batteryLast} %`,
    said(its.tests > 0),
    String(its.alarms),
    String(its.drills),
    its.silences > 0
      ? `<span class="missing">${escape(reports.silent(its.silences))}</span>`
      : escape(reports.supervision[its.supervision]),
  ]);
  const headings = [of.wearable, of.reference, of.heard, of.lastHeard, of.charged, of.battery];
  return table([...headings, of.tested, of.alarms, of.drills, of.supervision], rows);
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = headings.map((heading) => `<th scope="col">${escape(heading)}</th>`).join("");
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body.join("\n")}\n</tbody></table>`;
}

function dateText(unixMs: number, language: Language): string {
  return new Date(unixMs).toLocaleDateString(`${language}-BE`, {
    ...{ day: "2-digit", month: "2-digit", year: "numeric" },
  } as Intl.DateTimeFormatOptions);
}

function momentText(unixMs: number, language: Language): string {
  const time = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const clock = new Date(unixMs).toLocaleTimeString(`${language}-BE`, time);
  return `${dateText(unixMs, language)} ${clock}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function escape(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character]!);
}
