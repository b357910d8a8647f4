/** All incidents, open and closed, newest first. */
import type { IncidentRecord, Reader } from "../../../../db/store.ts";
import { mayMove } from "../../../../devices/incident.ts";
import { NONE, Page } from "./page.tsx";
import { CardRow, CardTable, Cell } from "./table.tsx";
import type { Visit } from "./visit.ts";
import { When } from "./when.tsx";
import { stateMessage } from "../../../i18n/locales.ts";

/** Incidents on a page. */
const PAGE_INCIDENTS = 50;

export interface IncidentsView {
  readonly incidents: readonly IncidentRecord[];
  /** `opened` before which the next page begins; absent: there is nothing older. */
  readonly older?: number;
}

/** Reads a page of incidents opened before a sequence. */
export function readIncidents(reader: Reader, before: number): IncidentsView {
  const found = reader.incidents.before(before, PAGE_INCIDENTS + 1);
  const incidents = found.slice(0, PAGE_INCIDENTS);
  return {
    incidents,
    ...(found.length > PAGE_INCIDENTS ? { older: incidents.at(-1)!.opened } : {}),
  };
}

/** The whole page. */
export function IncidentsPage({ view, visit }: { view: IncidentsView; visit: Visit }) {
  const { frame, open } = visit.locale.messages;
  return (
    <Page visit={visit} title={frame.incidents} isLive>
      <h1>{frame.incidents}</h1>
      {view.incidents.length === 0
        ? <p class="empty">{open.none}</p>
        : <IncidentTable view={view} visit={visit} />}
      {view.older === undefined ? null : (
        <p>
          <a href={`/incidents?before=${view.older}`}>{frame.older}</a>
        </p>
      )}
    </Page>
  );
}

function IncidentTable({ view, visit: { locale } }: { view: IncidentsView; visit: Visit }) {
  const { messages } = locale;
  const headings = [
    messages.incident.opened,
    messages.device,
    messages.state,
    messages.acts.outcome,
  ];
  return (
    <CardTable headings={headings}>
      {view.incidents.map((its) => (
        <CardRow class={mayMove(its.state, "closed") ? "critical" : ""}>
          <Cell class="time">
            <a href={`/incidents/${its.id}`}>
              <When locale={locale} unixMs={its.openedAtUnixMs} />
            </a>
          </Cell>
          <Cell class="subject">
            {its.device}
            {its.isDrill ? <span class="badge drill">{messages.drill}</span> : null}
          </Cell>
          <Cell>{stateMessage(its.state, messages)}</Cell>
          <Cell>
            {its.outcome === undefined ? NONE : messages.incident.outcomes[its.outcome]}
          </Cell>
        </CardRow>
      ))}
    </CardTable>
  );
}
