/**
 * Eelink trackers. Big-endian.
 *
 *     67 67 │ type │ length 2 (of what follows) │ number 2 │ …
 *     2:    Unix time u32 │ mask │ parts by the mask │ warning: code │ status 2
 *     1:    Unix time u32 │ lat i32, lon i32 │ speed │ course 2 │ cell 9 │ has a fix 1 │ alarm: code
 *     with an envelope: 45 4C │ length 2 │ checksum 2 │ IMEI in BCD 8 │ messages one behind the other
 *
 * Mask: 0 fix (lat i32, lon i32 in 1/1 800 000 degree, altitude, speed, course, satellites), 1 cell,
 * 2 and 3 more cells, 4 to 6 Wi-Fi. There is no checksum but that of the envelope, which says nothing
 * of who sent it and is not looked at.
 */
import { ok } from "../../result.ts";
import {
  MALFORMED,
  mostUrgent,
  type Part,
  placePart,
  type Read,
  type Reading,
  type ReadingKind,
  readingOf,
  readTo,
  unixPart,
  UNSUPPORTED,
} from "../reading.ts";
import { hasBit, viewOf } from "../view.ts";

const FIRST = 0x67;
const ENVELOPE = [0x45, 0x4c];
const ENVELOPE_BYTES = 14;
const HEADER_BYTES = 7;
const HEARTBEAT = 0x03;
/** With number and status. */
const HEARTBEAT_BYTES = 9;
const OLD_PLACE = 0x02;
const OLD_ALARM = 0x04;
const OLD_STATE = 0x05;
/** Where, of these three, their state and the code of an alarm stand. */
const OLD_FIX_AT = 31;
const OLD_CODE_AT = 32;
const NORMAL = 0x12;
const WARNING = 0x14;
const REPORT = 0x15;
const MASK_AT = 11;
/** Code and status, at the end. */
const WARNING_BYTES = 3;
const DEGREE = 1_800_000;
/** Bytes of each part of the mask. */
const PART_BYTES = [15, 11, 7, 7, 7, 7, 7];
const KINDS: Readonly<Record<number, ReadingKind>> = {
  0x01: "battery-low",
  0x02: "panic",
  0x03: "battery-low",
  0x25: "tamper",
  0x86: "fall",
};
const POWER_OFF = 0x01;

/** Whether an 8-bit message begins like one of these. */
export function isEelink(data: Uint8Array): boolean {
  return (data[0] === FIRST && data[1] === FIRST) || isEnvelope(data);
}

function isEnvelope(data: Uint8Array): boolean {
  return ENVELOPE.every((byte, at) => data[at] === byte);
}

/** Reads an 8-bit message. */
export function readEelink(data: Uint8Array): Read {
  if (!isEelink(data)) return UNSUPPORTED;
  return isEnvelope(data) ? readEnvelope(data) : readMessage(data);
}

/** Of several messages the most urgent; what cannot be read among them hides none. */
function readEnvelope(data: Uint8Array): Read {
  const reads: Read[] = [];
  for (let at = ENVELOPE_BYTES; at < data.length;) {
    const size = at + 5 <= data.length ? viewOf(data).getUint16(at + 3) + 5 : Infinity;
    reads.push(readMessage(data.subarray(at, at + size)));
    at += size;
  }
  const [first, ...rest] = reads.flatMap((read) => read.ok ? [read.value] : []);
  if (first === undefined) return reads.find((read) => !read.ok) ?? MALFORMED;
  return ok(readTo(reads.every((read) => read.ok), mostUrgent([first, ...rest])));
}

function readMessage(data: Uint8Array): Read {
  if (data[0] !== FIRST || data[1] !== FIRST) return MALFORMED;
  if (data.length < HEADER_BYTES || viewOf(data).getUint16(3) !== data.length - 5) return MALFORMED;
  const type = data[2];
  if (type === HEARTBEAT) {
    return ok(readTo(data.length <= HEARTBEAT_BYTES, readingOf({ kind: "heartbeat" })));
  }
  if (type === OLD_PLACE || type === OLD_ALARM || type === OLD_STATE) return readOld(data);
  if (type !== NORMAL && type !== WARNING && type !== REPORT) return UNSUPPORTED;
  if (data.length <= MASK_AT) return MALFORMED;
  const behind = MASK_AT + 1 + partBytes(data[MASK_AT]!);
  if (behind > data.length) return MALFORMED;
  const code = type === WARNING ? data.at(hasLongCells(data) ? -WARNING_BYTES : behind) : undefined;
  return ok(alarmOf(code, [unixPart(viewOf(data).getUint32(7)), fixOf(data)]));
}

function readOld(data: Uint8Array): Read {
  const code = data[2] === OLD_ALARM ? data[OLD_CODE_AT] : undefined;
  const isWhole = data.length > OLD_FIX_AT && (data[2] !== OLD_ALARM || code !== undefined);
  if (!isWhole) return MALFORMED;
  return ok(alarmOf(code, [unixPart(viewOf(data).getUint32(7)), oldFixOf(data)]));
}

function oldFixOf(data: Uint8Array): Part {
  if (!hasBit(data[OLD_FIX_AT]!, 0)) return {};
  return fixAt(data, MASK_AT);
}

function alarmOf(code: number | undefined, parts: readonly Part[]): Reading {
  return readingOf({
    kind: KINDS[code ?? 0] ?? "position",
    flags: code === POWER_OFF ? ["power-off"] : [],
  }, parts);
}

/** A list of cells of a later firmware, whose length is not known before it is read. */
function hasLongCells(data: Uint8Array): boolean {
  return hasBit(data[MASK_AT]!, 7);
}

function partBytes(mask: number): number {
  return PART_BYTES.reduce((sum, bytes, bit) => hasBit(mask, bit) ? sum + bytes : sum, 0);
}

function fixOf(data: Uint8Array): Part {
  return hasBit(data[MASK_AT]!, 0) ? fixAt(data, MASK_AT + 1) : {};
}

function fixAt(data: Uint8Array, at: number): Part {
  const view = viewOf(data);
  return placePart({ lat: view.getInt32(at) / DEGREE, lon: view.getInt32(at + 4) / DEGREE });
}
