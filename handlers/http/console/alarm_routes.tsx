/** The addresses of alarms: the first page and its feed, events, incidents. */
import { defined } from "../../../devices/tools/defined.ts";
import type { HttpBindings } from "@hono/node-server";
import type { Hono } from "hono";
import type { HttpContext } from "../server/route.ts";
import { ClosePage } from "./pages/acts.tsx";
import { feed, type FeedPorts } from "./feed.ts";
import { IncidentPage } from "./pages/incident_page.tsx";
import { readIncidentView } from "./views/incident_view.ts";
import { IncidentsPage, readIncidents } from "./pages/incidents_page.tsx";
import { moveByForm, type MovePorts, notMovedText } from "./move_route.tsx";
import { EventsPage, LivePage } from "./pages/pages.tsx";
import { page, unknownIncident } from "./reply.tsx";
import { readEvents, readLiveView } from "./views/view.ts";
import type { Visits } from "./visits.ts";

export type AlarmPorts = MovePorts & FeedPorts;

/** Adds them to the console. */
export function addAlarms(
  app: Hono<{ Bindings: HttpBindings }>,
  ports: AlarmPorts,
  visits: Visits,
): void {
  app.get("/", (context) => {
    const view = readLiveView(ports.reader);
    return page(context, <LivePage visit={visits.of(context)} view={view} />);
  });
  app.get("/feed", (context) => feed(context, ports, () => visits.isSignedIn(context)));
  app.get("/events", (context) => {
    const before = cursorOf(context);
    const view = readEvents(ports.reader, before);
    const isNewest = before === NEWEST;
    return page(context, <EventsPage visit={visits.of(context)} view={view} isNewest={isNewest} />);
  });
  app.get("/incidents", (context) => {
    const view = readIncidents(ports.reader, cursorOf(context));
    return page(context, <IncidentsPage visit={visits.of(context)} view={view} />);
  });
  addIncident(app, ports, visits);
}

function addIncident(
  app: Hono<{ Bindings: HttpBindings }>,
  ports: AlarmPorts,
  visits: Visits,
): void {
  const { reader } = ports;
  app.get("/incidents/:id", (context) => {
    const visit = visits.of(context);
    const before = cursorOf(context);
    const incident = readIncidentView(reader, context.req.param("id"), visit.now, before);
    if (incident === undefined) return unknownIncident(context, visits.of(context), reader);
    const problem = notMovedText(context.req.query("said"), incident, visit.locale.messages);
    const shown = defined({ visit, incident, problem });
    return page(context, <IncidentPage {...shown} />);
  });
  app.get("/incidents/:id/close", (context) => {
    const visit = visits.of(context);
    const incident = readIncidentView(reader, context.req.param("id"), visit.now);
    if (incident === undefined) return unknownIncident(context, visits.of(context), reader);
    if (incident.state === "closed") return context.redirect(`/incidents/${incident.id}`);
    return page(context, <ClosePage visit={visit} incident={incident} closing={{}} />);
  });
  app.post("/incidents/:id/transitions", (context) => moveByForm(context, ports, visits));
}

/** Before this every sequence is. */
const NEWEST = Number.MAX_SAFE_INTEGER;

/** Where a page of a list begins; without one, and with what is none, at the newest. */
function cursorOf(context: HttpContext): number {
  const before = context.req.query("before") ?? "";
  return /^\d{1,15}$/.test(before) ? Number(before) : NEWEST;
}
