/**
 * AML as a location service of a phone's operating system posts it: an HTML form whose last field is
 * the HMAC-SHA1, in hex, of all before `&hmac=`, under a key that the receiver has agreed on. It proves
 * that the service sent it, but neither whose phone it is nor that it is not an old one sent again.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { decodeHex } from "../hex.ts";
import { ok } from "../result.ts";
import {
  BAD_TAG,
  MALFORMED,
  type Part,
  placePart,
  type Read,
  readingOf,
  unixPart,
  UNSUPPORTED,
} from "./reading.ts";

const PREFIX = "v=1&";
const HMAC = "&hmac=";
const MAX_CHARACTERS = 4_000;
const HMAC_BYTES = 20;
/** What is shorter can be guessed, and is found by chance in files when it has to be erased. */
const MIN_KEY_BYTES = 8;

/** Whether a text begins like such a form. */
export function isAmlForm(text: string): boolean {
  return text.startsWith(PREFIX);
}

/** Whether a key is long enough to prove anything. */
export function isAmlFormKey(key: Uint8Array): boolean {
  return key.length >= MIN_KEY_BYTES;
}

/**
 * Reads a form.
 * @param key What was agreed on; without it the HMAC cannot be checked and is not looked at.
 */
export function readAmlForm(text: string, key?: Uint8Array): Read {
  if (!isAmlForm(text)) return UNSUPPORTED;
  if (text.length > MAX_CHARACTERS) return MALFORMED;
  if (key !== undefined && !isGenuine(text, key)) return BAD_TAG;
  const fields = new URLSearchParams(text);
  const bearer = fields.get("device_imei") ?? fields.get("device_number");
  return ok(readingOf({ kind: "panic", ...(bearer !== null && { bearer }) }, [
    placeOf(fields),
    fields.has("location_time") ? clockOf(numberOf(fields, "location_time")) : {},
  ]));
}

function isGenuine(text: string, key: Uint8Array): boolean {
  const end = text.lastIndexOf(HMAC);
  const given = decodeHex(text.slice(end + HMAC.length));
  if (end < 0 || given === undefined || given.length !== HMAC_BYTES) return false;
  const expected = createHmac("sha1", key).update(text.slice(0, end), "utf8").digest();
  return timingSafeEqual(expected, given);
}

function placeOf(fields: URLSearchParams): Part {
  const [lat = NaN, lon = NaN, accuracyM] = ["latitude", "longitude", "accuracy"].map((name) =>
    numberOf(fields, `location_${name}`)
  );
  if (!fields.has("location_latitude") && !fields.has("location_longitude")) return {};
  const isGnss = /^gps$/i.test(fields.get("location_source") ?? "");
  return placePart(
    { lat, lon, ...(accuracyM !== undefined && { accuracyM }) },
    isGnss ? "gnss" : "network",
  );
}

/** Unix milliseconds, as the form has them. */
function clockOf(atUnixMs = NaN): Part {
  return unixPart(atUnixMs / 1_000);
}

function numberOf(fields: URLSearchParams, name: string): number | undefined {
  const text = fields.get(name);
  const value = Number(text);
  return text === null || text.trim() === "" || Number.isNaN(value) ? undefined : value;
}
