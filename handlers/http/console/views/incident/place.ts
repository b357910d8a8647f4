/** The place of an incident on a map, open or closed. */
import type { Reader } from "../../../../../db/store.ts";
import type { Messages } from "../../../../i18n/messages.ts";
import type { MapPlace } from "../map/map_place.ts";
import { toneOf } from "../map/open_places.ts";
import { readTrack } from "../map/track_view.ts";
import type { Moment } from "../moment.ts";
import type { IncidentView } from "../incident_view.ts";

/** With its track; undefined: no position of it is known, or is kept any more. */
export function incidentPlace(
  reader: Reader,
  { device, drill, id, state }: IncidentView,
  now: Moment,
  messages: Messages,
): MapPlace | undefined {
  const fixes = readTrack(reader, id, now);
  if (fixes.length === 0) return undefined;
  const isOver = state === "closed" && !drill;
  const tone = isOver ? "cared-for" : toneOf({ isDrill: drill, state });
  return { id, name: `${messages.incident.title} ${device}`, incident: id, tone, fixes };
}
