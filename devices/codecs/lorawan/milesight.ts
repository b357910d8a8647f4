/**
 * Milesight WS101 (button), AT101 (tracker) and FT101 (field tester): channels one behind the other,
 * each of id, type and a value whose size follows from both. Little-endian. Whatever follows a channel
 * that is not known is not read. Source of the layout: Milesight-IoT/SensorDecoders.
 */
import { ok } from "../../result.ts";
import { batteryPart, MALFORMED, type Part, placePart, type Read, readingOf } from "../reading.ts";
import { hasBit, viewOf } from "../view.ts";

const BATTERY = 0x0175;
const PRESS = 0xff2e;
const TEMPERATURE = 0x0367;
const PLACE = 0x0488;
const PLACE_WITH_FENCE_ALARM = 0x8488;
const TILT = 0x0500;
const TAMPER = 0x0700;
const TESTER_PLACE = 0x03a1;
/** Short, long and double. */
const PRESSES = [1, 2, 3];
/** Motion of a place's last byte: just begun, and going on. */
const MOVING = [1, 2];

/** Bytes of a channel's value. */
const SIZES = new Map([
  [0xff01, 1],
  [0xff09, 2],
  [0xff0a, 2],
  [0xff0b, 1],
  [0xff0f, 1],
  [0xff16, 8],
  [0xfffe, 1],
  [0xffff, 2],
  [BATTERY, 1],
  [PRESS, 1],
  [TEMPERATURE, 2],
  [0x8367, 3],
  [PLACE, 9],
  [PLACE_WITH_FENCE_ALARM, 9],
  [TILT, 1],
  [0x06d9, 9],
  [TAMPER, 1],
  [0x089b, 6],
  [TESTER_PLACE, 8],
  [0x04a2, 4],
  [0x05a3, 1],
  [0x06a4, 2],
]);

/** Reads a decrypted payload of a button: any press is an alarm, since nobody knows how it is used. */
export function readMilesightWs101(payload: Uint8Array): Read {
  const channels = channelsOf(payload);
  const press = channels.get(PRESS)?.[0];
  if (channels.size === 0) return MALFORMED;
  const isPress = press !== undefined && PRESSES.includes(press);
  return ok(readingOf({ kind: isPress ? "panic" : "heartbeat" }, batteryOf(channels)));
}

/** Reads a decrypted payload of a tracker. */
export function readMilesightAt101(payload: Uint8Array): Read {
  const channels = channelsOf(payload);
  if (channels.size === 0) return MALFORMED;
  const place = channels.get(PLACE) ?? channels.get(PLACE_WITH_FENCE_ALARM);
  const isOpen = hasBit(channels.get(TAMPER)?.[0] ?? 0, 0);
  const isMoving = place !== undefined && MOVING.includes(place[8]! & 0x0f);
  return ok(readingOf({
    kind: isOpen ? "tamper" : place === undefined ? "heartbeat" : "position",
    flags: isMoving ? ["moving"] : [],
  }, [...batteryOf(channels), ...fixOf(place)]));
}

/** Reads a decrypted payload of a field tester, which gives longitude first. */
export function readMilesightFt101(payload: Uint8Array): Read {
  const place = channelsOf(payload).get(TESTER_PLACE);
  if (place === undefined) return MALFORMED;
  const latitudeFirst = new Uint8Array([...place.subarray(4, 8), ...place.subarray(0, 4)]);
  return ok(readingOf({ kind: "test" }, fixOf(latitudeFirst)));
}

function channelsOf(payload: Uint8Array): Map<number, Uint8Array> {
  const channels = new Map<number, Uint8Array>();
  for (let at = 0; at + 2 <= payload.length;) {
    const channel = (payload[at]! << 8) | payload[at + 1]!;
    const size = SIZES.get(channel);
    const value = payload.subarray(at + 2, at + 2 + (size ?? 0));
    if (size === undefined || value.length < size) break;
    channels.set(channel, value);
    at += 2 + size;
  }
  return channels;
}

function batteryOf(channels: ReadonlyMap<number, Uint8Array>): Part[] {
  const percent = channels.get(BATTERY)?.[0];
  return percent === undefined ? [] : [batteryPart(percent)];
}

function fixOf(place: Uint8Array | undefined): Part[] {
  if (place === undefined) return [];
  const view = viewOf(place);
  return [placePart({ lat: view.getInt32(0, true) / 1e6, lon: view.getInt32(4, true) / 1e6 })];
}
