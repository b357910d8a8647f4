/** The daily report of the zone: what was heard of each wearable, and what became of each alarm. */
import type { IncidentRecord } from "../../../../../db/store.ts";
import { stateMessage } from "../../../../i18n/locales.ts";
import type { DayReport } from "../../../../reports/day_report.ts";
import { dayText } from "../../views/moment.ts";
import { NONE, Page } from "../page.tsx";
import { CardRow, CardTable, Cell } from "../table.tsx";
import type { Visit } from "../visit.ts";
import { When } from "../when.tsx";
import { WearableCells, wearableHeadings } from "./wearable_cells.tsx";

interface DayPageProps {
  /** With the alarms that are shown, and as many more of the day that are not. */
  readonly report: DayReport;
  readonly moreAlarms: number;
  readonly visit: Visit;
}

/** The whole page. */
export function DayPage({ moreAlarms, report, visit }: DayPageProps) {
  const { language, messages: { reports } } = visit.locale;
  const title = reports.ofDay(dayText(report.fromUnixMs, language));
  return (
    <Page visit={visit} title={title} styles={["reports.css"]}>
      <h1>{title}</h1>
      <DayLinks report={report} visit={visit} />
      {report.isPreliminary ? <p class="preliminary">{reports.preliminary}</p> : null}
      <Counts report={report} visit={visit} />
      <h2>{reports.alarms}</h2>
      {report.incidents.length === 0
        ? <p class="empty">{reports.noAlarms}</p>
        : <Alarms incidents={report.incidents} visit={visit} />}
      {moreAlarms > 0 ? <p>{reports.moreAlarms(moreAlarms)}</p> : null}
      <h2>{reports.wearables}</h2>
      <p class="quiet">{reports.expectation}</p>
      {report.wearables.length === 0 ? <p class="empty">{reports.noWearables}</p> : (
        <CardTable
          class="reports"
          headings={[
            reports.columns.wearable,
            reports.columns.reference,
            ...wearableHeadings(reports),
          ]}
        >
          {report.wearables.map((its) => (
            <CardRow>
              <Cell label={reports.columns.wearable}>
                <a href={`/reports/wearable/${encodeURIComponent(its.wearable)}`}>
                  {its.wearable}
                </a>
              </Cell>
              <Cell label={reports.columns.reference}>{its.reference ?? NONE}</Cell>
              <WearableCells report={its} locale={visit.locale} />
            </CardRow>
          ))}
        </CardTable>
      )}
      {report.next === undefined ? null : (
        <p>
          <a href={`/reports/${report.day}?after=${encodeURIComponent(report.next)}`}>
            {reports.more}
          </a>
        </p>
      )}
    </Page>
  );
}

/** To the days beside it, to any other one, and to the report as a file. */
function DayLinks({ report, visit }: { report: DayReport; visit: Visit }) {
  const { reports } = visit.locale.messages;
  return (
    <div class="days" role="group" aria-label={reports.days}>
      {report.previous === undefined
        ? null
        : <a class="button" rel="prev" href={`/reports/${report.previous}`}>← {reports.previous}
        </a>}
      {report.following === undefined
        ? null
        : (
          <a class="button" rel="next" href={`/reports/${report.following}`}>
            {reports.following} →
          </a>
        )}
      <a class="button" href={`/reports/${report.day}/file`}>{reports.mail}</a>
      <form method="get" action="/reports">
        <label>
          {reports.chooseDay} <input type="date" name="day" value={report.day} required />
        </label>{" "}
        <button type="submit">{reports.show}</button>
      </form>
    </div>
  );
}

function Counts({ report: { alarms, counts }, visit }: { report: DayReport; visit: Visit }) {
  const { reports } = visit.locale.messages;
  const { wearables } = counts;
  const of = [
    ["heard", counts.heard < wearables],
    ["charged", counts.charged < wearables],
    ["tested", counts.tested < wearables],
  ] as const;
  const others = ["silences", "notCharged", "drills"] as const;
  return (
    <section class="cards">
      <div class="card">
        <h2>{reports.wearables}</h2>
        <dl>
          {of.map(([name, isShort]) => (
            <>
              <dt>{reports.counts[name]}</dt>
              <dd class={isShort ? "mark high" : ""}>{counts[name]} / {wearables}</dd>
            </>
          ))}
          {others.map((name) => (
            <>
              <dt>{reports.counts[name]}</dt>
              <dd>{counts[name]}</dd>
            </>
          ))}
        </dl>
      </div>
      <div class="card">
        <h2>{reports.alarms}</h2>
        <dl>
          {(["real", "false", "test", "drill", "open"] as const).map((name) => (
            <>
              <dt>{reports.counts[name]}</dt>
              <dd>{alarms[name]}</dd>
            </>
          ))}
        </dl>
      </div>
    </section>
  );
}

/** Operators are led on to each; for others it is a line. */
function Alarms({ incidents, visit }: { incidents: readonly IncidentRecord[]; visit: Visit }) {
  const { locale, opens } = visit;
  const { incident: texts, reports } = locale.messages;
  const { opened, state, wearable } = reports.columns;
  const mayOpen = opens.includes("/incidents");
  return (
    <CardTable headings={[opened, wearable, state]}>
      {incidents.map((its) => (
        <CardRow>
          <Cell label={opened}>
            {mayOpen
              ? (
                <a href={`/incidents/${its.id}`}>
                  <When locale={locale} unixMs={its.openedAtUnixMs} />
                </a>
              )
              : <When locale={locale} unixMs={its.openedAtUnixMs} />}
          </Cell>
          <Cell label={wearable}>{its.device}</Cell>
          <Cell label={state}>
            {its.outcome === undefined
              ? stateMessage(its.state, locale.messages)
              : texts.outcomes[its.outcome]}
            {its.isDrill ? <span class="mark drill">{reports.drillMark}</span> : null}
          </Cell>
        </CardRow>
      ))}
    </CardTable>
  );
}
