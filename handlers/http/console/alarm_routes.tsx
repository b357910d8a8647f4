/** The addresses of alarms: the first page and its feed, events, incidents. */
import { ClosePage } from "./pages/acts.tsx";
import { beforeIn } from "./cursor.ts";
import { feed } from "./feed.ts";
import { readIncidentView } from "./views/incident_view.ts";
import { IncidentsPage, readIncidents } from "./pages/incidents_page.tsx";
import { moveByForm } from "./move_route.tsx";
import { EventsPage, LivePage } from "./pages/pages.tsx";
import { definePage, type PageDefinition } from "./page_definition.ts";
import { page, unknownIncident } from "./reply.tsx";
import { eventsLook, incidentsLook, wallLook } from "./shown.ts";
import { readAlarmFacts } from "./views/alarm_facts.ts";
import { readWallView } from "./views/wall_view.ts";
import { readEvents, readLiveView } from "./views/view.ts";

/** Before this every sequence is. */
const NEWEST = Number.MAX_SAFE_INTEGER;

const operators = { roles: ["operator"] } as const;

export const ALARM_PAGES: readonly PageDefinition[] = [
  definePage({
    method: "GET",
    path: "/",
    access: operators,
    shows: "places",
    handle({ context, ports, visit }) {
      const view = readLiveView(ports.reader);
      const { locale: { messages }, now, open } = visit;
      const facts = readAlarmFacts(ports.reader, open, now);
      const wall = readWallView(ports.reader, open, now, messages);
      const shown = { visit, facts, view, wall };
      const response = page(context, <LivePage {...shown} />);
      return { response, look: wallLook(visit.open, view.events) };
    },
  }),
  definePage({
    method: "GET",
    path: "/feed",
    access: operators,
    shows: "nothing",
    handle: ({ context, isStillAllowed, ports }) => feed(context, ports, isStillAllowed),
  }),
  definePage({
    method: "GET",
    path: "/events",
    access: operators,
    shows: "places",
    handle({ context, ports, visit }) {
      const before = beforeIn(context);
      const view = readEvents(ports.reader, before ?? NEWEST);
      const isNewest = before === undefined;
      const response = page(
        context,
        <EventsPage visit={visit} view={view} isNewest={isNewest} />,
      );
      return { response, look: eventsLook(view) };
    },
  }),
  definePage({
    method: "GET",
    path: "/incidents",
    access: operators,
    shows: "wearables",
    handle({ context, ports, visit }) {
      const view = readIncidents(ports.reader, beforeIn(context) ?? NEWEST);
      const response = page(context, <IncidentsPage visit={visit} view={view} />);
      return { response, look: incidentsLook(view) };
    },
  }),
  definePage({
    method: "GET",
    path: "/incidents/{id}/close",
    access: operators,
    shows: "nothing",
    handle({ context, ports: { reader }, visit }) {
      const incident = readIncidentView(reader, context.req.param("id")!, visit.now, { limit: 1 });
      if (incident === undefined) return unknownIncident(context, visit, reader);
      if (incident.state === "closed") return context.redirect(`/incidents/${incident.id}`);
      return page(context, <ClosePage visit={visit} incident={incident} closing={{}} />);
    },
  }),
  definePage({
    method: "POST",
    path: "/incidents/{id}/transitions",
    access: operators,
    shows: "nothing",
    handle: moveByForm,
  }),
];
