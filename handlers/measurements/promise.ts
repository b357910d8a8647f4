/**
 * The promise meter: how long each step of an alarm took, and of each minute whether every way was there.
 * The targets are those that this product is designed to, after EN 50136-1:2012+A1:2018, category DP4, with
 * classes D4, M4, T5 and A4 of its Annex D. Nothing here is a certificate, and the figures were taken
 * second-hand.
 */
import { addSums, type MeasurementKind, type MeasurementSum, type Reader } from "../../db/store.ts";
import { Spread } from "../../devices/tools/spread.ts";
import { availabilityOf, type BadSpan, measuredWindow, type Minutes } from "./minutes.ts";

export type { BadSpan };

/** Transmission time from reception to the acknowledgement of the receiver: D4 and M4, in ms. */
export const DP4_TRANSMISSION = { meanMs: 10_000, mostMs: 15_000, longestMs: 20_000 } as const;
/** A4, of 1. */
export const DP4_AVAILABILITY = 0.998;

/** The steps, each with what it is recorded as. */
const OF_GATEWAY = {
  "press-to-heard": "press-to-heard-ms",
  "heard-to-stored": "heard-to-stored-ms",
  "heard-to-answered": "heard-to-answered-ms",
} as const satisfies Record<string, MeasurementKind>;
const OF_DESTINATIONS = {
  "heard-to-offered": "heard-to-offered-ms",
  "offered-to-confirmed": "offered-to-confirmed-ms",
  "heard-to-confirmed": "confirm-critical-ms",
} as const satisfies Record<string, MeasurementKind>;

export type LegName = keyof typeof OF_GATEWAY | keyof typeof OF_DESTINATIONS;

/** One step of alarms; without any, its times are absent. */
export interface Leg {
  readonly leg: LegName;
  /** Of which destination; absent: the gateway's own. */
  readonly destination?: string;
  readonly count: number;
  readonly meanMs?: number;
  /** 95 of 100 took no longer, to within a twentieth. */
  readonly mostMs?: number;
  readonly longestMs?: number;
  readonly target?: typeof DP4_TRANSMISSION;
  /** Whether all three are within the target. */
  readonly isKept?: boolean;
}

/** How many minutes something was there. */
export interface Availability extends Minutes {
  /** `running`, `gateway` (it stores), `dispatch`, `radio`, `destination/…` or `modem/…`. */
  readonly subject: string;
  /** Of 1; absent: nothing was measured. */
  readonly share?: number;
  /** Absent: there is none. */
  readonly target?: number;
}

export interface PromiseReport {
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
  /** Since when there are figures at all; absent: there are none. */
  readonly sinceUnixMs?: number;
  readonly legs: readonly Leg[];
  readonly availability: readonly Availability[];
  /** The newest first. */
  readonly bad: readonly BadSpan[];
}

export interface PromiseRequest {
  /** Now. */
  readonly atUnixMs: number;
  readonly periodMs: number;
  /** By name, as they are configured. */
  readonly destinations: readonly string[];
  readonly modems: readonly string[];
}

const DAY_MS = 86_400_000;
/** For how long back it can be read. */
export const PERIODS_MS = { day: DAY_MS, week: 7 * DAY_MS, month: 31 * DAY_MS } as const;
export type Period = keyof typeof PERIODS_MS;

/** Bad spans of time that are listed. */
const LISTED_SPANS = 50;

/** Reads it; what is looked at grows with the period and the ways, and not with the store. */
export function readPromise(
  reader: Pick<Reader, "measurements">,
  { atUnixMs, destinations, modems, periodMs }: PromiseRequest,
): PromiseReport {
  const sinceUnixMs = reader.measurements.since();
  const window = measuredWindow(atUnixMs, periodMs, sinceUnixMs);
  const read = (subject: string, kinds: readonly MeasurementKind[]) =>
    reader.measurements.seriesOf(subject, kinds, atUnixMs - periodMs, window.toUnixMs - 1);
  const gateway = read("gateway", ["ready", ...Object.values(OF_GATEWAY)]);
  const ways = destinations.map((name) => ({
    name,
    series: read(`destination/${name}`, ["ready", ...Object.values(OF_DESTINATIONS)]),
  }));
  const minutes = [
    ["running", gateway],
    ["gateway", gateway],
    ["dispatch", read("dispatch", ["ready"])],
    ["radio", read("radio", ["ready"])],
    ...ways.map(({ name, series }) => [`destination/${name}`, series] as const),
    ...modems.map((name) => [`modem/${name}`, read(`modem/${name}`, ["ready"])] as const),
  ] as const;
  const found = minutes.map(([subject, series]) =>
    availabilityOf(subject, series.get("ready")!, window)
  );
  return {
    fromUnixMs: window.fromUnixMs,
    toUnixMs: window.toUnixMs,
    ...(sinceUnixMs !== undefined && { sinceUnixMs }),
    legs: [
      ...legsOf(OF_GATEWAY, gateway),
      ...ways.flatMap(({ name, series }) => legsOf(OF_DESTINATIONS, series, name)),
    ],
    availability: found.map(({ minutes, subject }) => ({
      subject,
      ...minutes,
      ...(minutes.expected > 0 && { share: 1 - minutes.bad / minutes.expected }),
      ...(TARGETED.includes(subject) && { target: DP4_AVAILABILITY }),
    })),
    bad: found.flatMap(({ spans }) => spans).sort((a, b) => b.toUnixMs - a.toUnixMs)
      .slice(0, LISTED_SPANS),
  };
}

/** What the whole has to be, and not each of its ways alone. */
const TARGETED: readonly string[] = ["running", "gateway", "dispatch"];

type Series = ReadonlyMap<MeasurementKind, readonly MeasurementSum[]>;

function legsOf<Name extends LegName>(
  kinds: Readonly<Record<Name, MeasurementKind>>,
  series: Series,
  destination?: string,
): Leg[] {
  return (Object.entries(kinds) as [Name, MeasurementKind][]).map(([leg, kind]) => {
    const named = { leg, ...(destination !== undefined && { destination }) };
    const target = leg === "heard-to-confirmed" ? { target: DP4_TRANSMISSION } : {};
    const [first, ...others] = series.get(kind)!;
    if (first === undefined) return { ...named, ...target, count: 0 };
    const { count, high, spread, sum } = others.reduce(addSums, first);
    const times = {
      meanMs: sum / count,
      // It is known by classes: more than the longest it cannot be.
      mostMs: Math.min(high, spread && Spread.decode(spread).quantile(0.95) || high),
      longestMs: high,
    };
    if (leg !== "heard-to-confirmed") return { ...named, count, ...times };
    return { ...named, ...target, count, ...times, isKept: isWithin(times) };
  });
}

function isWithin(
  { longestMs, meanMs, mostMs }: Readonly<Record<"meanMs" | "mostMs" | "longestMs", number>>,
): boolean {
  return meanMs <= DP4_TRANSMISSION.meanMs && mostMs <= DP4_TRANSMISSION.mostMs &&
    longestMs <= DP4_TRANSMISSION.longestMs;
}
