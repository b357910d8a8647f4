/**
 * H02 trackers, text.
 *
 *     *HQ,<IMEI>,V1,<hhmmss>,<A|V>,<ddmm.mmmm>,<N|S>,<dddmm.mmmm>,<E|W>,<speed>,<course>,<ddmmyy>,<status>…#
 *     *HQ,<IMEI>,HTBT,<battery>#
 *
 * The status is active low: SOS is bit 1 or 18 cleared. V is what says that the fix is invalid; then the
 * last known place is sent, and it is not believed.
 */
import { ok } from "../../result.ts";
import {
  batteryPart,
  clockPart,
  MALFORMED,
  type Part,
  placePart,
  type Read,
  readingOf,
  UNSUPPORTED,
} from "../reading.ts";
import { hasBit } from "../view.ts";

const HEARTBEAT = /^\*[A-Za-z]{2},(\d{10,15}),HTBT,(\d{1,3})[^#]{0,99}#$/;
const PLACE =
  /^\*[A-Za-z]{2},(\d{10,15}),V[^,]{0,4},(\d\d)(\d\d)(\d\d),([ABV]?),(\d{0,2})(\d\d\.\d{1,6})?,([NS]?),(\d{0,3})(\d\d\.\d{1,6})?,([EW]?), *[\d.]{1,9},[\d.]{0,9},(?:\d{1,3},)?(\d\d)(\d\d)(\d\d),([0-9A-Fa-f]{8})[^#]{0,300}#$/;

/** Whether a text begins like one of these. */
export function isH02(text: string): boolean {
  return /^\*[A-Za-z]{2},\d{10,15},/.test(text);
}

/** Reads a text. */
export function readH02(text: string): Read {
  if (!isH02(text)) return UNSUPPORTED;
  const [, id, battery] = HEARTBEAT.exec(text) ?? [];
  if (id !== undefined) {
    return ok(readingOf({ kind: "heartbeat", bearer: id }, [batteryOf(Number(battery))]));
  }
  const match = PLACE.exec(text);
  if (match === null) return /,V[^,]{0,4},/.test(text) ? MALFORMED : UNSUPPORTED;
  const [, bearer = "", hour, minute, second, validity, latDegrees, latMinutes, north] = match;
  const [lonDegrees, lonMinutes, east, day, month, year, status = ""] = match.slice(9);
  const bits = Number.parseInt(status, 16);
  const isSos = !hasBit(bits, 1) || !hasBit(bits, 18);
  const time = [2_000 + Number(year), ...[month, day, hour, minute, second].map(Number)];
  const lat = degrees(latDegrees, latMinutes, north === "S");
  const lon = degrees(lonDegrees, lonMinutes, east === "W");
  return ok(readingOf({ kind: isSos ? "panic" : "position", bearer }, [
    clockPart(time),
    ...(validity === "A" ? [placePart({ lat, lon })] : []),
  ]));
}

function degrees(whole = "", minutes = "", isNegative: boolean): number {
  const value = Number(whole || NaN) + Number(minutes || NaN) / 60;
  return isNegative ? -value : value;
}

/** Up to 3 and up to 6 are levels, above it is percent. */
function batteryOf(level: number): Part {
  if (level === 0) return {};
  if (level <= 3) return { batteryPercent: (level - 1) * 10 };
  return level <= 6 ? { batteryPercent: (level - 1) * 20 } : batteryPart(level);
}
