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

/** The status, whatever stands in the fields before it. */
const STATUS =
  /^\*[A-Za-z]{2},(\d{10,15}),V[^,]{0,4},(?:[^,#]{0,20},){9,10}?([0-9A-Fa-f]{8})(?:[,#]|$)/;

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
  if (match === null) return readStatus(text);
  const [, bearer = "", hour, minute, second, validity, latDegrees, latMinutes, north] = match;
  const [lonDegrees, lonMinutes, east, day, month, year, status = ""] = match.slice(9);
  const time = [2_000 + Number(year), ...[month, day, hour, minute, second].map(Number)];
  const lat = degrees(latDegrees, latMinutes, north === "S");
  const lon = degrees(lonDegrees, lonMinutes, east === "W");
  return ok(readingOf({ kind: isSos(status) ? "panic" : "position", bearer }, [
    clockPart(time),
    ...(validity === "A" ? [placePart({ lat, lon })] : []),
  ]));
}

/** An alarm is kept though nothing else of the message can be read. */
function readStatus(text: string): Read {
  const [, bearer = "", status = ""] = STATUS.exec(text) ?? [];
  if (status !== "" && isSos(status)) {
    return ok(readingOf({ kind: "panic", bearer, anomalies: ["position"] }));
  }
  return /,V[^,]{0,4},/.test(text) ? MALFORMED : UNSUPPORTED;
}

function isSos(status: string): boolean {
  const bits = Number.parseInt(status, 16);
  return !hasBit(bits, 1) || !hasBit(bits, 18);
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
