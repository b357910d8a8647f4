/** The page of one incident: what came in, who has it, what was done, in one order; and what to do. */
import type { MapPlace } from "../../views/map/map_place.ts";
import type { IncidentView } from "../../views/incident_view.ts";
import { Acts } from "../acts.tsx";
import { Lookers } from "../lookers.tsx";
import { MAP_ASSETS, MapPart } from "../map/map_part.tsx";
import { Page } from "../page.tsx";
import type { Visit } from "../visit.ts";
import { stateMessage } from "../../../../i18n/locales.ts";
import { Exports } from "./exports.tsx";
import { IncidentHead } from "./incident_head.tsx";
import { NoteForm } from "./note_form.tsx";
import { Answers, Paths } from "./side.tsx";
import { TimeLinePart } from "./time_line_part.tsx";

interface IncidentPageProps {
  readonly incident: IncidentView;
  readonly visit: Visit;
  /** Absent: no position is known. */
  readonly place?: MapPlace;
  /** What did not come of the reader's last press. */
  readonly problem?: string;
}

/** The whole page. */
export function IncidentPage({ incident, place, problem, visit }: IncidentPageProps) {
  const { locale } = visit;
  const { messages } = locale;
  const { device, id, state, timeLine } = incident;
  const title = `${messages.incident.title} ${device} · ${stateMessage(state, messages)}`;
  return (
    <Page
      visit={visit}
      title={title}
      isLive
      // A first position may come while the page is open.
      styles={["incident.css", ...MAP_ASSETS.styles]}
      scripts={MAP_ASSETS.scripts}
    >
      {problem === undefined ? null : <p class="problem" role="alert">{problem}</p>}
      <IncidentHead incident={incident} locale={locale} />
      {visit.rights.movesIncidents
        ? <Acts incident={incident} messages={messages} from={`/incidents/${id}`} />
        : null}
      <div class="incident-parts">
        <div class="story">
          <TimeLinePart id={id} timeLine={timeLine} locale={locale} />
          {visit.rights.movesIncidents
            ? (
              <details class="card" id="add-note">
                <summary>{messages.notes.add}</summary>
                <NoteForm id={id} messages={messages} />
              </details>
            )
            : null}
        </div>
        <div class="aside">
          {place === undefined
            ? <p class="empty">{messages.noPlace}</p>
            : <MapPart visit={visit} places={[place]} size="card" />}
          <Paths incident={incident} locale={locale} />
          <Answers incident={incident} locale={locale} />
          <Exports id={id} messages={messages} />
          <Lookers incident={incident} visit={visit} />
        </div>
      </div>
    </Page>
  );
}
