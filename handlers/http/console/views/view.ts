/** What the first page shows of the store, as plain values. */
import { lanePriority, type Reader, type StoredEvent } from "../../../../db/store.ts";
import {
  type EventCore,
  type EventName,
  type Position,
  PRIORITIES,
  type Priority,
} from "../../../../devices/event.ts";
import { defined } from "../../../../devices/tools/defined.ts";
import { decodeHex } from "../../../../devices/hex.ts";
import type { IncidentState } from "../../../../devices/incident.ts";
import { printable } from "../../../../devices/printable.ts";

/** Events on the first page, newest first; the others are a link away. */
const SHOWN_EVENTS = 20;
/** Events on a page of its own. */
const PAGE_EVENTS = 50;

export interface EventView {
  readonly sequence: number;
  readonly name: EventName;
  readonly priority: Priority;
  /** RFC 3339. */
  readonly time: string;
  /** As in `device/d-1`, `modem/lora-1` and `gateway`. */
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

/** States of an incident that dispatch brought it to. */
export type IncidentStage = Exclude<IncidentState, "new" | "received">;

export interface LiveView {
  readonly events: EventsView;
  /** Of each priority, over all destinations, as much as the one that lags most. */
  readonly pending: Readonly<Record<Priority, number>>;
}

/** Events from one place on, newest first. */
export interface EventsView {
  readonly events: readonly EventView[];
  /** Sequence before which the next page begins; absent: there is nothing older. */
  readonly older?: number;
}

/** Reads what is shown now. */
export function readLiveView(reader: Reader): LiveView {
  return {
    events: readEvents(reader, Number.MAX_SAFE_INTEGER, SHOWN_EVENTS),
    pending: pendingOf(reader),
  };
}

/** Reads a page of events before a sequence. */
export function readEvents(reader: Reader, before: number, count = PAGE_EVENTS): EventsView {
  const found = reader.events.before(before, count + 1);
  const events = found.slice(0, count).map((event) => eventView(reader, event));
  return {
    events,
    ...(found.length > count ? { older: events.at(-1)!.sequence } : {}),
  };
}

/** One event as the pages show it. */
export function eventView(reader: Reader, event: StoredEvent): EventView {
  const core = JSON.parse(event.body) as EventCore;
  const { assignment, position } = core.data;
  const reference = assignment?.reference;
  return {
    sequence: event.sequence,
    name: event.type as EventName,
    priority: lanePriority(event.lane),
    time: core.time,
    subject: core.subject,
    ...defined({
      reference: reference === undefined ? undefined : printable(reference),
      place: position && placeText(position),
      incident: core.incident,
      stage: stageOf(reader, core.incident),
    }),
    isReceived: reader.lanes.isReceived(event.sequence),
    isDrill: core.data.drill === true,
  };
}

function stageOf(reader: Reader, incident: string | undefined): EventView["stage"] {
  const state = incident && reader.incidents.byId(decodeHex(incident)!)?.state;
  return state === "" || state === "new" || state === "received" ? undefined : state;
}

function pendingOf(reader: Reader): Record<Priority, number> {
  const lanes = reader.lanes.all();
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

/** Coordinates with their accuracy, as people read them out. */
export function placeText({ accuracyM, lat, lon }: Position): string {
  return `${lat.toFixed(5)}, ${lon.toFixed(5)}` +
    (accuracyM === undefined ? "" : ` ±${accuracyM}\u00a0m`);
}
