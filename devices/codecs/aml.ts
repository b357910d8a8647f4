/**
 * Advanced Mobile Location (ETSI TS 103 625): what a phone sends by itself during an emergency call.
 *
 *     A"ML=1;lt=<lat>;lg=<lon>;rd=<metres>;top=<YYYYMMDDhhmmss>;lc=<percent>;pm=<G|W|C|N>;…;ml=<length>
 *     A"ML=2;en=<number>;et=<Unix s>;lo=<lat>,<lon>,<metres>;lt=<s after et>;lc=<percent>;ls=<G|…>;…
 *
 * It comes as text, or packed in septets as an 8-bit message. Keys mean different things in the two
 * versions, and a wrong length is common: it is not held against an alarm. In version 2 the numbers
 * behind `lo` are latitude, longitude and radius. Nothing of it proves its sender.
 */
import { ok } from "../result.ts";
import { decodeGsm7, DEFAULT_GSM7 } from "./sms/gsm7.ts";
import { unpackSeptets } from "./sms/septets.ts";
import {
  clockPart,
  MALFORMED,
  type Part,
  placePart,
  type Read,
  readingOf,
  unixPart,
  UNSUPPORTED,
} from "./reading.ts";

const PREFIX = 'A"ML=';
/** The prefix in septets. */
const PACKED_PREFIX = [0x41, 0x51, 0x93];
const MAX_CHARACTERS = 1_000;
const NUMBER = /^[+-]?\d{1,12}(?:\.\d{1,12})?$/;
const TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/;

/** Whether a text begins like AML. */
export function isAmlText(text: string): boolean {
  return text.startsWith(PREFIX);
}

/** Whether an 8-bit message begins like AML in septets. */
export function isAmlData(data: Uint8Array): boolean {
  return PACKED_PREFIX.every((byte, at) => data[at] === byte);
}

/** Reads an 8-bit message. */
export function readAmlData(data: Uint8Array): Read {
  const septets = unpackSeptets(data, MAX_CHARACTERS);
  return readAmlText(decodeGsm7(septets, DEFAULT_GSM7));
}

/** Reads a text. */
export function readAmlText(text: string): Read {
  if (!isAmlText(text)) return UNSUPPORTED;
  if (text.length > MAX_CHARACTERS) return MALFORMED;
  const fields = fieldsOf(text.slice(2));
  switch (fields.get("ML")) {
    case "1":
      return ok(readFirst(fields));
    case "2":
      return ok(readSecond(fields));
    default:
      return UNSUPPORTED;
  }
}

type Fields = ReadonlyMap<string, string>;

function fieldsOf(text: string): Fields {
  return new Map(
    text.split(";").map((field) => {
      const end = field.indexOf("=");
      return [field.slice(0, Math.max(0, end)).trim(), field.slice(end + 1).trim()] as const;
    }),
  );
}

function readFirst(fields: Fields) {
  const [, ...time] = TIME.exec(fields.get("top") ?? "") ?? [];
  return amlReading(fields, [
    placeOf(fields.get("lt"), fields.get("lg"), fields.get("rd"), fields.get("pm")),
    time.length === 0 ? clockMissing(fields.get("top")) : clockPart(time.map(Number)),
  ]);
}

function readSecond(fields: Fields) {
  const [lat, lon, radius] = (fields.get("lo") ?? "").split(",");
  const callAt = numberOf(fields.get("et"));
  // 9999 s before or after the call is what a phone says that does not know.
  return amlReading(fields, [
    placeOf(lat, lon, radius, fields.get("ls")),
    callAt === undefined ? clockMissing(fields.get("et")) : unixPart(callAt),
  ]);
}

function amlReading(fields: Fields, parts: readonly Part[]) {
  const bearer = fields.get("ei");
  const known = bearer !== undefined && /^\d{14,16}$/.test(bearer) ? { bearer } : {};
  return readingOf({ kind: "panic", ...known }, parts);
}

function placeOf(lat = "", lon = "", radius = "", method = ""): Part {
  if (lat === "" && lon === "") return {};
  const [latDegrees, lonDegrees, accuracyM] = [lat, lon, radius].map(numberOf);
  if (latDegrees === undefined || lonDegrees === undefined) return { refused: "position" };
  return placePart(
    { lat: latDegrees, lon: lonDegrees, ...(accuracyM !== undefined && { accuracyM }) },
    method === "G" ? "gnss" : "network",
  );
}

function clockMissing(text: string | undefined): Part {
  return text === undefined || text === "" ? {} : { refused: "clock" };
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && NUMBER.test(text) ? Number(text) : undefined;
}
