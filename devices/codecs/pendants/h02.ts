/**
 * H02 trackers, text.
 *
 *     *HQ,<IMEI>,V1,<hhmmss>,<A|V>,<ddmm.mmmm>,<N|S>,<dddmm.mmmm>,<E|W>,<speed>,<course>,<ddmmyy>,<status>…#
 *     *HQ,<IMEI>,HTBT,<battery>#
 *     *HQ,<IMEI>,<NBR|LINK|V3|V4|V19…>,…,<ddmmyy>,<status>…#
 *
 * The status is active low: SOS is bit 1 or 18 cleared. V is what says that the fix is invalid; then the
 * last known place is sent, and it is not believed. What is built in another way is read for its
 * status alone, which stands behind the date, in V4 and V19 at the end. An IMEI may be missing.
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
  readTo,
  UNSUPPORTED,
} from "../reading.ts";
import { hasBit } from "../view.ts";

const HEARTBEAT = /^\*[A-Za-z]{2},(\d{10,15}),HTBT,(\d{1,3})([^#]{0,99})#$/;
const PLACE =
  /^\*[A-Za-z]{2},(\d{10,15})?,V[^,]{0,4},(\d\d)(\d\d)(\d\d),([ABV]?),(\d{0,2})(\d\d\.\d{1,6})?,([NS]?),(\d{0,3})(\d\d\.\d{1,6})?,([EW]?), *[\d.]{1,9},[\d.]{0,9},(?:\d{1,3},)?(\d\d)(\d\d)(\d\d),([0-9A-Fa-f]{8})[^#]{0,300}#$/;

/** Degrees that some firmware writes with signs, as in -23-3.3408: the hemisphere says it too. */
const SIGNED = /(?<=,)-(\d{1,3})-(\d{1,2}\.\d{4})(?=,)/g;
const ID = /^\d{10,15}$/;
/** Types that have a status: places, and what stands in for one. */
const WITH_STATUS = /^(?:V\w{0,4}|NBR|LINK)$/;
/** Of these, the ones that end with it. */
const ENDS_WITH_STATUS = /^V(?:4|19)$/;
const DATE_OR_NONE = /^(?:\d{6})?$/;
const STATUS = /^[0-9A-Fa-f]{8}$/;
/** Two-letter maker, id and type stand before everything else. */
const HEADER_FIELDS = 3;
const MAX_CHARACTERS = 1_000;
/** An old date may have been 0 as well. */
const PLACE_STATUS_FIELDS = [11, 12, 13];

/** Whether a text begins like one of these. */
export function isH02(text: string): boolean {
  return /^\*[A-Za-z]{2},(?:\d{10,15})?,[A-Z]/.test(text);
}

/** Reads a text. */
export function readH02(text: string): Read {
  if (!isH02(text)) return UNSUPPORTED;
  const [, id, battery, more] = HEARTBEAT.exec(text) ?? [];
  if (id !== undefined) {
    const reading = readingOf({ kind: "heartbeat", bearer: id }, [batteryOf(Number(battery))]);
    return ok(readTo(more === "", reading));
  }
  const match = PLACE.exec(
    text.replace(SIGNED, (_, whole, minutes) => whole + minutes.padStart(7, "0")),
  );
  if (match === null) return readStatus(text);
  const [, bearer, hour, minute, second, validity, latDegrees, latMinutes, north] = match;
  const [lonDegrees, lonMinutes, east, day, month, year, status = ""] = match.slice(9);
  const time = [2_000 + Number(year), ...[month, day, hour, minute, second].map(Number)];
  const lat = degrees(latDegrees, latMinutes, north === "S");
  const lon = degrees(lonDegrees, lonMinutes, east === "W");
  return ok(readingOf({ kind: isSos(status) ? "panic" : "position", ...(bearer && { bearer }) }, [
    clockPart(time),
    ...(validity === "A" ? [placePart({ lat, lon })] : []),
  ]));
}

/** An alarm is kept though nothing else of the message can be read. */
function readStatus(text: string): Read {
  const fields = text.slice(0, MAX_CHARACTERS).replace(/#$/, "").split(",");
  const [, id = "", type = ""] = fields;
  if (!WITH_STATUS.test(type)) return UNSUPPORTED;
  const statuses = fields.filter((field, at) => STATUS.test(field) && isStatusAt(fields, at));
  if (statuses.length === 0) return MALFORMED;
  const bearer = ID.test(id) ? { bearer: id } : {};
  return statuses.some(isSos)
    ? ok(readingOf({ kind: "panic", ...bearer, anomalies: ["position"] }))
    : ok(readTo(false, readingOf({ kind: "status", ...bearer })));
}

function isStatusAt(fields: readonly string[], at: number): boolean {
  const type = fields[HEADER_FIELDS - 1]!;
  if (ENDS_WITH_STATUS.test(type)) return at === fields.length - 1;
  const isPlace = type.startsWith("V") && PLACE_STATUS_FIELDS.includes(at);
  return at > HEADER_FIELDS && (DATE_OR_NONE.test(fields[at - 1]!) || isPlace);
}

function isSos(status: string): boolean {
  const bits = Number.parseInt(status, 16);
  return !hasBit(bits, 1) || !hasBit(bits, 18);
}

function degrees(whole = "", minutes = "", isNegative: boolean): number {
  // Less than a degree can have minutes alone.
  const value = Number(whole) + Number(minutes || NaN) / 60;
  return isNegative ? -value : value;
}

/** Up to 3 and up to 6 are levels, above it is percent. */
function batteryOf(level: number): Part {
  if (level === 0) return {};
  if (level <= 3) return { batteryPercent: (level - 1) * 10 };
  return level <= 6 ? { batteryPercent: (level - 1) * 20 } : batteryPart(level);
}
