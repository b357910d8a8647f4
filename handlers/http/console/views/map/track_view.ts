/** The positions of an incident, from its events. */
import type { Reader } from "../../../../../db/store.ts";
import { type EventCore, POSITION_ANOMALIES } from "../../../../../devices/event.ts";
import { decodeHex } from "../../../../../devices/hex.ts";
import { ageMs, type Moment } from "../moment.ts";
import type { MapFix } from "./map_place.ts";

/** So many events are looked at for each position that is wanted: some bring none. */
const EVENTS_PER_FIX = 2;

/**
 * The newest positions of an incident, the newest last: by the age of the fix, since a message that was
 * held up brings an old one.
 * @param incident Its id, 32 hex digits.
 * @param limit Highest number of positions.
 */
export function readTrack(
  reader: Pick<Reader, "incidents">,
  incident: string,
  now: Moment,
  limit = 50,
): MapFix[] {
  const id = decodeHex(incident);
  if (id === undefined) return [];
  const newest = reader.incidents
    .eventsBefore(id, Number.MAX_SAFE_INTEGER, limit * EVENTS_PER_FIX)
    .flatMap(({ body }) => fixOf(JSON.parse(body) as EventCore, now) ?? []);
  return newest.slice(0, limit).toSorted((a, b) => b.ageMs - a.ageMs);
}

/** The position that an event brings; undefined: it brings none. */
export function fixOf({ data, time }: EventCore, now: Moment): MapFix | undefined {
  if (data.position === undefined) return undefined;
  const { accuracyM, fixAgeS = 0, lat, lon } = data.position;
  const heardAtUnixMs = Date.parse(time);
  const anomalies = POSITION_ANOMALIES.filter((its) => data.anomalies?.includes(its));
  return {
    ...{ lat, lon },
    ...(accuracyM === undefined ? {} : { accuracyM }),
    atUnixMs: heardAtUnixMs - fixAgeS * 1_000,
    ageMs: ageMs({ unixMs: heardAtUnixMs, clock: data.clock }, now) + fixAgeS * 1_000,
    ...(anomalies.length === 0 ? {} : { isImplausible: true, anomalies }),
    isProved: data.authenticity === "verified",
  };
}
