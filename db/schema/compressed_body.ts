/**
 * How the body of an event is kept: its canonical JSON, byte for byte, in about a quarter of the space.
 *
 *     text      ' ' … '~'   a character as it is
 *     phrase    0x80 + n    the nth of PHRASES
 *     number    n + 1       the nth of KINDS; its digits follow as bytes
 *
 * A text with any other character is kept as it is. What is compressed stays readable for ever, so
 * PHRASES and KINDS may only grow at their ends.
 */
import { Buffer } from "node:buffer";
import { hash as hashOf } from "node:crypto";
import { encodeHex } from "../../devices/hex.ts";
import type { Tables } from "./rows.ts";

/** The body of an event as a column holds it: compressed, or as text where it cannot be. */
export type StoredBody = Uint8Array | string;

/** What bodies have in common, at most 128. */
const PHRASES: readonly string[] = [
  '{"data":{"alarm":',
  '{"data":{"anomalies":[',
  ',"anomalies":[',
  '],"assignment":{"expires":"',
  '],"assignment":{"reference":"',
  '","reference":"',
  '","state":"active"},"authenticity":"verified","batteryPercent":',
  '","state":"active"},"authenticity":"verified"',
  '","state":"',
  '],"authenticity":"verified"',
  ',"batteryPercent":',
  ',"clock":{"bootId":"',
  '","monotonicMs":',
  ',"quality":"ntp"},"device":"',
  ',"quality":"unsynchronised"},"device":"',
  ',"quality":"',
  '","drill":false',
  '","drill":true',
  ',"flags":[',
  ',"flags":[],"frame":{"codec":"vf1","hex":"',
  ',"flags":["moving"],"frame":{"codec":"vf1","hex":"',
  '],"frame":{"codec":"vf1","hex":"',
  ',"frame":{"codec":"vf1","hex":"',
  '"},"late":false,"position":{"accuracyM":',
  '"},"late":false,"receptions":[{"at":"',
  '"},"late":true',
  ',"position":{"accuracyM":',
  ',"fixAgeS":',
  ',"lat":',
  ',"lon":',
  ',"source":"gnss"},"receptions":[{"at":"',
  '"},"receptions":[{"at":"',
  '","modem":"lora-1","rssiDbm":-',
  '","modem":"',
  '","rssiDbm":-',
  ',"snrDb":-',
  ',"snrDb":',
  '}],"sinceTriggerS":',
  '}],"uptimeHours":',
  '},"datacontenttype":"application/json","id":"',
  '}]},"datacontenttype":"application/json","id":"',
  '"},"datacontenttype":"application/json","id":"',
  '","incident":"',
  '","priority":"critical","source":"urn:vigil:',
  '","priority":"high","source":"urn:vigil:',
  '","priority":"normal","source":"urn:vigil:',
  '","priority":"low","source":"urn:vigil:',
  '","specversion":"1.0","subject":"device/',
  '","specversion":"1.0","subject":"',
  '","specversion":"1.0","time":"',
  '","time":"',
  '","type":"vigil.panic.v1"}',
  '","type":"vigil.duress.v1"}',
  '","type":"vigil.fall.v1"}',
  '","type":"vigil.tamper.v1"}',
  '","type":"vigil.position.v1"}',
  '","type":"vigil.cancel-requested.v1"}',
  '","type":"vigil.status.v1"}',
  '","type":"vigil.battery-low.v1"}',
  '","type":"vigil.heartbeat.v1"}',
  '","type":"vigil.test.v1"}',
  '","type":"vigil.',
  '"moving"',
  '"duress"',
  '"charging"',
  '"low-battery"',
  '"counter-collision"',
  '"position"',
  '"short-body"',
  '{"data":{"clock":{"bootId":"',
  '"details":{',
  '"reason":"',
];
const FIRST_PHRASE = 0x80;
/** ' ' and '~'. */
const FIRST_CHARACTER = 0x20;
const LAST_CHARACTER = 0x7e;

/** Digits that stand for bytes. */
interface Kind {
  readonly characters: number;
  readonly bytes: number;
  /** Whether it begins at a place where so many hex digits follow each other, 70 at most. */
  readonly isAt: (text: string, at: number, hexDigits: number) => boolean;
  /** Undefined: it only looks like one. */
  readonly encode: (text: string) => Uint8Array | undefined;
  readonly decode: (bytes: Buffer, from: number) => string;
}

function hex(characters: number): Kind {
  return {
    characters,
    bytes: characters / 2,
    isAt: (_text, _at, hexDigits) => hexDigits >= characters,
    encode: (text) => Uint8Array.fromHex(text),
    decode: (bytes, from) => bytes.toString("hex", from, from + characters / 2),
  };
}

const UUID_PATTERN = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/y;
const UUID: Kind = {
  characters: 36,
  bytes: 16,
  isAt: (text, at, hexDigits) => hexDigits === 8 && isMatchAt(UUID_PATTERN, text, at),
  encode: (text) => Uint8Array.fromHex(text.replaceAll("-", "")),
  decode(bytes, from) {
    const digits = bytes.toString("hex", from, from + UUID.bytes);
    const [a, b, c] = [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16)];
    return `${a}-${b}-${c}-${digits.slice(16, 20)}-${digits.slice(20)}`;
  },
};

const TIME_PATTERN = /[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/y;
const TIME: Kind = {
  characters: 24,
  bytes: 6,
  isAt: (text, at, hexDigits) => hexDigits === 4 && isMatchAt(TIME_PATTERN, text, at),
  encode(text) {
    const date = new Date(text);
    const unixMs = date.getTime();
    if (!(unixMs >= 0) || date.toISOString() !== text) return undefined;
    const bytes = new Uint8Array(TIME.bytes);
    for (let at = 0; at < TIME.bytes; at++) bytes[at] = unixMs / 0x100 ** (TIME.bytes - 1 - at);
    return bytes;
  },
  decode: (bytes, from) => new Date(bytes.readUIntBE(from, TIME.bytes)).toISOString(),
};

/** A frame as wearables send it, a boot id, a hash, an id, a time. */
const KINDS: readonly Kind[] = [hex(70), UUID, hex(64), hex(32), TIME];
/** Fewer hex digits begin no kind, and more than the longest has are not counted. */
const FEWEST_DIGITS = 4;
const MOST_DIGITS = 70;

/** A pattern that is sticky. */
function isMatchAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

interface Phrase {
  readonly text: string;
  readonly code: number;
}

/** The longest first, by the first three characters of all; most characters begin none. */
const PHRASES_BY_HEAD: ReadonlyMap<number, readonly Phrase[]> = Map.groupBy(
  PHRASES.map((text, at) => ({ text, code: FIRST_PHRASE + at }))
    .toSorted((a, b) => b.text.length - a.text.length),
  ({ text }) => headAt(text, 0),
);
const BEGINS_PHRASE = Uint8Array.from(
  { length: FIRST_PHRASE },
  (_, character) => PHRASES.some((phrase) => phrase.charCodeAt(0) === character) ? 1 : 0,
);

function headAt(text: string, at: number): number {
  return text.charCodeAt(at) << 16 | text.charCodeAt(at + 1) << 8 | text.charCodeAt(at + 2);
}

/** Where a body is compressed before its length is known. */
let scratch = new Uint8Array(4_096);

/** Compresses the body of an event, in one pass. */
export function compressBody(text: string): StoredBody {
  // No code is longer than what it stands for.
  if (scratch.length < text.length) scratch = new Uint8Array(text.length);
  let size = 0;
  for (let at = 0; at < text.length;) {
    const character = text.charCodeAt(at);
    if (character < FIRST_CHARACTER || character > LAST_CHARACTER) return text;
    const phrase = phraseAt(text, at);
    const kind = phrase === undefined ? kindAt(text, at) : undefined;
    const encoded = kind?.encode(text.slice(at, at + kind.characters));
    if (phrase !== undefined) {
      scratch[size++] = phrase.code;
      at += phrase.text.length;
    } else if (kind !== undefined && encoded !== undefined) {
      scratch[size++] = KINDS.indexOf(kind) + 1;
      scratch.set(encoded, size);
      size += kind.bytes;
      at += kind.characters;
    } else {
      scratch[size++] = character;
      at++;
    }
  }
  return scratch.slice(0, size);
}

function phraseAt(text: string, at: number): Phrase | undefined {
  if (BEGINS_PHRASE[text.charCodeAt(at)] !== 1) return undefined;
  for (const phrase of PHRASES_BY_HEAD.get(headAt(text, at)) ?? []) {
    if (text.startsWith(phrase.text, at)) return phrase;
  }
  return undefined;
}

function kindAt(text: string, at: number): Kind | undefined {
  let digits = 0;
  while (digits < MOST_DIGITS && isHexDigit(text.charCodeAt(at + digits))) digits++;
  if (digits < FEWEST_DIGITS) return undefined;
  return KINDS.find((kind) => kind.isAt(text, at, digits));
}

/** In lower case; false also behind the end of a text. */
function isHexDigit(character: number): boolean {
  return (character >= 0x30 && character <= 0x39) || (character >= 0x61 && character <= 0x66);
}

/** The text of a stored body, in one pass. Never throws: of damaged bytes it makes some text or other. */
export function decompressBody(body: StoredBody): string {
  if (typeof body === "string") return body;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  const characters = bytes.toString("latin1");
  let text = "";
  let plainFrom = 0;
  for (let at = 0; at < bytes.length;) {
    const end = endOfCode(bytes, at);
    if (end > at) {
      text += characters.slice(plainFrom, at) + decodeCode(bytes, at);
      plainFrom = end;
    }
    at = Math.max(end, at + 1);
  }
  return text + characters.slice(plainFrom);
}

/**
 * The text of an event's body; undefined when it is not the one of its hash. A body that retention has
 * taken the position out of has lost its hash.
 */
export function provenBody(
  { body, hash, redacted }: Pick<Tables["event"], "body" | "redacted"> & {
    /** 32 bytes, or their digits. */
    readonly hash: Uint8Array | string;
  },
): string | undefined {
  const text = decompressBody(body);
  const digits = typeof hash === "string" ? hash : encodeHex(hash);
  const isProven = redacted === 1 || hashOf("sha256", text, "hex") === digits;
  return isProven ? text : undefined;
}

/** Where the code that begins at `at` ends; `at` itself: no code begins there. */
function endOfCode(bytes: Buffer, at: number): number {
  if (bytes[at]! >= FIRST_PHRASE) return at + 1;
  const kind = KINDS[bytes[at]! - 1];
  return kind !== undefined && at + kind.bytes < bytes.length ? at + 1 + kind.bytes : at;
}

function decodeCode(bytes: Buffer, at: number): string {
  const code = bytes[at]!;
  if (code >= FIRST_PHRASE) return PHRASES[code - FIRST_PHRASE] ?? "";
  return KINDS[code - 1]!.decode(bytes, at + 1);
}
