/**
 * The open alarms, as plain values: those of the store, and those that the disk has not taken, which
 * are in memory only.
 */
import { whoText } from "../../../incidents/incident_views.ts";
import type { IncidentRecord, Reader, StoredEvent } from "../../../../db/store.ts";
import type { EventCore, EventName, Flag, ReceptionReport } from "../../../../devices/event.ts";
import { defined } from "../../../../devices/tools/defined.ts";
import { decodeHex } from "../../../../devices/hex.ts";
import { INCIDENT_STATES, type IncidentState } from "../../../../devices/incident.ts";
import { printable } from "../../../../devices/printable.ts";
import type { VolatileEvent } from "../../../delivery/volatile_events.ts";
import type { MapFix } from "./map/map_place.ts";
import { fixOf } from "./map/track_view.ts";
import { ageMs, type Moment } from "./moment.ts";
import { placeText } from "./view.ts";

/** Alarms shown in full; of more, the page says that there are more. */
const SHOWN_INCIDENTS = 50;
/** Among so many of its newest events the last position of an incident is looked for. */
const PLACE_AMONG = 4;

/** What is open, the most urgent first. */
export interface OpenView {
  readonly incidents: readonly OpenIncident[];
  readonly hasMore: boolean;
}

export interface OpenIncident {
  /** 32 hex digits. */
  readonly id: string;
  readonly device: string;
  readonly reference?: string;
  /** What opened it. */
  readonly name: EventName;
  readonly flags: readonly Flag[];
  readonly state: IncidentState;
  /** Who brought it to its state, and when; absent before the first transition. */
  readonly moved?: { readonly by: string; readonly atUnixMs: number };
  /** At least one destination has confirmed it, whatever its state. */
  readonly isConfirmed: boolean;
  /** The destinations that have confirmed one that is in memory only, by name. */
  readonly confirmedBy?: readonly string[];
  /** False: it is in memory only. */
  readonly isStored: boolean;
  readonly isDrill: boolean;
  readonly isUnverified: boolean;
  /** Its own key proves that the wearable has sent it. */
  readonly isProved: boolean;
  readonly pressedAtUnixMs: number;
  /** Since the press. */
  readonly ageMs: number;
  /** The last one that is known; `fix` is the same for a map. */
  readonly place?: { readonly text: string; readonly ageMs: number; readonly fix: MapFix };
  /** By its newest message. */
  readonly isMoving: boolean;
  /** As its newest message says it. */
  readonly battery?: Battery;
  /** The modem that heard the press first, and how well. */
  readonly heard?: ReceptionReport;
}

/** How long a wearable will still be heard. */
export interface Battery {
  readonly percent: number;
  readonly isLow: boolean;
  readonly isCharging: boolean;
  /** The key of the wearable proves who says it. */
  readonly isProved: boolean;
}

export interface OpenPorts {
  readonly reader: Reader;
  readonly volatileEvents: {
    list(): readonly VolatileEvent[];
    confirmedBy(id: string): readonly string[];
  };
}

/** Reads what is open now. */
export function readOpenView({ reader, volatileEvents }: OpenPorts, now: Moment): OpenView {
  const found = reader.incidents.open(SHOWN_INCIDENTS + 1);
  const stored = found.slice(0, SHOWN_INCIDENTS).map((its) => storedIncident(reader, its, now));
  const known = new Set(stored.map(({ id }) => id));
  const inMemory = volatileIncidents(
    volatileEvents,
    now,
    (id) => known.has(id) || reader.incidents.byId(decodeHex(id)!) !== undefined,
  );
  return {
    incidents: [...inMemory, ...stored].toSorted(byUrgency),
    hasMore: found.length > SHOWN_INCIDENTS || inMemory.length > SHOWN_INCIDENTS,
  };
}

/** Those that are in memory only; of thousands, one more than are shown. */
function volatileIncidents(
  volatileEvents: OpenPorts["volatileEvents"],
  now: Moment,
  isStored: (id: string) => boolean,
): OpenIncident[] {
  const incidents = new Map<string, OpenIncident>();
  for (const event of volatileEvents.list()) {
    // The most urgent come first.
    if (event.priority !== "critical" || incidents.size > SHOWN_INCIDENTS) break;
    const core = JSON.parse(event.json) as EventCore;
    const id = core.incident;
    if (id === undefined || incidents.has(id) || isStored(id)) continue;
    incidents.set(id, volatileIncident(core, volatileEvents.confirmedBy(event.id), now));
  }
  return [...incidents.values()];
}

function storedIncident(reader: Reader, record: IncidentRecord, now: Moment): OpenIncident {
  const id = decodeHex(record.id)!;
  const opening = reader.events.opening(id);
  const core = opening && coreOf(opening);
  const moved = reader.incidents.transitions(id).at(-1);
  return {
    ...(core === undefined ? withoutOpening(record, now) : factsOf(core, now)),
    id: record.id,
    device: record.device,
    state: record.state,
    ...(moved && { moved: { by: printable(whoText(moved)), atUnixMs: moved.atUnixMs } }),
    isConfirmed: opening !== undefined &&
      reader.lanes.isConfirmed(opening.lane, opening.ordinal),
    isStored: true,
    isDrill: record.isDrill,
    ...newestOf(newestEvents(reader, id), core, now),
  };
}

/** The newest first; mostly the newest alone says where it is and how its battery does. */
function newestEvents(reader: Reader, id: Uint8Array): EventCore[] {
  const [newest] = reader.incidents.eventsBefore(id, Number.MAX_SAFE_INTEGER, 1);
  if (newest === undefined) return [];
  const core = coreOf(newest);
  const { batteryPercent, position } = core.data;
  if (batteryPercent !== undefined && position !== undefined) return [core];
  return [
    core,
    ...reader.incidents.eventsBefore(id, newest.sequence, PLACE_AMONG - 1).map(coreOf),
  ];
}

function volatileIncident(
  core: EventCore,
  confirmedBy: readonly string[],
  now: Moment,
): OpenIncident {
  return {
    ...factsOf(core, now),
    id: core.incident!,
    device: core.data.device ?? core.subject,
    state: confirmedBy.length > 0 ? "received" : "new",
    isConfirmed: confirmedBy.length > 0,
    confirmedBy,
    isStored: false,
    isDrill: core.data.drill === true,
    ...newestOf([], core, now),
  };
}

/** What its opening says of it. */
function factsOf({ data, time, type }: EventCore, now: Moment) {
  const sinceMs = (data.sinceTriggerS ?? 0) * 1_000;
  const unixMs = Date.parse(time);
  const reference = data.assignment?.reference;
  return {
    name: type.split(".")[1] as EventName,
    flags: data.flags ?? [],
    ...defined({
      reference: reference === undefined ? undefined : printable(reference),
      heard: data.receptions?.[0],
    }),
    isUnverified: data.authenticity === "unverified",
    isProved: data.authenticity === "verified",
    pressedAtUnixMs: unixMs - sinceMs,
    ageMs: ageMs({ unixMs, clock: data.clock }, now) + sinceMs,
  };
}

/** Its opening is gone: retention, or damage. */
function withoutOpening({ openedAtUnixMs }: IncidentRecord, now: Moment) {
  return {
    name: "panic" as const,
    flags: [],
    isUnverified: false,
    isProved: false,
    pressedAtUnixMs: openedAtUnixMs,
    ageMs: ageMs({ unixMs: openedAtUnixMs }, now),
  };
}

/** What its newest messages say of it: the last position that is known, and the last battery. */
function newestOf(
  newest: readonly EventCore[],
  opening: EventCore | undefined,
  now: Moment,
): Pick<OpenIncident, "place" | "battery" | "isMoving"> {
  const known = [...newest, ...(opening === undefined ? [] : [opening])];
  const placed = known.find(({ data }) => data.position !== undefined);
  const powered = known.find(({ data }) => data.batteryPercent !== undefined);
  const fix = placed && fixOf(placed, now);
  const isMoving = known[0]?.data.flags?.includes("moving") ?? false;
  return defined({
    isMoving,
    place: fix && { text: placeText(placed!.data.position!), ageMs: fix.ageMs, fix },
    battery: powered && batteryOf(powered),
  });
}

/** Below this much of a hundred a battery may not last until help is there. */
const LOW_PERCENT = 20;

function batteryOf({ data }: EventCore): Battery {
  const { authenticity, batteryPercent: percent = 0, flags = [] } = data;
  return {
    percent,
    isLow: percent <= LOW_PERCENT || flags.includes("low-battery"),
    isCharging: flags.includes("charging"),
    isProved: authenticity === "verified",
  };
}

/**
 * Real before drills; then by how far dispatch is, what dispatch rejected last; then under duress
 * first; then the newest, for the wearer who pressed last is the likeliest to be in danger still.
 */
function byUrgency(a: OpenIncident, b: OpenIncident): number {
  return Number(a.isDrill) - Number(b.isDrill) || rankOf(a) - rankOf(b) ||
    Number(isDuress(b)) - Number(isDuress(a)) || a.ageMs - b.ageMs;
}

function rankOf({ state }: OpenIncident): number {
  return state === "rejected" ? INCIDENT_STATES.length : INCIDENT_STATES.indexOf(state);
}

function isDuress({ flags, name }: OpenIncident): boolean {
  return name === "duress" || flags.includes("duress");
}

function coreOf(event: StoredEvent): EventCore {
  return JSON.parse(event.body) as EventCore;
}

/** How many alarms are open, as in `50+`. */
export function openCount({ hasMore, incidents }: OpenView): string {
  return `${incidents.length}${hasMore ? "+" : ""}`;
}
