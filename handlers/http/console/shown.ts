/**
 * What of victims is on a page: the subjects of the entry that says who looked. Wearables come with
 * their incidents, so that all looks at one wearable are found by its name.
 */
import type { AuditSubject } from "../../../db/store.ts";
import type { Look } from "./looks.ts";
import type { IncidentsView } from "./pages/incidents_page.tsx";
import type { DevicesView } from "./views/devices_view.ts";
import type { IncidentView } from "./views/incident_view.ts";
import type { OpenView } from "./views/open_view.ts";
import type { EventsView, EventView } from "./views/view.ts";

/** The first page: open alarms with their places, and the newest events. */
export function wallLook(open: OpenView, { events }: EventsView): Look {
  return {
    what: "alarms-viewed",
    subjects: subjectsOf([...open.incidents.map(ofIncident), ...events.map(ofEvent)]),
  };
}

/** The map: open alarms with where they are and were. */
export function mapLook({ incidents }: OpenView): Look {
  return { what: "alarms-viewed", subjects: subjectsOf(incidents.map(ofIncident)) };
}

export function eventsLook({ events }: EventsView): Look {
  const range = rangeOf(events.map(({ sequence }) => sequence));
  return { what: "events-listed", subjects: subjectsOf(events.map(ofEvent)), ...range };
}

export function incidentsLook({ incidents }: IncidentsView): Look {
  const range = rangeOf(incidents.map(({ opened }) => opened));
  return { what: "incidents-listed", subjects: subjectsOf(incidents.map(ofIncident)), ...range };
}

export function incidentLook(incident: Pick<IncidentView, "device" | "id">): Look {
  return { what: "incident-viewed", subjects: subjectsOf([ofIncident(incident)]) };
}

export function wearablesLook({ devices }: DevicesView): Look {
  const shown = devices.map(({ device }) => ({ wearable: device }));
  const range = rangeOf(devices.map(({ device }) => device));
  return { what: "wearables-listed", subjects: subjectsOf(shown), ...range };
}

/** What one row shows. */
interface ShownRow {
  /** 32 hex digits. */
  readonly incident?: string | undefined;
  /** UID. */
  readonly wearable?: string | undefined;
}

function ofIncident({ device, id }: { readonly id: string; readonly device: string }): ShownRow {
  return { incident: id, wearable: device };
}

/** An event of the gateway itself shows nothing of a victim. */
function ofEvent({ incident, subject }: EventView): ShownRow {
  return { incident, wearable: /^device\/(.*)$/s.exec(subject)?.[1] };
}

/** Each once, in the order of the rows: of very many, an entry names the first. */
function subjectsOf(rows: readonly ShownRow[]): AuditSubject[] {
  const found = new Map<string, AuditSubject>();
  for (const row of rows) {
    for (const kind of ["incident", "wearable"] as const) {
      const id = row[kind];
      if (id !== undefined) found.set(`${kind} ${id}`, { kind, id });
    }
  }
  return [...found.values()];
}

/** What is shown, from its newest to its oldest: it can be found again where it is too much to name. */
function rangeOf<T>(shown: readonly T[]): Pick<Look, "details"> {
  return shown.length === 0 ? {} : { details: { last: shown[0], first: shown.at(-1) } };
}
