/**
 * SIA DC-09 (ANSI/SIA DC-09-2021): what alarm panels and their diallers send.
 *
 *     LF │ CRC-16/ARC 4 hex │ 0 length 3 hex │ "<token>" │ number 4 │ [R<receiver>] L<line> [#<account>]
 *        │ [ [#<account>]|<event> ] │ [X<lon>][Y<lat>]… │ _HH:MM:SS,MM-DD-YYYY │ CR
 *
 *     SIA-DCS   N <modifiers, as in ri1/> <code of SIA DC-04> <zone> …
 *     ADM-CID   <1 new, 3 restored, 6 still so> <code of Contact ID, DC-05, 3 digits> …
 *     NULL      the link lives
 *
 * CRC and length are of what stands from the first quote to CR. A wrong length is common in messages
 * in circulation and not held against an alarm. An asterisk before the token: all behind the bracket is
 * AES-CBC in hex, under a vector of zeros, behind padding that ends with |. Nothing of that proves that
 * a message is new, or that it was not changed.
 */
import { createDecipheriv } from "node:crypto";
import { decodeHex } from "../hex.ts";
import { ok } from "../result.ts";
import { crc16Arc } from "./crc16.ts";
import {
  BAD_CHECKSUM,
  BAD_TAG,
  clockPart,
  MALFORMED,
  type Part,
  placePart,
  type Read,
  type Reading,
  readingOf,
  UNSUPPORTED,
} from "./reading.ts";

const MAX_CHARACTERS = 1_500;
const CRC_AT = 0;
const COUNTED_AT = 8;
const BEGINNING = /^[0-9A-Fa-f]{4}0[0-9A-Fa-f]{3}"\*?[A-Z-]{2,10}"/;
const HEADER =
  /^"(\*?)([A-Z-]{2,10})"\d{4}(?:R[0-9A-Fa-f]{1,6})?L[0-9A-Fa-f]{1,6}(?:#([0-9A-Fa-f]{3,16}))?\[/;
const BODY = /^([^\]]{0,1000})\]((?:\[[^\]]{0,300}\]){0,20})(.{0,100})$/s;
const TIME = /^_(\d\d):(\d\d):(\d\d),(\d\d)-(\d\d)-(\d{4})$/;
const SIA_CODE = /(?:^|\|)N(?:[a-z]{2}[\d:]{1,12}\/?){0,8}([A-Z]{2})/;
const CONTACT_ID = /(?:^|\|)([136])(\d{3})\b/;
const DEGREES = /^(\d{2,3})([NSEW])(\d{2}(?:\.\d{1,10})?)$/;
/** The two formats of events, and the supervision of the link. */
const EVENT_TOKENS = ["SIA-DCS", "ADM-CID", "NULL"];
/** Bytes of AES-128, 192 and 256. */
const KEY_BYTES = [16, 24, 32];
const BLOCK_BYTES = 16;
const NEW = "1";
const RESTORED = "3";

type Meaning = Pick<Reading, "kind"> & Partial<Pick<Reading, "flags" | "isInAlarm">>;

const PANIC: Meaning = { kind: "panic" };
const DURESS: Meaning = { kind: "panic", flags: ["duress"] };
const TAMPER: Meaning = { kind: "tamper" };
const BATTERY: Meaning = { kind: "battery-low" };

/** By code of SIA DC-04; what is not here is a `status`. */
const SIA_MEANINGS: Readonly<Record<string, Meaning>> = {
  PA: PANIC,
  HA: DURESS,
  QA: PANIC,
  MA: PANIC,
  TA: TAMPER,
  XT: BATTERY,
  YT: BATTERY,
  RP: { kind: "heartbeat" },
  RX: { kind: "test" },
};

/** By code of Contact ID; what is not here is a `status`. */
const CONTACT_ID_MEANINGS: Readonly<Record<string, Meaning>> = {
  100: PANIC,
  101: PANIC,
  120: PANIC,
  121: DURESS,
  122: DURESS,
  123: PANIC,
  124: DURESS,
  125: DURESS,
  137: TAMPER,
  144: TAMPER,
  302: BATTERY,
  384: BATTERY,
  601: { kind: "test" },
  602: { kind: "heartbeat" },
};

/** Whether a text, without the LF before it, begins like DC-09. */
export function isDc09(text: string): boolean {
  return BEGINNING.test(text);
}

/** Whether a key has a length that AES has. */
export function isDc09Key(key: Uint8Array): boolean {
  return KEY_BYTES.includes(key.length);
}

/**
 * Reads a text, without its LF and CR.
 * @param key 16, 24 or 32 bytes; without it nothing encrypted can be read.
 */
export function readDc09(text: string, key?: Uint8Array): Read {
  if (!isDc09(text)) return UNSUPPORTED;
  if (text.length > MAX_CHARACTERS) return MALFORMED;
  const counted = text.slice(COUNTED_AT);
  const crc = Number.parseInt(text.slice(CRC_AT, CRC_AT + 4), 16);
  if (crc !== crc16Arc(new TextEncoder().encode(counted))) return BAD_CHECKSUM;
  const [header, star, token = "", account] = HEADER.exec(counted) ?? [];
  if (header === undefined) return MALFORMED;
  if (!EVENT_TOKENS.includes(token)) return UNSUPPORTED;
  const rest = counted.slice(header.length);
  if (star === "") return readBody(token, account, rest);
  if (key === undefined) return UNSUPPORTED;
  const clear = decrypt(rest, key);
  return clear === undefined ? BAD_TAG : readBody(token, account, clear);
}

/** Behind the padding; undefined when the key is not the right one. */
function decrypt(hex: string, key: Uint8Array): string | undefined {
  const bytes = decodeHex(hex);
  if (bytes === undefined || bytes.length === 0 || bytes.length % BLOCK_BYTES !== 0) {
    return undefined;
  }
  if (!isDc09Key(key)) return undefined;
  const name = `aes-${key.length * 8}-cbc`;
  const cipher = createDecipheriv(name, key, new Uint8Array(BLOCK_BYTES)).setAutoPadding(false);
  const clear = cipher.update(bytes).toString("latin1") + cipher.final("latin1");
  const [, ...content] = clear.split("|");
  const text = content.join("|");
  return BODY.test(text) ? text : undefined;
}

function readBody(token: string, account: string | undefined, text: string): Read {
  const [whole, event = "", extras = "", time = ""] = BODY.exec(text) ?? [];
  if (whole === undefined) return MALFORMED;
  const bearer = account === undefined ? {} : { bearer: account };
  return ok(readingOf({ ...meaningOf(token, event), ...bearer }, [placeOf(extras), clockOf(time)]));
}

function meaningOf(token: string, event: string): Meaning {
  if (token === "NULL") return { kind: "heartbeat" };
  if (token === "SIA-DCS") {
    return SIA_MEANINGS[SIA_CODE.exec(event)?.[1] ?? ""] ?? { kind: "status" };
  }
  const [, qualifier, code = ""] = CONTACT_ID.exec(event) ?? [];
  const meaning = CONTACT_ID_MEANINGS[code];
  if (meaning === undefined || qualifier === RESTORED) return { kind: "status" };
  if (qualifier === NEW || meaning.kind !== "panic") return meaning;
  return { ...meaning, kind: "status", isInAlarm: true };
}

function placeOf(extras: string): Part {
  const [, lon] = /\[X([^\]]*)\]/.exec(extras) ?? [];
  const [, lat] = /\[Y([^\]]*)\]/.exec(extras) ?? [];
  if (lon === undefined && lat === undefined) return {};
  return placePart({ lat: degreesOf(lat), lon: degreesOf(lon) });
}

/** Degrees, hemisphere and minutes, as in 49N06.6666666; NaN when they are none. */
function degreesOf(text = ""): number {
  const [, whole = "", side = "", minutes = ""] = DEGREES.exec(text) ?? [];
  const value = Number(whole || NaN) + Number(minutes) / 60;
  return "SW".includes(side) ? -value : value;
}

function clockOf(text: string): Part {
  if (text === "") return {};
  const [hour, minute, second, month, day, year] = (TIME.exec(text) ?? []).slice(1).map(Number);
  return year === undefined
    ? { refused: "clock" }
    : clockPart([year, month!, day!, hour!, minute!, second!]);
}
