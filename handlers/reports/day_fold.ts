/**
 * What a day was for each wearable, made of its events. Pure: events come in, rows go out. Events of a
 * wearable's own messages count as heard; what the gateway raised about it is counted beside.
 */
import type { StoredEvent, WearableDay } from "../../db/store.ts";
import { dayOf } from "../tools/day.ts";

/** A battery that wanders by less has not risen, in points of per cent. */
const RISE_PERCENT = 3;

/** What an event says, as far as a day is made of it. */
interface EventBody {
  readonly time: string;
  readonly subject?: string;
  readonly data?: {
    readonly batteryPercent?: number;
    readonly flags?: readonly string[];
    readonly drill?: boolean;
  };
}

/** Where rows come from that events are added to. */
export interface DayFoldPorts {
  /** Number of a wearable; undefined: there is none of that UID. */
  readonly numberOf: (uid: string) => number | undefined;
  /** The row as it is stored. */
  readonly stored: (device: number, day: string) => WearableDay | undefined;
}

/** Rows as far as some events make them. */
export class DayFold {
  readonly #ports: DayFoldPorts;
  readonly #rows = new Map<string, WearableDay>();
  readonly #days = new Map<string, { first: number; last: number }>();

  constructor(ports: DayFoldPorts) {
    this.#ports = ports;
  }

  get rows(): WearableDay[] {
    return [...this.#rows.values()];
  }

  /** Days that events were added to, with the first and the last of these. */
  get days(): { day: string; first: number; last: number }[] {
    return [...this.#days].map(([day, range]) => ({ day, ...range }));
  }

  /** Adds an event. Of no wearable: it only belongs to its day. */
  add({ body, sequence, type }: StoredEvent): void {
    const event = JSON.parse(body) as EventBody;
    const atUnixMs = Date.parse(event.time);
    const day = dayOf(atUnixMs);
    const range = this.#days.get(day);
    this.#days.set(day, { first: range?.first ?? sequence, last: sequence });
    const [, uid] = /^device\/(.*)$/s.exec(event.subject ?? "") ?? [];
    const device = uid === undefined ? undefined : this.#ports.numberOf(uid);
    if (device === undefined) return;
    const key = `${day} ${device}`;
    const row = this.#rows.get(key) ?? this.#ports.stored(device, day) ?? emptyDay(day, device);
    this.#rows.set(key, added(row, type, atUnixMs, event));
  }
}

/** A day on which nothing was heard. */
function emptyDay(day: string, device: number): WearableDay {
  return {
    ...{ day, device, heard: 0, longestGapMs: 0, isCharged: false },
    ...{ firstUnixMs: undefined, lastUnixMs: undefined },
    ...{ batteryLow: undefined, batteryLast: undefined },
    ...{ tests: 0, alarms: 0, drills: 0, silences: 0, notCharged: 0 },
  };
}

function added(row: WearableDay, type: string, atUnixMs: number, event: EventBody): WearableDay {
  switch (type) {
    case "device-silent":
      return { ...row, silences: row.silences + 1 };
    case "device-not-charged":
      return { ...row, notCharged: row.notCharged + 1 };
    case "drill-started":
      return { ...row, drills: row.drills + 1 };
    case "drill-ended":
    case "device-restarted":
    case "position-implausible":
    case "attack-suspected":
    case "epoch-storm":
    case "security":
      return row;
    default:
      return heard(row, type, atUnixMs, event);
  }
}

function heard(row: WearableDay, type: string, atUnixMs: number, { data }: EventBody): WearableDay {
  const { batteryPercent = row.batteryLast, flags = [] } = data ?? {};
  const low = Math.min(row.batteryLow ?? Infinity, batteryPercent ?? Infinity);
  const hasRisen = (batteryPercent ?? 0) >= (row.batteryLow ?? Infinity) + RISE_PERCENT;
  const gapMs = row.lastUnixMs === undefined ? 0 : Math.max(0, atUnixMs - row.lastUnixMs);
  const isAlarm = type === "panic" || type === "duress" || type === "fall";
  return {
    ...row,
    heard: row.heard + 1,
    firstUnixMs: row.firstUnixMs ?? atUnixMs,
    lastUnixMs: Math.max(row.lastUnixMs ?? atUnixMs, atUnixMs),
    longestGapMs: Math.max(row.longestGapMs, gapMs),
    batteryLow: low === Infinity ? undefined : low,
    batteryLast: batteryPercent,
    isCharged: row.isCharged || flags.includes("charging") || hasRisen,
    tests: row.tests + (type === "test" ? 1 : 0),
    alarms: row.alarms + (isAlarm ? 1 : 0),
  };
}
