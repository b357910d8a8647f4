/**
 * Sigfox buttons, as the Sigfox network posts their messages: JSON with the device's id and one byte
 * and more as hex. 22 and 62 are SOS; 05 and 04 behind it are battery in percent and in 0.1 V.
 */
import { decodeHex } from "../../hex.ts";
import { ok } from "../../result.ts";
import {
  batteryPart,
  MALFORMED,
  type Part,
  type Read,
  readingOf,
  readTo,
  unixPart,
  UNSUPPORTED,
} from "../reading.ts";

const MAX_CHARACTERS = 1_000;
const SOS = [0x22, 0x62];
/** Bytes of what may follow the event, by its type. */
const FIELD_BYTES: Readonly<Record<number, number>> = {
  0x01: 6,
  0x02: 8,
  0x03: 1,
  0x04: 1,
  0x05: 1,
  0x06: 7,
  0x07: 10,
  0x08: 6,
  0x09: 1,
};
const PERCENT = 0x05;

/** Whether a text begins like one of these. */
export function isSigfoxButton(text: string): boolean {
  return /^\{\s*"device"\s*:/.test(text);
}

/** Reads a text. */
export function readSigfoxButton(text: string): Read {
  if (!isSigfoxButton(text)) return UNSUPPORTED;
  if (text.length > MAX_CHARACTERS) return MALFORMED;
  const json = parse(text);
  if (json === undefined) return MALFORMED;
  const { device, payload, time } = json;
  const bytes = typeof payload === "string" ? decodeHex(payload) : undefined;
  if (bytes === undefined || bytes.length === 0) return MALFORMED;
  const { isWhole, battery } = fieldsOf(bytes.subarray(1));
  return ok(readTo(
    isWhole,
    readingOf({
      kind: SOS.includes(bytes[0]!) ? "panic" : "status",
      ...(typeof device === "string" && { bearer: device.slice(0, 20) }),
    }, [clockOf(time), ...battery]),
  ));
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function clockOf(seconds: unknown): Part {
  if (seconds === undefined) return {};
  return unixPart(typeof seconds === "number" ? seconds : NaN);
}

/** The battery among the fields behind the event, and whether all of them are known. */
function fieldsOf(fields: Uint8Array): { readonly isWhole: boolean; readonly battery: Part[] } {
  const battery: Part[] = [];
  let at = 0;
  while (at < fields.length) {
    const end = at + 1 + (FIELD_BYTES[fields[at]!] ?? Infinity);
    if (end > fields.length) break;
    if (fields[at] === PERCENT) battery.push(batteryPart(fields[at + 1]!));
    at = end;
  }
  return { isWhole: at === fields.length, battery };
}
