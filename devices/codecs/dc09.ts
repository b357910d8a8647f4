/**
 * SIA DC-09 (ANSI/SIA DC-09-2021): what alarm panels and their diallers send.
 *
 *     LF │ CRC-16/ARC 4 hex │ 0 length 3 hex │ "<token>" │ number 4 │ [R<receiver>] L<line> [#<account>]
 *        │ [ [#<account>]|<event> ] │ [X<lon>][Y<lat>]… │ _HH:MM:SS,MM-DD-YYYY │ CR
 *
 * What an event says is in `dc09_event.ts`. CRC and length are of what stands from the first quote to
 * CR. A wrong length is common in messages in circulation and not held against an alarm; so is a
 * missing line, which is named. An asterisk before the token: all behind the bracket is AES-CBC in
 * hex, under a vector of zeros, behind padding that ends with |. Nothing of that proves that a message
 * is new, or that it was not changed.
 */
import { Buffer } from "node:buffer";
import { createDecipheriv } from "node:crypto";
import { decodeHex } from "../hex.ts";
import { ok } from "../result.ts";
import { crc16Arc } from "./crc16.ts";
import { isDc09Token, readDc09Event } from "./dc09_event.ts";
import {
  BAD_CHECKSUM,
  BAD_TAG,
  clockPart,
  MALFORMED,
  type Part,
  placePart,
  type Read,
  readingOf,
  readTo,
  UNSUPPORTED,
} from "./reading.ts";

const MAX_CHARACTERS = 1_500;
const CRC_AT = 0;
const COUNTED_AT = 8;
const BEGINNING = /^[0-9A-Fa-f]{4}0[0-9A-Fa-f]{3}"\*?[A-Z-]{2,10}"/;
const HEADER =
  /^"(\*?)([A-Z-]{2,10})"\d{4}(?:R[0-9A-Fa-f]{1,6})?(L[0-9A-Fa-f]{1,6})?(?:#([0-9A-Fa-f]{3,16}))?\[/;
const BODY = /^([^\]]{0,1000})\]((?:\[[^\]]{0,300}\]){0,20})(.{0,100})$/s;
/** What is encrypted, and what some diallers leave in clear behind it. */
const SECRET = /^([0-9A-Fa-f]{1,1500})(\].{0,200})?$/s;
/** An end with only padding before it: a sign of life of a dialler. */
const BARE_END = /\]_\d\d:\d\d:\d\d,\d\d-\d\d-\d{4}$/;
const TIME = /^_(\d\d):(\d\d):(\d\d),(\d\d)-(\d\d)-(\d{4})$/;
const DEGREES = /^(\d{2,3})([NSEW])(\d{2}(?:\.\d{1,10})?)$/;
const EMPTY_BODY = "]";
/** Bytes of AES-128, 192 and 256. */
const KEY_BYTES = [16, 24, 32];
const BLOCK_BYTES = 16;

/** What stands before the bracket. */
interface Header {
  readonly token: string;
  readonly account: string | undefined;
  /** The standard wants the line; there are diallers that leave it out. */
  readonly hasLine: boolean;
}

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
  const [whole, star, token = "", line, account] = HEADER.exec(counted) ?? [];
  if (whole === undefined) return MALFORMED;
  if (!isDc09Token(token)) return UNSUPPORTED;
  const header = { token, account, hasLine: line !== undefined };
  const rest = counted.slice(whole.length);
  if (star === "") return readBody(header, rest);
  if (key === undefined) return UNSUPPORTED;
  const clear = decrypt(rest, key);
  return clear === undefined ? BAD_TAG : readBody(header, clear);
}

/** Behind the padding; undefined when the key is not the right one. */
function decrypt(rest: string, key: Uint8Array): string | undefined {
  const [, hex = "", tail = ""] = SECRET.exec(rest) ?? [];
  const bytes = decodeHex(hex);
  if (bytes === undefined || bytes.length === 0 || bytes.length % BLOCK_BYTES !== 0) {
    return undefined;
  }
  if (!isDc09Key(key)) return undefined;
  return withoutPadding(Buffer.from(decryptCbc(bytes, key)).toString("latin1"), tail);
}

/** AES-CBC under a vector of zeros, from single blocks: the runtime has no CBC for 24 bytes of key. */
function decryptCbc(bytes: Uint8Array, key: Uint8Array): Uint8Array {
  const cipher = createDecipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false);
  const blocks = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return blocks.map((byte, at) => byte ^ (bytes[at - BLOCK_BYTES] ?? 0));
}

function withoutPadding(clear: string, tail: string): string | undefined {
  const end = clear.indexOf("|");
  if (end < 0) return BARE_END.exec(clear)?.[0];
  const text = clear.slice(end + 1);
  if (text === "") return tail || EMPTY_BODY;
  return [text, text + tail].find((content) => BODY.test(content));
}

function readBody({ account, hasLine, token }: Header, text: string): Read {
  const [whole, event = "", extras = "", time = ""] = BODY.exec(text) ?? [];
  if (whole === undefined) return MALFORMED;
  const { isUnderstood, meaning } = readDc09Event(token, event);
  const reading = readingOf({
    ...meaning,
    ...(account !== undefined && { bearer: account }),
    anomalies: hasLine ? [] : ["form"],
  }, [placeOf(extras), clockOf(time)]);
  return ok(readTo(isUnderstood, reading));
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
