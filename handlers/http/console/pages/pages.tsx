/** The pages as HTML, rendered here; the browser only asks again. */
import { EventTable } from "./event_table.tsx";
import { Cards, Chain, Problems } from "./health.tsx";
import { MAP_ASSETS, MapPart } from "./map/map_part.tsx";
import { ShiftNote } from "./notes/shift_note.tsx";
import { Today } from "./today.tsx";
import type { WallView } from "../views/wall_view.ts";
import { OpenAlarms } from "./open_alarms.tsx";
import { Document, Page } from "./page.tsx";
import type { Locale, Visit } from "./visit.ts";
import type { FactsById } from "../views/alarm_facts.ts";
import type { EventsView, LiveView } from "../views/view.ts";
import type { Theme } from "../preferences.ts";

interface LiveProps {
  readonly wall: WallView;
  /** Of the open alarms. */
  readonly facts: FactsById;
  readonly view: LiveView;
  readonly visit: Visit;
}

/** The first page, with the most urgent alarm in its title: what is open, whether the chain holds, and what came in last. */
export function LivePage({ facts, view, visit, wall }: LiveProps) {
  const { events, open } = visit.locale.messages;
  const [first] = visit.open.incidents;
  const title = first === undefined
    ? open.none
    : `${events[first.name] ?? first.name} ${first.device}`;
  return (
    <Page visit={visit} title={title} isLive {...MAP_ASSETS}>
      <LivePart facts={facts} view={view} visit={visit} wall={wall} />
    </Page>
  );
}

/** What is between head and foot of the first page. */
export function LivePart({ facts, view, visit, wall }: LiveProps) {
  const { messages } = visit.locale;
  return (
    <>
      <div class={wall.places.length === 0 ? "calm-top" : "alarms-top"}>
        <OpenAlarms visit={visit} facts={facts} />
        {wall.places.length === 0
          ? null
          : <MapPart visit={visit} places={wall.places} size="card" />}
      </div>
      <ShiftNote visit={visit} note={wall.note} />
      <Today visit={visit} today={wall.today} />
      <Chain view={view} visit={visit} wearables={wall.wearables} />
      <Problems visit={visit} />
      <section aria-labelledby="latest">
        <h2 id="latest">{messages.live}</h2>
        <Events view={view.events} visit={visit} />
      </section>
      <Cards view={view} visit={visit} />
    </>
  );
}

/** All events, a page at a time. @param props.isNewest It begins with the newest there are. */
export function EventsPage(
  { isNewest, view, visit }: { view: EventsView; visit: Visit; isNewest: boolean },
) {
  const { frame } = visit.locale.messages;
  return (
    <Page visit={visit} title={frame.events} isLive>
      <h1>{frame.events}</h1>
      {isNewest ? null : (
        <p>
          <a href="/events">{frame.newest}</a>
        </p>
      )}
      <Events view={view} visit={visit} />
    </Page>
  );
}

/** A table of events and the way to what is older. */
function Events({ view, visit: { locale } }: { view: EventsView; visit: Visit }) {
  const { messages } = locale;
  if (view.events.length === 0) return <p class="empty">{messages.waiting}</p>;
  return (
    <>
      <EventTable locale={locale} events={view.events} />
      {view.older === undefined ? null : (
        <p>
          <a href={`/events?before=${view.older}`}>{messages.frame.older}</a>
        </p>
      )}
    </>
  );
}

/** Says in a sentence why there is nothing more here, and leads on. */
export function MessagePage(
  { message, visit, back }: {
    message: string;
    visit: Visit;
    back: { readonly href: string; readonly name: string };
  },
) {
  return (
    <Page visit={visit} title={message} layout="form">
      <h1>{message}</h1>
      <p>
        <a class="button" href={back.href}>{back.name}</a>
      </p>
    </Page>
  );
}

/** Says that a page could not be shown, and what to do. It asks the gateway nothing more. */
export function FailurePage({ locale, theme }: { locale: Locale; theme: Theme }) {
  return (
    <Document locale={locale} theme={theme} title="Vigil">
      <main class="card sign-in">
        <h1>Vigil</h1>
        <p class="problem" role="alert">{locale.messages.failed}</p>
      </main>
    </Document>
  );
}
