/**
 * GT06 and its many relatives (Concox, Jimi). Big-endian.
 *
 *     78 78 │ length │ type │ … │ [ fence ] │ number 2 │ CRC-16/X-25 from length to number │ 0D 0A
 *     fix: year, month, day, hour, minute, second │ satellites 4 low │ lat u32 │ lon u32 │ speed │
 *          course 10, north 1, west 1, fix 1 │ cells …
 *     at the end of an alarm: battery or level, signal, alarm, language
 *
 * Degrees are 1/1 800 000. Their clocks keep what time zone they were set to. Six bytes,
 * 78 78 01 99 0D 0A, are the SOS of Topin trackers, which have neither number nor CRC.
 */
import { ok } from "../../result.ts";
import { crc16X25 } from "../crc16.ts";
import {
  BAD_CHECKSUM,
  clockPart,
  MALFORMED,
  type Part,
  placePart,
  type Read,
  type ReadingKind,
  readingOf,
  UNSUPPORTED,
} from "../reading.ts";
import { hasBit, viewOf } from "../view.ts";

const FIRST = 0x78;
const TAIL_BYTES = 6;
const FIX_BYTES = 18;
const DEGREE = 1_800_000;
/** Types that begin with time and fix. */
const WITH_FIX = [0x10, 0x11, 0x12, 0x16, 0x22, 0x26, 0x27, 0xa0, 0xa2, 0xa3, 0xa4];
/** Types that say an alarm, and how far before the number it stands. */
const ALARM_FROM_END: Readonly<Record<number, number>> = {
  0x16: 2,
  0x19: 2,
  0x26: 2,
  0x27: 3,
  0xa4: 3,
  0xa5: 2,
};
const TOPIN_SOS = [FIRST, FIRST, 0x01, 0x99, 0x0d, 0x0a];
const KINDS: Readonly<Record<number, ReadingKind>> = {
  0x01: "panic",
  0x0c: "tamper",
  0x0e: "battery-low",
  0x0f: "battery-low",
  0x11: "battery-low",
  0x13: "tamper",
  0x18: "tamper",
  0x23: "fall",
  0x25: "tamper",
  0x32: "tamper",
};
const NO_ALARM = 0x00;
const POWER_OFF = 0x11;
const HEARTBEAT = 0x13;

/** Whether an 8-bit message begins like one of these. */
export function isGt06(data: Uint8Array): boolean {
  return data[0] === FIRST && data[1] === FIRST;
}

/** Reads an 8-bit message. */
export function readGt06(data: Uint8Array): Read {
  if (!isGt06(data)) return UNSUPPORTED;
  const size = data[2];
  if (size === undefined || data.length !== size + 5) return MALFORMED;
  if (data.at(-2) !== 0x0d || data.at(-1) !== 0x0a) return MALFORMED;
  if (data.length < 4 + TAIL_BYTES) return MALFORMED;
  const crcAt = data.length - 4;
  if (viewOf(data).getUint16(crcAt) !== crc16X25(data.subarray(2, crcAt))) return BAD_CHECKSUM;
  return readContent(data[3]!, data.subarray(4, data.length - TAIL_BYTES));
}

/** Whether an 8-bit message is the SOS of a Topin tracker. */
export function isTopinSos(data: Uint8Array): boolean {
  return data.length === TOPIN_SOS.length && TOPIN_SOS.every((byte, at) => data[at] === byte);
}

/** Reads an 8-bit message of a Topin tracker. */
export function readTopin(data: Uint8Array): Read {
  return isTopinSos(data) ? ok(readingOf({ kind: "panic" })) : UNSUPPORTED;
}

function readContent(type: number, content: Uint8Array): Read {
  if (type === HEARTBEAT) return ok(readingOf({ kind: "heartbeat" }));
  const fromEnd = ALARM_FROM_END[type];
  const hasFix = WITH_FIX.includes(type);
  if (fromEnd === undefined && !hasFix) return UNSUPPORTED;
  const code = (fromEnd === undefined ? undefined : content.at(-fromEnd)) ?? NO_ALARM;
  const isWhole = content.length >= (hasFix ? FIX_BYTES : 0) + (fromEnd ?? 0);
  if (!isWhole && KINDS[code] === undefined) return MALFORMED;
  return ok(readingOf({
    kind: KINDS[code] ?? (hasFix ? "position" : "status"),
    flags: code === POWER_OFF ? ["power-off"] : [],
    anomalies: isWhole ? [] : ["short-body"],
  }, hasFix && isWhole ? fixOf(content) : []));
}

function fixOf(content: Uint8Array): Part[] {
  const view = viewOf(content);
  const course = view.getUint16(16);
  const [year = 0, ...rest] = content.subarray(0, 6);
  const time = clockPart([2_000 + year, ...rest]);
  if (!hasBit(course, 12)) return [time];
  const lat = view.getUint32(7) / DEGREE * (hasBit(course, 10) ? 1 : -1);
  const lon = view.getUint32(11) / DEGREE * (hasBit(course, 11) ? -1 : 1);
  return [time, placePart({ lat, lon })];
}
