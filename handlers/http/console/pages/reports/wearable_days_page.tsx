/** The daily reports of one wearable, the newest first. */
import { type DayOfWearable } from "../../../../reports/day_report.ts";
import { dayEdges } from "../../../../tools/day.ts";
import { dayText } from "../../views/moment.ts";
import { Page } from "../page.tsx";
import { CardRow, CardTable, Cell } from "../table.tsx";
import type { Visit } from "../visit.ts";
import { WearableCells, wearableHeadings } from "./wearable_cells.tsx";

interface WearableDaysProps {
  readonly wearable: string;
  readonly days: readonly DayOfWearable[];
  readonly visit: Visit;
}

/** The whole page. */
export function WearableDaysPage({ days, visit, wearable }: WearableDaysProps) {
  const { language, messages: { reports } } = visit.locale;
  const title = reports.ofWearable(wearable);
  return (
    <Page visit={visit} title={title} styles={["reports.css"]}>
      <h1>{title}</h1>
      <p class="quiet">{reports.expectation}</p>
      <CardTable class="reports" headings={[reports.columns.day, ...wearableHeadings(reports)]}>
        {days.map(({ day, report }) => (
          <CardRow>
            <Cell label={reports.columns.day}>
              <a href={`/reports/${day}`}>{dayText(dayEdges(day)![0], language)}</a>
            </Cell>
            <WearableCells report={report} locale={visit.locale} />
          </CardRow>
        ))}
      </CardTable>
    </Page>
  );
}
