/**
 * Eelink trackers, version 2. Big-endian.
 *
 *     67 67 │ type │ length 2 (of what follows) │ number 2 │ Unix time u32 │ mask │ parts by the mask │
 *     warning: code │ status 2
 *
 * Mask: 0 fix (lat i32, lon i32 in 1/1 800 000 degree, altitude, speed, course, satellites), 1 cell,
 * 2 and 3 more cells, 4 to 6 Wi-Fi. There is no checksum.
 */
import { ok } from "../../result.ts";
import {
  MALFORMED,
  type Part,
  placePart,
  type Read,
  type ReadingKind,
  readingOf,
  unixPart,
  UNSUPPORTED,
} from "../reading.ts";
import { hasBit, viewOf } from "../view.ts";

const FIRST = 0x67;
const HEARTBEAT = 0x03;
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
  return data[0] === FIRST && data[1] === FIRST;
}

/** Reads an 8-bit message. */
export function readEelink(data: Uint8Array): Read {
  if (!isEelink(data)) return UNSUPPORTED;
  if (data.length < 7 || viewOf(data).getUint16(3) !== data.length - 5) return MALFORMED;
  const type = data[2];
  if (type === HEARTBEAT) return ok(readingOf({ kind: "heartbeat" }));
  if (type !== NORMAL && type !== WARNING && type !== REPORT) return UNSUPPORTED;
  if (data.length <= MASK_AT) return MALFORMED;
  const behind = MASK_AT + 1 + partBytes(data[MASK_AT]!);
  if (behind > data.length) return MALFORMED;
  const code = type === WARNING ? data.at(hasLongCells(data) ? -WARNING_BYTES : behind) : undefined;
  return ok(readingOf({
    kind: KINDS[code ?? 0] ?? "position",
    flags: code === POWER_OFF ? ["power-off"] : [],
  }, [unixPart(viewOf(data).getUint32(7)), fixOf(data)]));
}

/** A list of cells of a later firmware, whose length is not known before it is read. */
function hasLongCells(data: Uint8Array): boolean {
  return hasBit(data[MASK_AT]!, 7);
}

function partBytes(mask: number): number {
  return PART_BYTES.reduce((sum, bytes, bit) => hasBit(mask, bit) ? sum + bytes : sum, 0);
}

function fixOf(data: Uint8Array): Part {
  if (!hasBit(data[MASK_AT]!, 0)) return {};
  const view = viewOf(data);
  return placePart({
    lat: view.getInt32(MASK_AT + 1) / DEGREE,
    lon: view.getInt32(MASK_AT + 5) / DEGREE,
  });
}
