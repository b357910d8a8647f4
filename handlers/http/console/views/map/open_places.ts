/** Where those are who have pressed. */
import type { Reader } from "../../../../../db/store.ts";
import type { Messages } from "../../../../i18n/messages.ts";
import type { Moment } from "../moment.ts";
import type { OpenIncident, OpenView } from "../open_view.ts";
import type { MapPlace, MapTone } from "./map_place.ts";
import { readTrack } from "./track_view.ts";

/** States in which dispatch has said that it cares for the alarm. */
const CARED_FOR: readonly OpenIncident["state"][] = ["accepted", "underway", "on-scene"];

/**
 * The place of each open alarm with its track, in the order of the alarms.
 * @param limit Positions of each.
 */
export function readOpenPlaces(
  reader: Pick<Reader, "incidents">,
  { incidents }: OpenView,
  now: Moment,
  messages: Messages,
  limit?: number,
): MapPlace[] {
  return incidents.map((its) => openPlace(reader, its, now, messages, limit));
}

/** The place of one open alarm with its track. @param limit Positions. */
export function openPlace(
  reader: Pick<Reader, "incidents">,
  { device, id, isDrill, isStored, name, place, state }: OpenIncident,
  now: Moment,
  messages: Messages,
  limit?: number,
): MapPlace {
  const track = isStored ? readTrack(reader, id, now, limit) : [];
  return {
    id,
    name: `${messages.events[name] ?? name} ${device}`,
    ...(isStored ? { incident: id } : {}),
    tone: toneOf({ isDrill, state }),
    // What the disk has not taken has one position at most: that of the press itself.
    fixes: track.length === 0 && place !== undefined ? [place.fix] : track,
  };
}

/** Whether the wearer waits for help there, by how far dispatch is. */
export function toneOf({ isDrill, state }: Pick<OpenIncident, "isDrill" | "state">): MapTone {
  if (isDrill) return "drill";
  return CARED_FOR.includes(state) ? "cared-for" : "danger";
}
