/**
 * What messages of foreign formats say, in the words of events. Decoders are pure, never throw, and
 * keep the alarm when a value is nonsense: the value is left out and named in `anomalies`.
 */
import type { Anomaly, Flag, Position, PositionSource } from "../event.ts";
import { type Fix, positionOf } from "../frame/fix.ts";
import { fail, ok, type Result } from "../result.ts";
import type { UnixMs } from "../time.ts";

/** What a message is about, the most urgent thing first. */
export type ReadingKind =
  | "panic"
  | "fall"
  | "tamper"
  | "cancel"
  | "battery-low"
  | "position"
  | "status"
  | "heartbeat"
  | "test";

/** A message as its format means it. What is unknown is absent. */
export interface Reading {
  readonly kind: ReadingKind;
  /** The device is in alarm, though this message only says where it is or how it does. */
  readonly isInAlarm?: true;
  readonly position?: Position;
  /** 0 to 100. */
  readonly batteryPercent?: number;
  /** What the device measures where it knows no percentage. */
  readonly batteryVolts?: number;
  readonly flags: readonly Flag[];
  /** By the device's own clock, which may be wrong. */
  readonly deviceTime?: UnixMs;
  /** The device says that it kept the message back. */
  readonly isLate?: true;
  /** What the device calls itself, such as an IMEI. It proves nothing. */
  readonly bearer?: string;
  readonly anomalies: readonly Anomaly[];
}

/**
 * Why a message is none of its format: it does not begin like it or is of a kind that says nothing
 * of use (`unsupported`), its form is wrong (`malformed`), its checksum is (`bad-checksum`), or its
 * proof is (`bad-tag`).
 */
export interface CodecProblem {
  readonly code: "unsupported" | "malformed" | "bad-checksum" | "bad-tag";
}

export type Read = Result<Reading, CodecProblem>;

export const UNSUPPORTED = fail<CodecProblem>({ code: "unsupported" });
export const MALFORMED = fail<CodecProblem>({ code: "malformed" });
export const BAD_CHECKSUM = fail<CodecProblem>({ code: "bad-checksum" });
export const BAD_TAG = fail<CodecProblem>({ code: "bad-tag" });

/** A part of a reading, and what had to be refused for it. */
export interface Part extends Partial<Pick<Reading, "position" | "batteryPercent" | "deviceTime">> {
  readonly refused?: Anomaly;
}

/** Half the way around the Earth: what is wider says nothing. */
const MAX_ACCURACY_M = 20_100_000;
/** Seconds that 32 bits can say, to the year 2106. */
const MAX_UNIX_S = 0xffff_ffff;

/** A place, if it can be on Earth. 0, 0 is how many devices say that they have no fix. */
export function placePart(fix: Fix, source: PositionSource = "gnss"): Part {
  if (fix.lat === 0 && fix.lon === 0) return {};
  if (!(Math.abs(fix.lat) <= 90 && Math.abs(fix.lon) <= 180)) return { refused: "position" };
  const { accuracyM = NaN, ...place } = fix;
  const isKnown = accuracyM >= 0 && accuracyM <= MAX_ACCURACY_M;
  return { position: { ...positionOf({ ...place, ...(isKnown && { accuracyM }) }), source } };
}

/** A battery's percentage. */
export function batteryPart(percent: number): Part {
  if (!(percent >= 0 && percent <= 100)) return { refused: "battery" };
  return { batteryPercent: Math.round(percent) };
}

/** A time from year, month (1 to 12), day, hour, minute and second, if there is such a time. */
export function clockPart(fields: readonly number[]): Part {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields;
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isThatTime = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 &&
    at.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return isThatTime ? { deviceTime: at.getTime() as UnixMs } : { refused: "clock" };
}

/** A time in Unix seconds, with fractions; 0 is how devices say that they know none. */
export function unixPart(seconds: number): Part {
  if (!(seconds >= 0 && seconds <= MAX_UNIX_S)) return { refused: "clock" };
  return seconds === 0 ? {} : { deviceTime: Math.round(seconds * 1_000) as UnixMs };
}

/** What a message is that ends too soon, but after it said whether its device is in alarm. */
export function cutOff(isAlarm: boolean): Read {
  return isAlarm ? ok(readingOf({ kind: "panic", anomalies: ["short-body"] })) : MALFORMED;
}

/**
 * A reading of a message of which a part could not be read: what is not understood may have been an
 * alarm, so it is never only a sign of life.
 */
export function partlyRead(reading: Reading): Reading {
  return {
    ...reading,
    kind: reading.kind === "heartbeat" ? "status" : reading.kind,
    anomalies: [...reading.anomalies.filter((anomaly) => anomaly !== "undecoded"), "undecoded"],
  };
}

/** What a message says: marked, when a part of it could not be read. */
export function readTo(isEnd: boolean, reading: Reading): Reading {
  return isEnd ? reading : partlyRead(reading);
}

/** What there is to say of a message of a known sender that cannot be read at all. */
export function undecoded(): Reading {
  return partlyRead(readingOf({ kind: "status" }));
}

/** Most urgent first; what is not here says only that the device lives, or tries itself. */
const URGENT: readonly ReadingKind[] = [
  "panic",
  "fall",
  "tamper",
  "cancel",
  "battery-low",
  "position",
  "status",
];

/** Of several readings of one message the most urgent, of equals the first. */
export function mostUrgent(readings: readonly [Reading, ...Reading[]]): Reading {
  return readings.reduce((best, reading) => rankOf(reading) < rankOf(best) ? reading : best);
}

function rankOf({ isInAlarm, kind }: Reading): number {
  const rank = URGENT.indexOf(kind);
  const isAlarm = isInAlarm === true && kind !== "cancel";
  return isAlarm ? Math.min(rank, 1) : rank < 0 ? URGENT.length : rank;
}

/** Puts a reading together. */
export function readingOf(
  reading: Omit<Reading, "anomalies" | "flags"> & Partial<Pick<Reading, "anomalies" | "flags">>,
  parts: readonly Part[] = [],
): Reading {
  const anomalies = [...reading.anomalies ?? []];
  let known: Omit<Part, "refused"> = {};
  for (const { refused, ...values } of parts) {
    if (refused !== undefined && !anomalies.includes(refused)) anomalies.push(refused);
    known = { ...known, ...values };
  }
  return { ...reading, ...known, flags: reading.flags ?? [], anomalies };
}
