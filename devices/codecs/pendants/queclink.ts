/**
 * Queclink trackers (GL200 family), text, over the network or as a short message.
 *
 *     +RESP:GTSOS,<version>,<IMEI>,<name>,…,<speed>,<course>,<altitude>,<lon>,<lat>,<YYYYMMDDhhmmss>,…$
 *
 * BUFF in place of RESP is a message that was kept back. How many fields stand before and behind the
 * fix differs with the model, so it is found by its form. In place of an IMEI, 15 digits, there can be
 * an MEID, 14 hex digits.
 */
import { ok } from "../../result.ts";
import {
  clockPart,
  MALFORMED,
  type Part,
  placePart,
  type Read,
  type ReadingKind,
  readingOf,
  readTo,
  UNSUPPORTED,
} from "../reading.ts";

const FRAME =
  /^\+(RESP|BUFF):GT([A-Z]{3}),[0-9A-Za-z]{2,16},(\d{15}|[0-9A-F]{14}),(.{0,1400}?)\$?$/;
const FIX =
  /(?:^|,)(-?\d{1,3}\.\d{1,8}),(-?\d{1,2}\.\d{1,8}),(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:,|$)/;
/** Name, time and number of a sign of life. */
const LIFE = /^[^,]{0,30},\d{14},[0-9A-Fa-f]{4}$/;
const KINDS: Readonly<Record<string, ReadingKind>> = {
  SOS: "panic",
  PNL: "panic",
  BPL: "battery-low",
  PFA: "battery-low",
  FRI: "position",
  RTL: "position",
  LBC: "position",
  NMR: "position",
  STR: "position",
  HBD: "heartbeat",
  PNA: "status",
  TEM: "status",
};

/** Whether a text begins like one of these. */
export function isQueclink(text: string): boolean {
  return /^\+(?:RESP|BUFF):GT/.test(text);
}

/** Reads a text. */
export function readQueclink(text: string): Read {
  if (!isQueclink(text)) return UNSUPPORTED;
  const [, way, type = "", bearer = "", content = ""] = FRAME.exec(text) ?? [];
  if (way === undefined) return MALFORMED;
  const kind = KINDS[type];
  if (kind === undefined) return UNSUPPORTED;
  const isWhole = kind !== "heartbeat" || LIFE.test(content);
  return ok(readTo(
    isWhole,
    readingOf({
      kind,
      ...(way === "BUFF" && { isLate: true as const }),
      flags: type === "PFA" ? ["power-off"] : [],
      bearer,
    }, fixOf(content)),
  ));
}

function fixOf(content: string): Part[] {
  const [, lon, lat, ...time] = FIX.exec(content) ?? [];
  if (lon === undefined) return [];
  return [placePart({ lat: Number(lat), lon: Number(lon) }), clockPart(time.map(Number))];
}
