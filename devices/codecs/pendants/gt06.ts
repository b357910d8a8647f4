/**
 * GT06 and its many relatives (Concox, Jimi). Big-endian.
 *
 *     78 78 │ length    │ type │ content │ number 2 │ CRC-16/X-25 from length to number │ 0D 0A
 *     79 79 │ length 2  │ …
 *
 * What stands in the content is in `gt06_content.ts`; of the long messages only modules are read. Six bytes, 78 78 01 99 0D 0A, are the SOS of
 * Topin trackers, which have neither number nor CRC.
 */
import { ok } from "../../result.ts";
import { crc16X25 } from "../crc16.ts";
import { BAD_CHECKSUM, MALFORMED, type Read, readingOf, UNSUPPORTED } from "../reading.ts";
import { viewOf } from "../view.ts";
import { readGt06Content } from "./gt06_content.ts";
import { readGt06Modules } from "./gt06_more.ts";

const SHORT = 0x7878;
const LONG = 0x7979;
const LENGTH_AT = 2;
/** Number, CRC and the last two bytes. */
const TAIL_BYTES = 6;
/** CRC and the last two bytes. */
const CRC_FROM_END = 4;
/** The length counts from behind itself to before the last two bytes. */
const UNCOUNTED_TAIL_BYTES = 2;
const MODULES = 0x70;
const TOPIN_SOS = [0x78, 0x78, 0x01, 0x99, 0x0d, 0x0a];

/** Whether an 8-bit message begins like one of these. */
export function isGt06(data: Uint8Array): boolean {
  return data.length >= 2 && [SHORT, LONG].includes(viewOf(data).getUint16(0));
}

/** Reads an 8-bit message. */
export function readGt06(data: Uint8Array): Read {
  if (!isGt06(data)) return UNSUPPORTED;
  const view = viewOf(data);
  const typeAt = view.getUint16(0) === LONG ? LENGTH_AT + 2 : LENGTH_AT + 1;
  const crcAt = data.length - CRC_FROM_END;
  if (data.length < typeAt + 1 + TAIL_BYTES) return MALFORMED;
  const size = typeAt === LENGTH_AT + 1 ? data[LENGTH_AT]! : view.getUint16(LENGTH_AT);
  if (data.length !== typeAt + size + UNCOUNTED_TAIL_BYTES) return MALFORMED;
  if (data.at(-2) !== 0x0d || data.at(-1) !== 0x0a) return MALFORMED;
  if (view.getUint16(crcAt) !== crc16X25(data.subarray(LENGTH_AT, crcAt))) return BAD_CHECKSUM;
  const content = data.subarray(typeAt + 1, -TAIL_BYTES);
  if (typeAt === LENGTH_AT + 1) return readGt06Content(data[typeAt]!, content);
  return data[typeAt] === MODULES ? ok(readGt06Modules(content)) : UNSUPPORTED;
}

/** Whether an 8-bit message is the SOS of a Topin tracker. */
export function isTopinSos(data: Uint8Array): boolean {
  return data.length === TOPIN_SOS.length && TOPIN_SOS.every((byte, at) => data[at] === byte);
}

/** Reads an 8-bit message of a Topin tracker. */
export function readTopin(data: Uint8Array): Read {
  return isTopinSos(data) ? ok(readingOf({ kind: "panic" })) : UNSUPPORTED;
}
