/** What the wall shows beside the open alarms: what today brought, who is heard, and the hand-over. */
import type { Reader } from "../../../../db/store.ts";
import { type Outcome, OUTCOMES } from "../../../../devices/incident.ts";
import type { Messages } from "../../../i18n/messages.ts";
import type { MapPlace } from "./map/map_place.ts";
import { readOpenPlaces } from "./map/open_places.ts";
import type { Moment } from "./moment.ts";
import { readNewestShiftNote, type ShiftNoteView } from "./notes/shift_notes.ts";
import type { OpenView } from "./open_view.ts";

/** A wearable that is worn is heard at least this often, in ms. */
const HEARD_WITHIN_MS = 86_400_000;
/** Alarms on the map beside the cards: the most urgent ones. */
const MAPPED_ALARMS = 3;
/** Positions of each. */
const MAPPED_FIXES = 20;

export interface WallView {
  readonly today: TodayView;
  /** Wearables that serve a file, and how many of them were heard within a day and are not silent. */
  readonly wearables: { readonly assigned: number; readonly heard: number };
  /** Of the most urgent alarms. */
  readonly places: readonly MapPlace[];
  readonly note: ShiftNoteView | undefined;
}

export interface TodayView {
  /** Incidents that were closed today, by what they were. */
  readonly closed: Readonly<Record<Outcome, number>>;
  /** The last guided test of any wearable, today or before. */
  readonly lastTest: ReturnType<Reader["drills"]["newestTestOfAll"]>;
}

/** Reads what is shown now. */
export function readWallView(
  reader: Reader,
  open: OpenView,
  now: Moment,
  messages: Messages,
): WallView {
  const urgent = { ...open, incidents: open.incidents.slice(0, MAPPED_ALARMS) };
  return {
    today: readToday(reader, now),
    wearables: reader.devices.heardSince(now.unixMs - HEARD_WITHIN_MS),
    places: readOpenPlaces(reader, urgent, now, messages, MAPPED_FIXES),
    note: readNewestShiftNote(reader),
  };
}

/** Since midnight in the zone of the pages. */
function readToday(reader: Reader, { unixMs }: Moment): TodayView {
  const counts = reader.incidents.outcomesSince(new Date(unixMs).setHours(0, 0, 0, 0));
  return {
    closed: Object.fromEntries(OUTCOMES.map((its) => [its, counts.get(its) ?? 0])) as Record<
      Outcome,
      number
    >,
    lastTest: reader.drills.newestTestOfAll(),
  };
}
