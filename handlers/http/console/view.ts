/** What the live page shows of the store, as plain values. */
import { lanePriority } from "../../../db/lane_number.ts";
import type { Reader, StoredEvent } from "../../../db/reader.ts";
import {
  type EventCore,
  type EventName,
  PRIORITIES,
  type Priority,
} from "../../../devices/event.ts";
import { decodeHex } from "../../../devices/hex.ts";
import type { IncidentState } from "../../../devices/incident.ts";

/** Events on the page, newest first. */
const SHOWN_EVENTS = 40;

export interface EventView {
  readonly sequence: number;
  readonly name: EventName;
  readonly priority: Priority;
  /** RFC 3339. */
  readonly time: string;
  readonly subject: string;
  readonly reference?: string;
  readonly place?: string;
  readonly isReceived: boolean;
  /** Of the alarm that it belongs to, 32 hex digits. */
  readonly incident?: string;
  /** How far dispatch is with the alarm that it belongs to, beyond having it. */
  readonly stage?: IncidentStage;
  readonly isDrill: boolean;
}

/** States of an incident that somebody at dispatch brought it to. */
export type IncidentStage = Exclude<IncidentState, "new" | "received">;

export interface LiveView {
  readonly events: readonly EventView[];
  /** Of each priority, over all destinations, as much as the one that lags most. */
  readonly pending: Readonly<Record<Priority, number>>;
}

/** Reads what is shown now. */
export function readLiveView(reader: Reader): LiveView {
  return {
    events: reader.newestEvents(SHOWN_EVENTS).map((event) => eventView(reader, event)),
    pending: pendingOf(reader),
  };
}

/** One event as the pages show it. */
export function eventView(reader: Reader, event: StoredEvent): EventView {
  const core = JSON.parse(event.body) as EventCore;
  const { assignment, position } = core.data;
  return {
    sequence: event.sequence,
    name: event.type as EventName,
    priority: lanePriority(event.lane),
    time: core.time,
    subject: core.subject.replace(/^device\//, ""),
    ...(assignment?.reference === undefined ? {} : { reference: assignment.reference }),
    ...(position === undefined ? {} : {
      place: `${position.lat.toFixed(5)}, ${position.lon.toFixed(5)}` +
        (position.accuracyM === undefined ? "" : ` ±${position.accuracyM} m`),
    }),
    isReceived: reader.isReceived(event.sequence),
    ...(core.incident === undefined ? {} : { incident: core.incident }),
    ...stageOf(reader, core.incident),
    isDrill: core.data.drill === true,
  };
}

function stageOf(reader: Reader, incident: string | undefined): Pick<EventView, "stage"> {
  const state = incident === undefined ? undefined : reader.incident(decodeHex(incident)!)?.state;
  return state === undefined || state === "new" || state === "received" ? {} : { stage: state };
}

function pendingOf(reader: Reader): Record<Priority, number> {
  const lanes = reader.lanes();
  const most = (priority: Priority) => {
    const byDestination = new Map<number, number>();
    for (const { number, lane, pending } of lanes) {
      if (lanePriority(lane) !== priority) continue;
      byDestination.set(number, (byDestination.get(number) ?? 0) + pending);
    }
    return Math.max(0, ...byDestination.values());
  };
  return Object.fromEntries(
    PRIORITIES.map((priority) => [priority, most(priority)]),
  ) as Record<Priority, number>;
}
