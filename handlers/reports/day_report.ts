/**
 * The daily report of a zone, as the circular of 29 May 2019 expects one for the follow-up of victims:
 * of each wearable whether it was heard, charged and tested, and of each alarm what became of it.
 */
import type { DayCounts, DeviceDay, IncidentRecord, Reader } from "../../db/store.ts";
import type { UnixMs } from "../../devices/time.ts";
import { heartbeatPeriodOf } from "../supervision/heartbeat_period.ts";
import { dayAfter, dayEdges, dayOf } from "../tools/day.ts";

/** Wearables of one part of a report; zones have fewer. */
export const PART = 100;
/** Alarms of a day that are listed. */
const ALARMS_LIMIT = 500;

/** What a wearable was on a day. */
export interface WearableReport {
  /** UID. */
  readonly wearable: string;
  /** Of the file that it served; absent: none, or it serves another one since. */
  readonly reference?: string;
  /** Messages that were heard. */
  readonly heard: number;
  readonly firstAt?: UnixMs;
  readonly lastAt?: UnixMs;
  /** Longest time without a message between the first and the last one, in ms. */
  readonly longestSilenceMs: number;
  readonly isCharged: boolean;
  /** The lowest, and the last one; 0 to 100. */
  readonly batteryLow?: number;
  readonly batteryLast?: number;
  /** Messages of its test. */
  readonly tests: number;
  readonly drills: number;
  readonly alarms: number;
  /** How often its silence was reported. */
  readonly silences: number;
  /** How its silence is noticed, as of now. */
  readonly supervision: "set" | "learned" | "off" | "unknown";
}

/** How many alarms of a day turned out to be what; drills are apart. */
export interface AlarmCounts {
  readonly real: number;
  readonly false: number;
  readonly test: number;
  /** Closed or not, that were marked as drill. */
  readonly drill: number;
  readonly open: number;
}

/** The report of a zone; wearables in the order of their names. */
export interface DayReport {
  /** As in `2026-11-30`. */
  readonly day: string;
  readonly fromUnixMs: UnixMs;
  readonly toUnixMs: UnixMs;
  /** The day is not over, or not all of its events are in the report yet. */
  readonly isPreliminary: boolean;
  readonly counts: DayCounts;
  readonly alarms: AlarmCounts;
  /** Oldest first. */
  readonly incidents: readonly IncidentRecord[];
  readonly wearables: readonly WearableReport[];
  /** Name after which the next part begins; absent: this is the last one. */
  readonly next?: string;
  /** Days beside it of which something may be known. */
  readonly previous?: string;
  readonly following?: string;
}

type ReportReader = Pick<Reader, "devices" | "events" | "incidents" | "wearableDays">;

/** Reads the report of a day; undefined: there is no such day. @param after As `next` says. */
export function readDayReport(
  reader: ReportReader,
  day: string,
  nowUnixMs: number,
  after = "",
  limit = PART,
): DayReport | undefined {
  const edges = dayEdges(day);
  if (edges === undefined || edges[0] > nowUnixMs) return undefined;
  const [fromUnixMs, toUnixMs] = edges;
  const incidents = incidentsOf(reader, day, fromUnixMs, toUnixMs);
  const devices = reader.wearableDays.ofDay(day, toUnixMs, after, limit);
  const today = dayOf(nowUnixMs);
  const newest = reader.events.newestSequence();
  const oldest = reader.wearableDays.oldest() ?? today;
  return {
    day,
    fromUnixMs,
    toUnixMs,
    isPreliminary: day === today || isBehind(reader, day, newest),
    counts: reader.wearableDays.countsOf(day, toUnixMs),
    alarms: alarmCounts(incidents),
    incidents,
    wearables: devices.map(wearableReport),
    ...(devices.length === limit ? { next: devices.at(-1)!.device.uid } : {}),
    ...(day > oldest ? { previous: dayAfter(day, -1) } : {}),
    ...(day < today ? { following: dayAfter(day, 1) } : {}),
  };
}

/** Whether events of a day may be missing: those that are read last are of that day or before it. */
function isBehind({ events, wearableDays }: ReportReader, day: string, newest: number): boolean {
  const through = wearableDays.foldedThrough();
  if (through >= newest) return false;
  return through === 0 || dayOf(events.receivedAtUnixMs(through + 1)) <= day;
}

/** The alarms of a day. Their events are those of its rows, and what is not in any row yet. */
function incidentsOf(
  { incidents, wearableDays }: ReportReader,
  day: string,
  fromUnixMs: number,
  toUnixMs: number,
): IncidentRecord[] {
  const { first, last } = wearableDays.events(day) ?? { first: undefined, last: undefined };
  const through = wearableDays.foldedThrough();
  const isIn = ({ openedAtUnixMs: at }: IncidentRecord) => at >= fromUnixMs && at < toUnixMs;
  const query = { limit: ALARMS_LIMIT, state: undefined };
  const ofRows = first === undefined
    ? []
    : incidents.list({ ...query, after: first - 1 }).filter(({ opened }) => opened <= last!);
  return [...ofRows, ...incidents.list({ ...query, after: through })].filter(isIn);
}

function alarmCounts(incidents: readonly IncidentRecord[]): AlarmCounts {
  const counts = { real: 0, false: 0, test: 0, drill: 0, open: 0 };
  for (const { isDrill, outcome } of incidents) {
    if (isDrill) counts.drill++;
    else counts[outcome ?? "open"]++;
  }
  return counts;
}

/** What a wearable was on the day of a row. */
export function wearableReport({ device, hasChangedFile, heard }: DeviceDay): WearableReport {
  const serves = !hasChangedFile && device.assignment !== "none" && device.reference !== undefined;
  return {
    wearable: device.uid,
    ...(serves ? { reference: device.reference } : {}),
    heard: heard?.heard ?? 0,
    ...(heard?.firstUnixMs === undefined ? {} : { firstAt: heard.firstUnixMs as UnixMs }),
    ...(heard?.lastUnixMs === undefined ? {} : { lastAt: heard.lastUnixMs as UnixMs }),
    longestSilenceMs: heard?.longestGapMs ?? 0,
    isCharged: heard?.isCharged ?? false,
    ...(heard?.batteryLow === undefined ? {} : { batteryLow: heard.batteryLow }),
    ...(heard?.batteryLast === undefined ? {} : { batteryLast: heard.batteryLast }),
    tests: heard?.tests ?? 0,
    drills: heard?.drills ?? 0,
    alarms: heard?.alarms ?? 0,
    silences: heard?.silences ?? 0,
    supervision: heartbeatPeriodOf(device).is,
  };
}

/** Days of a wearable that are shown at once. */
const DAYS = 31;

/** One day of a wearable. */
export interface DayOfWearable {
  readonly day: string;
  readonly report: WearableReport;
}

/** What a wearable was on each of the last days, the newest first; undefined: there is none. */
export function readWearableDays(
  { devices, wearableDays }: Pick<Reader, "devices" | "wearableDays">,
  uid: string,
  nowUnixMs: number,
): readonly DayOfWearable[] | undefined {
  const device = devices.byUid(uid);
  if (device === undefined) return undefined;
  const today = dayOf(nowUnixMs);
  const days = Array.from({ length: DAYS }, (_, n) => dayAfter(today, -n));
  return days.filter((day) => dayEdges(day)![1] > device.createdAtUnixMs).map((day) => {
    const heard = wearableDays.ofDevice(device.number, day);
    return { day, report: wearableReport({ device, heard, hasChangedFile: false }) };
  });
}
