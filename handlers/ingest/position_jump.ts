/** Whether anybody can have got from one position to the next in the time between them. */
import type { Position } from "../../devices/event.ts";
import type { MonotonicMs } from "../../devices/time.ts";

/** Nobody who wears a wearable travels faster, in km/h. */
export const FASTEST_KMH = 250;

/** A position as a message that is not late brings it. */
export interface ReportedPosition {
  readonly position: Position;
  /** The wearable reports that it moves. */
  readonly isMoving: boolean;
  readonly receivedAtMs: MonotonicMs;
  /** How long the message may have been on its way, in s. */
  readonly delayS: number;
  /** Number of the alarm that it belongs to. */
  readonly alarm?: number | undefined;
  /** Seconds between the press of that alarm and the sending, by the wearable. */
  readonly sinceTriggerS?: number | undefined;
}

const EARTH_RADIUS_M = 6_371_000;
/** An accuracy is where most fixes lie, and some lie beyond. */
const ACCURACIES = 2;
/** What an unknown accuracy may be, in m. */
const UNKNOWN_ACCURACY_M = { gnss: 500, network: 10_000 } as const;
/** What an unknown age may be, in s. */
const UNKNOWN_AGE_S = 24 * 3_600;
/** From here on an age is known to the minute, in s. */
const AGE_IN_MINUTES_S = 128;
/** What is sent without an alarm may be heard this much later, in s: it was sent more than once. */
const REPEATED_FOR_S = 30;
/** The same for an alarm, which is repeated until it is received. */
const ALARM_REPEATED_FOR_S = 600;
/** Highest number of seconds since a press that a frame says; it means "that or more". */
const MOST_SINCE_TRIGGER_S = 0xffff;

/** How far and how fast it jumped; undefined: somebody can have travelled so. */
export function jumpBetween(
  from: ReportedPosition,
  to: ReportedPosition,
): { readonly km: number; readonly seconds: number } | undefined {
  const metres = distanceM(from.position, to.position);
  const surelyM = metres - ACCURACIES * (accuracyM(from.position) + accuracyM(to.position));
  const { atMostS, seconds } = timeBetween(from, to);
  if (surelyM <= FASTEST_KMH / 3.6 * atMostS) return undefined;
  return { km: Math.round(metres / 1_000), seconds: Math.round(seconds) };
}

/** Within one alarm the wearable's own clock says it; else the reception does, with its delays. */
function timeBetween(from: ReportedPosition, to: ReportedPosition) {
  const pressed = sinceOnePress(from, to);
  const sentS = pressed ?? (to.receivedAtMs - from.receivedAtMs) / 1_000;
  const delayS = pressed === undefined ? heldUpS(from) + from.delayS + to.delayS : 1;
  const seconds = Math.abs(sentS + (from.position.fixAgeS ?? 0) - (to.position.fixAgeS ?? 0));
  return { seconds, atMostS: seconds + delayS + ageDoubtS(from) + ageDoubtS(to) };
}

function sinceOnePress(from: ReportedPosition, to: ReportedPosition): number | undefined {
  const [fromS = Infinity, toS = Infinity] = [from.sinceTriggerS, to.sinceTriggerS];
  const isOne = from.alarm !== undefined && from.alarm === to.alarm;
  return isOne && Math.max(fromS, toS) < MOST_SINCE_TRIGGER_S ? toS - fromS : undefined;
}

/** A message that was heard late seems to be newer than it is. */
function heldUpS({ alarm }: ReportedPosition): number {
  return alarm === undefined ? REPEATED_FOR_S : ALARM_REPEATED_FOR_S;
}

function ageDoubtS({ position: { fixAgeS = Infinity } }: ReportedPosition): number {
  if (fixAgeS === Infinity) return UNKNOWN_AGE_S;
  return fixAgeS < AGE_IN_MINUTES_S ? 1 : 60;
}

function accuracyM({ accuracyM: known, source }: Position): number {
  return known ?? UNKNOWN_ACCURACY_M[source];
}

/** Along a great circle (haversine). */
function distanceM(from: Position, to: Position): number {
  const radians = (degrees: number) => degrees * Math.PI / 180;
  const sin2 = (degrees: number) => Math.sin(radians(degrees) / 2) ** 2;
  const chord = sin2(to.lat - from.lat) +
    Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * sin2(to.lon - from.lon);
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(chord)));
}
