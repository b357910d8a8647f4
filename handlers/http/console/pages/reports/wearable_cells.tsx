/** What a row says of a wearable on a day; what is missing stands out by a word and a mark. */
import type { Messages } from "../../../../i18n/messages.ts";
import type { WearableReport } from "../../../../reports/day_report.ts";
import { durationText } from "../../views/moment.ts";
import { NONE } from "../page.tsx";
import { Cell } from "../table.tsx";
import type { Locale } from "../visit.ts";
import { When } from "../when.tsx";

/** The headings of the cells. */
export function wearableHeadings({ columns: of }: Messages["reports"]): string[] {
  return [
    of.heard,
    of.lastHeard,
    of.longestSilence,
    of.charged,
    of.battery,
    of.tested,
    of.alarms,
    of.drills,
    of.supervision,
  ];
}

/** The cells, without what the row is about. */
export function WearableCells({ locale, report }: { locale: Locale; report: WearableReport }) {
  const { duration, reports } = locale.messages;
  const { columns: of } = reports;
  const said = (isSo: boolean) => isSo ? reports.yes : <span class="mark high">{reports.no}</span>;
  return (
    <>
      <Cell label={of.heard}>{report.heard === 0 ? said(false) : report.heard}</Cell>
      <Cell label={of.lastHeard}>
        {report.lastAt === undefined ? NONE : <When locale={locale} unixMs={report.lastAt} />}
      </Cell>
      <Cell label={of.longestSilence}>
        {report.heard < 2 ? NONE : durationText(report.longestSilenceMs, duration)}
      </Cell>
      <Cell label={of.charged}>{said(report.isCharged)}</Cell>
      <Cell label={of.battery}>
        {batteryText(report) ?? NONE}
      </Cell>
      <Cell label={of.tested}>{said(report.tests > 0)}</Cell>
      <Cell label={of.alarms}>{report.alarms}</Cell>
      <Cell label={of.drills}>{report.drills}</Cell>
      <Cell label={of.supervision}>
        {report.silences > 0
          ? <span class="mark high">{reports.silent(report.silences)}</span>
          : reports.supervision[report.supervision]}
      </Cell>
    </>
  );
}

/** The lowest and the last one, in per cent; undefined: none was said. */
function batteryText({ batteryLast, batteryLow }: WearableReport): string | undefined {
  if (batteryLow === undefined) return undefined;
  return batteryLow === batteryLast ? `${batteryLow} %` : `${batteryLow}–${batteryLast} %`;
}
