/** What the page of one incident shows of the store, as plain values. Times are RFC 3339. */
import type { Reader, StoredEvent } from "../../../db/reader.ts";
import type { EventCore } from "../../../devices/event.ts";
import { findId } from "../../short_id.ts";
import { incidentDetails, incidentInfo } from "../incident_views.ts";
import { ageMs, type Moment } from "./moment.ts";
import { readTold, type ToldRow } from "./told.ts";
import { type EventView, eventView } from "./view.ts";

/** Events on the page; an incident of two hours has more, which the API gives. */
const SHOWN_EVENTS = 100;

export type IncidentView =
  & ReturnType<typeof incidentInfo>
  & ReturnType<typeof incidentDetails>
  & {
    readonly events: readonly EventView[];
    readonly told: readonly ToldRow[];
    readonly openedAgoMs: number;
  };

/** Reads what is shown now; undefined when there is no such incident. @param id 32 hex digits, or the first 8. */
export function readIncidentView(
  reader: Reader,
  id: string,
  now: Moment,
): IncidentView | undefined {
  const found = findId(reader, "incident", id);
  const incident = found.ok ? reader.incident(found.value) : undefined;
  if (!found.ok || incident === undefined) return undefined;
  const events = reader.incidentEvents(found.value, 0, SHOWN_EVENTS);
  return {
    ...incidentInfo(incident),
    ...incidentDetails(incident, events, reader),
    events: events.map((event) => eventView(reader, event)),
    told: readTold(reader, found.value),
    openedAgoMs: openedAgoMs(incident.openedAtUnixMs, events[0], now),
  };
}

/** By the clock that never steps, while its opening is stored and of this boot. */
function openedAgoMs(unixMs: number, opening: StoredEvent | undefined, now: Moment): number {
  const clock = opening && (JSON.parse(opening.body) as EventCore).data.clock;
  return ageMs({ unixMs, ...(clock === undefined ? {} : { clock }) }, now);
}
