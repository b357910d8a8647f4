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

/** Digits that stand for bytes, distinguished by how many characters they take. */
interface Kind {
  readonly characters: number;
  readonly pattern: string;
  readonly bytes: number;
  /** Undefined: it only looks like one. */
  readonly encode: (text: string) => Buffer | undefined;
  readonly decode: (bytes: Buffer, from: number) => string;
}

function hex(characters: number): Kind {
  return {
    characters,
    pattern: `[0-9a-f]{${characters}}`,
    bytes: characters / 2,
    encode: (text) => Buffer.from(text, "hex"),
    decode: (bytes, from) => bytes.toString("hex", from, from + characters / 2),
  };
}

const UUID: Kind = {
  characters: 36,
  pattern: "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
  bytes: 16,
  encode: (text) => Buffer.from(text.replaceAll("-", ""), "hex"),
  decode(bytes, from) {
    const digits = bytes.toString("hex", from, from + UUID.bytes);
    const [a, b, c] = [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16)];
    return `${a}-${b}-${c}-${digits.slice(16, 20)}-${digits.slice(20)}`;
  },
};

const TIME: Kind = {
  characters: 24,
  pattern: "[12]\\d{3}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z",
  bytes: 6,
  encode(text) {
    const bytes = Buffer.alloc(TIME.bytes);
    const unixMs = Date.parse(text);
    if (!(unixMs >= 0)) return undefined;
    bytes.writeUIntBE(unixMs, 0, TIME.bytes);
    return TIME.decode(bytes, 0) === text ? bytes : undefined;
  },
  decode: (bytes, from) => new Date(bytes.readUIntBE(from, TIME.bytes)).toISOString(),
};

/** A frame as wearables send it, a boot id, a hash, an id, a time. */
const KINDS: readonly Kind[] = [hex(70), UUID, hex(64), hex(32), TIME];

const CODE_OF_PHRASE: ReadonlyMap<string, string> = new Map(
  PHRASES.map((phrase, at) => [phrase, String.fromCharCode(FIRST_PHRASE + at)]),
);
/** Every phrase begins with one of these, which is quickly seen. */
const PIECES = `(?=[{",\\]}])(?:${
  PHRASES.toSorted((a, b) => b.length - a.length).map(RegExp.escape).join("|")
})|${KINDS.map(({ pattern }) => pattern).join("|")}`;

/** Compresses the body of an event. */
export function compressBody(text: string): StoredBody {
  if (/[^ -~]/.test(text)) return text;
  return Buffer.from(text.replace(new RegExp(PIECES, "g"), compressPiece), "latin1");
}

function compressPiece(piece: string): string {
  const phrase = CODE_OF_PHRASE.get(piece);
  if (phrase !== undefined) return phrase;
  const kind = KINDS.findIndex(({ characters }) => characters === piece.length);
  const bytes = KINDS[kind]!.encode(piece);
  return bytes === undefined ? piece : String.fromCharCode(kind + 1) + bytes.toString("latin1");
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
  { body, hash, redacted }: Pick<Tables["event"], "body" | "hash" | "redacted">,
): string | undefined {
  const text = decompressBody(body);
  const isProven = redacted === 1 || hashOf("sha256", text, "hex") === encodeHex(hash);
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
