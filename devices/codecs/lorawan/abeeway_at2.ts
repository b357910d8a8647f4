/**
 * Abeeway trackers with Asset Tracker 2 firmware. The port says what the battery byte means: percent
 * on 18, volts on any other.
 *
 *     0  type    1  mode 3 │ SOS 1 │ state 1 │ moving 1 │ periodic 1 │ on demand 1
 *     2  battery    3  temperature    4  token 4 │ position type or option 4    5  …
 *
 * The SOS bit is 0 in the very event that says that SOS begins, and 1 in what follows. Source of the
 * layout: Actility device catalogue.
 */
import { ok } from "../../result.ts";
import {
  batteryPart,
  cutOff,
  type Part,
  placePart,
  type Read,
  type ReadingKind,
  readingOf,
  readTo,
  UNSUPPORTED,
} from "../reading.ts";
import { hasBit, int24Le, viewOf } from "../view.ts";
import { widest } from "./abeeway_at3.ts";

const PERCENT_PORT = 18;
const GPS = 0;
const POSITION = 0x03;
const EXTENDED_POSITION = 0x0e;
/** Debugging, proximity and texts: what they say is of no use here, and no alarm. */
const OF_NO_USE = [0x0c, 0x0d, 0x0f];
/** That more waits to be sent; a byte or two. */
const PENDING = 0x00;
const SOS_START = 7;
const SOS_END = 8;
const HEARTBEAT = 0x05;
/** With the cause of the last restart and two versions of firmware. */
const MAX_HEARTBEAT_BYTES = 12;

/** Reads a decrypted payload. */
export function readAbeewayAt2(payload: Uint8Array, port: number): Read {
  const isInAlarm = hasBit(payload[1] ?? 0, 4);
  if (payload[0] === PENDING && payload.length <= 2) return ok(readingOf({ kind: "status" }));
  if (payload.length < 5) return cutOff(isInAlarm);
  const kind = kindOf(payload);
  if (kind === undefined && !isInAlarm) return UNSUPPORTED;
  const reading = readingOf({
    kind: kind ?? "status",
    ...(isInAlarm && { isInAlarm }),
    flags: [
      ...(hasBit(payload[1]!, 2) ? ["moving" as const] : []),
      ...(payload[2] === 0 ? ["charging" as const] : []),
      ...(payload[0] === 0x09 ? ["power-off" as const] : []),
    ],
    ...voltsOf(payload[2]!, port),
  }, [percentOf(payload[2]!, port), fixOf(payload)]);
  const isLonger = payload[0] === HEARTBEAT && payload.length > MAX_HEARTBEAT_BYTES;
  return ok(readTo(kind !== undefined && !isLonger, reading));
}

function kindOf(payload: Uint8Array): ReadingKind | undefined {
  switch (payload[0]) {
    case POSITION:
    case EXTENDED_POSITION:
      return "position";
    case 0x04:
    case 0x07:
    case 0x0b:
      return "status";
    case HEARTBEAT:
      return "heartbeat";
    case 0x09:
      return "battery-low";
    case 0x0a:
      return payload[5] === SOS_START ? "panic" : payload[5] === SOS_END ? "cancel" : "status";
    default:
      return OF_NO_USE.includes(payload[0]!) ? "status" : undefined;
  }
}

function percentOf(battery: number, port: number): Part {
  if (port !== PERCENT_PORT || battery === 0 || battery === 0xff) return {};
  return batteryPart(battery);
}

/** 2.8 to 4.2 V over 1 to 254. */
function voltsOf(battery: number, port: number): { readonly batteryVolts?: number } {
  if (port === PERCENT_PORT || battery === 0) return {};
  return { batteryVolts: Math.round((2.8 + (battery - 1) * 1.4 / 253) * 100) / 100 };
}

function fixOf(payload: Uint8Array): Part {
  if ((payload[4]! & 0x0f) !== GPS) return {};
  if (payload[0] === POSITION) return shortFix(payload);
  return payload[0] === EXTENDED_POSITION ? extendedFix(payload) : {};
}

/** 5 age in 8 s │ lat i24 │ lon i24 │ error, 0 to 1 000 m over 0 to 255; both without their low byte. */
function shortFix(payload: Uint8Array): Part {
  if (payload.length < 12) return {};
  const high = int24Be(payload, 6);
  return placePart({
    lat: high * 256 / 1e7,
    lon: int24Be(payload, 9) * 256 / 1e7,
    fixAgeS: payload[5]! * 8,
    ...(payload[12] !== undefined && { accuracyM: payload[12] * 1_000 / 255 }),
  });
}

/** 5 age in s u16 │ 7 kind of fix │ lat i32 │ lon i32 │ altitude │ 18 error. */
function extendedFix(payload: Uint8Array): Part {
  if (payload.length < 16) return {};
  const view = viewOf(payload);
  const error = payload[18];
  const isClass = hasBit(payload[7]!, 1);
  return placePart({
    lat: view.getInt32(8) / 1e7,
    lon: view.getInt32(12) / 1e7,
    fixAgeS: view.getUint16(5),
    ...(error !== undefined && { accuracyM: isClass ? widest(error) : error * 1_000 / 255 }),
  });
}

function int24Be(bytes: Uint8Array, at: number): number {
  return int24Le(viewOf(bytes.slice(at, at + 3).reverse()), 0);
}
