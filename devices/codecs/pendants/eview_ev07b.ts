/**
 * Eview EV07B and MiniFinder pendants. Little-endian.
 *
 *     AB │ flags │ length 2 │ CRC-16/XMODEM of the body 2 │ number 2 │ body: 01 │ fields
 *     field: length (of key and value) │ key │ value; of several messages in one, keys come again
 *     01 IMEI 15 │ 02 alarms u32 [time u32] │ 14 battery │ 20 lat i32, lon i32 (10^-7), speed, course,
 *     altitude, HDOP … │ 23 beacon 6, lat, lon │ 24 time u32, status u32 │ 28, 2A as 23
 *
 * Alarms: 0 low battery, 2 fall, 8 power off, 12 SOS. The battery is in the top byte of the status.
 */
import { Buffer } from "node:buffer";
import { ok } from "../../result.ts";
import { crc16Xmodem } from "../crc16.ts";
import {
  BAD_CHECKSUM,
  batteryPart,
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

const FIRST = 0xab;
const BODY_AT = 8;
const DATA = 0x01;
const ALARMS = 0x02;
const SOS = 12;
const FALL = 2;
const IMEI = /^\d{15}$/;

/** Whether an 8-bit message begins like one of these. */
export function isEviewEv07b(data: Uint8Array): boolean {
  return data[0] === FIRST;
}

/** Reads an 8-bit message. */
export function readEviewEv07b(data: Uint8Array): Read {
  if (!isEviewEv07b(data)) return UNSUPPORTED;
  if (data.length <= BODY_AT) return MALFORMED;
  const view = viewOf(data);
  const body = data.subarray(BODY_AT);
  if (view.getUint16(2, true) !== body.length) return MALFORMED;
  if (view.getUint16(4, true) !== crc16Xmodem(body)) return BAD_CHECKSUM;
  return body[0] === DATA ? ok(readFields(...fieldsOf(body))) : UNSUPPORTED;
}

type Fields = ReadonlyMap<number, Uint8Array>;

/** Values by key, of each the first that is an alarm, or the first; whether all have an end. */
function fieldsOf(body: Uint8Array): [Fields, boolean] {
  const fields = new Map<number, Uint8Array>();
  for (let at = 1; at < body.length;) {
    const end = at + 1 + body[at]!;
    if (body[at] === 0 || end > body.length) return [fields, false];
    const key = body[at + 1]!;
    const value = body.subarray(at + 2, end);
    const isMore = key === ALARMS && urgencyOf(value) > urgencyOf(fields.get(ALARMS));
    if (!fields.has(key) || isMore) fields.set(key, value);
    at = end;
  }
  return [fields, true];
}

/** Of alarms: the more, the more urgent. */
function urgencyOf(value: Uint8Array | undefined): number {
  const alarms = u32(value, 0) ?? 0;
  if (hasBit(alarms, SOS)) return 3;
  return hasBit(alarms, FALL) ? 2 : alarms === 0 ? 0 : 1;
}

function readFields(fields: Fields, isWhole: boolean) {
  const alarms = u32(fields.get(ALARMS), 0) ?? 0;
  const status = u32(fields.get(0x24), 4);
  const bearer = Buffer.from(fields.get(0x01) ?? []).toString("latin1");
  const parts: Part[] = [unixPart(u32(fields.get(ALARMS), 4) ?? u32(fields.get(0x24), 0) ?? 0)];
  if (status !== undefined) parts.push(batteryPart(status >>> 24));
  const level = fields.get(0x14)?.[0];
  if (level !== undefined) parts.push(batteryPart(level));
  return readingOf({
    kind: kindOf(alarms, fields),
    flags: hasBit(alarms, 8) ? ["power-off"] : [],
    ...(IMEI.test(bearer) && { bearer }),
    anomalies: isWhole ? [] : ["short-body"],
  }, [...parts, placeOf(fields)]);
}

function kindOf(alarms: number, fields: Fields): ReadingKind {
  if (hasBit(alarms, SOS)) return "panic";
  if (hasBit(alarms, FALL)) return "fall";
  if (hasBit(alarms, 0) || hasBit(alarms, 8)) return "battery-low";
  return fields.has(0x20) ? "position" : "status";
}

/** Satellites before beacons: the position of a beacon was typed in by a person, once. */
function placeOf(fields: Fields): Part {
  const fix = fields.get(0x20);
  if (fix !== undefined && fix.length >= 16) return placeAt(fix, 0, "gnss");
  const beacon = fields.get(0x23);
  if (beacon !== undefined && beacon.length >= 14) return placeAt(beacon, 6, "network");
  const tag = fields.get(0x28);
  if (tag !== undefined && hasBit(tag[0] ?? 0, 7) && tag.length >= 17) {
    return placeAt(tag, 9, "network");
  }
  const other = fields.get(0x2a);
  return other !== undefined && other.length >= 16 ? placeAt(other, 8, "network") : {};
}

function placeAt(bytes: Uint8Array, at: number, source: "gnss" | "network"): Part {
  const view = viewOf(bytes);
  const [lat, lon] = [view.getInt32(at, true), view.getInt32(at + 4, true)];
  return placePart({ lat: lat / 1e7, lon: lon / 1e7 }, source);
}

function u32(bytes: Uint8Array | undefined, at: number): number | undefined {
  return bytes === undefined || bytes.length < at + 4
    ? undefined
    : viewOf(bytes).getUint32(at, true);
}
