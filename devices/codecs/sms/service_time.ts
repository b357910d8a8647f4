/**
 * Time stamps of a service centre (3GPP TS 23.040, section 9.2.3.11): year, month, day, hour, minute
 * and second, then the zone in quarter hours, each two digits with swapped nibbles. The sign of the
 * zone is bit 3 of its octet.
 */
import type { UnixMs } from "../../time.ts";
import type { ServiceTime } from "./tpdu.ts";

/** Octets of a time stamp. */
export const SERVICE_TIME_BYTES = 7;

const NEGATIVE_ZONE = 0x08;
const QUARTER_MINUTES = 15;
const MINUTE_MS = 60_000;
/** Years with two digits: 70 to 99 are of the last century. */
const FIRST_YEAR_OF_LAST_CENTURY = 70;

/** Reads the seven octets; undefined when they are no date. */
export function decodeServiceTime(octets: Uint8Array): ServiceTime | undefined {
  const [year, month, day, hour, minute, second] = [...octets.subarray(0, 6)].map(twoDigits);
  const zone = octets[6] ?? 0;
  const quarters = twoDigits(zone & ~NEGATIVE_ZONE);
  if (year === undefined || month === undefined || day === undefined || quarters === undefined) {
    return undefined;
  }
  if (hour === undefined || minute === undefined || second === undefined) return undefined;
  const century = year >= FIRST_YEAR_OF_LAST_CENTURY ? 1_900 : 2_000;
  const localMs = Date.UTC(century + year, month - 1, day, hour, minute, second);
  if (!isSameDate(localMs, month, day, hour, minute, second)) return undefined;
  const east = (zone & NEGATIVE_ZONE) === 0 || quarters === 0;
  const zoneMinutes = (east ? quarters : -quarters) * QUARTER_MINUTES;
  return { unixMs: localMs - zoneMinutes * MINUTE_MS as UnixMs, zoneMinutes };
}

/** `Date.UTC` carries over what does not exist, such as a 31st of April. */
function isSameDate(
  ms: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): boolean {
  const date = new Date(ms);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day &&
    date.getUTCHours() === hour && date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second;
}

function twoDigits(octet: number): number | undefined {
  const [tens, ones] = [octet & 0x0f, octet >> 4];
  return tens > 9 || ones > 9 ? undefined : 10 * tens + ones;
}
