/**
 * Milesight WS101 (button), AT101 (tracker) and FT101 (field tester): channels one behind the other,
 * each of id, type and a value whose size follows from both. Little-endian. The same channel can come
 * more than once. Source of the layout: Milesight-IoT/SensorDecoders.
 */
import { ok } from "../../result.ts";
import { type BlockForm, splitBlocks } from "../blocks.ts";
import {
  batteryPart,
  MALFORMED,
  type Part,
  placePart,
  type Read,
  readingOf,
  readTo,
} from "../reading.ts";
import { hasBit, viewOf } from "../view.ts";

const BATTERY = 0x0175;
const PRESS = 0xff2e;
const TEMPERATURE = 0x0367;
const PLACE = 0x0488;
const PLACE_WITH_FENCE_ALARM = 0x8488;
const TILT = 0x0500;
const TAMPER = 0x0700;
const TESTER_PLACE = 0x03a1;
/** Time, longitude, latitude: what was kept back. */
const HISTORY = 0x20ce;
/** Short, long and double. */
const PRESSES = [1, 2, 3];
/** Motion of a place's last byte: just begun, and going on. */
const MOVING = [1, 2];
const HEADER_BYTES = 2;

/** Bytes of a channel's value; answers to settings are among them. */
const SIZES = new Map([
  [0xff01, 1],
  [0xff03, 2],
  [0xff08, 6],
  [0xff09, 2],
  [0xff0a, 2],
  [0xff0b, 1],
  [0xff0f, 1],
  [0xff10, 1],
  [0xff16, 8],
  [0xff28, 1],
  [0xff2f, 1],
  [0xff3e, 1],
  [0xff74, 1],
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
  [HISTORY, 12],
  [TESTER_PLACE, 8],
  [0x04a2, 4],
  [0x05a3, 1],
  [0x06a4, 2],
]);

const FORM: BlockForm = {
  sizeOf(rest) {
    const value = SIZES.get(channelOf(rest));
    return value === undefined ? undefined : HEADER_BYTES + value;
  },
  isLikely: () => true,
};

/** Reads a decrypted payload of a button: any kind of press may have been chosen as the alarm. */
export function readMilesightWs101(payload: Uint8Array): Read {
  const { channels, isWhole } = channelsOf(payload);
  if (channels.length === 0) return MALFORMED;
  const isPress = valuesOf(channels, PRESS).some(([press]) => PRESSES.includes(press!));
  const kind = isPress ? "panic" : "heartbeat";
  return ok(readTo(isWhole, readingOf({ kind }, batteryOf(channels))));
}

/** Reads a decrypted payload of a tracker. */
export function readMilesightAt101(payload: Uint8Array): Read {
  const { channels, isWhole } = channelsOf(payload);
  if (channels.length === 0) return MALFORMED;
  const place = valuesOf(channels, PLACE)[0] ?? valuesOf(channels, PLACE_WITH_FENCE_ALARM)[0];
  const isOpen = valuesOf(channels, TAMPER).some(([state]) => hasBit(state!, 0));
  const isMoving = place !== undefined && MOVING.includes(place[8]! & 0x0f);
  const reading = readingOf({
    kind: isOpen ? "tamper" : place === undefined ? "heartbeat" : "position",
    flags: isMoving ? ["moving"] : [],
  }, [...batteryOf(channels), ...fixOf(place)]);
  return ok(readTo(isWhole, reading));
}

/** Reads a decrypted payload of a field tester, which gives longitude first. */
export function readMilesightFt101(payload: Uint8Array): Read {
  const { channels, isWhole } = channelsOf(payload);
  const [place] = valuesOf(channels, TESTER_PLACE);
  if (channels.length === 0) return MALFORMED;
  const latitudeFirst = place && new Uint8Array([...place.subarray(4, 8), ...place.subarray(0, 4)]);
  return ok(readTo(isWhole, readingOf({ kind: "test" }, fixOf(latitudeFirst))));
}

function channelOf(block: Uint8Array): number {
  return block.length < HEADER_BYTES ? NaN : viewOf(block).getUint16(0);
}

function channelsOf(payload: Uint8Array) {
  const { known, unknown } = splitBlocks(payload, FORM);
  return { channels: known, isWhole: unknown.length === 0 };
}

function valuesOf(channels: readonly Uint8Array[], channel: number): Uint8Array[] {
  return channels.filter((block) => channelOf(block) === channel)
    .map((block) => block.subarray(HEADER_BYTES));
}

function batteryOf(channels: readonly Uint8Array[]): Part[] {
  return valuesOf(channels, BATTERY).map(([percent]) => batteryPart(percent!));
}

function fixOf(place: Uint8Array | undefined): Part[] {
  if (place === undefined) return [];
  const view = viewOf(place);
  return [placePart({ lat: view.getInt32(0, true) / 1e6, lon: view.getInt32(4, true) / 1e6 })];
}
