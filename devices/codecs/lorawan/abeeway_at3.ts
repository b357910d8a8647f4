/**
 * Abeeway trackers with Asset Tracker 3 firmware, any port.
 *
 *     0  multi-frame 1 │ SOS 1 │ type 3 │ token 3      1  buffered 1 │ battery 7
 *     2  seconds modulo 12 hours u16, or, buffered, Unix seconds u32
 *
 * Notifications go on with class and type in one byte, positions with motion and type, a counter, the
 * triggers and then the fix. Source of the layout: Actility device catalogue.
 */
import { ok } from "../../result.ts";
import type { UnixMs } from "../../time.ts";
import {
  cutOff,
  type Part,
  placePart,
  type Read,
  type ReadingKind,
  readingOf,
  readTo,
  unixPart,
  UNSUPPORTED,
} from "../reading.ts";
import { hasBit, viewOf } from "../view.ts";

const NOTIFICATION = 1;
const POSITION = 2;
/** Queries, answers to settings and telemetry: of no use here, and no alarm. */
const OF_NO_USE = [3, 4, 5];
const HALF_DAY_S = 43_200;
/** A device's clock may be so far ahead of ours. */
const TOLERANCE_S = 3_600;
const NO_TIME = 0xffff;
const GNSS = 10;
/** Class and type, cause of the last restart, temperature and versions. */
const MAX_HEARTBEAT_BYTES = 7;

/** Reads a decrypted payload. */
export function readAbeewayAt3(
  payload: Uint8Array,
  _port: number,
  receivedAt: UnixMs,
): Read {
  const isInAlarm = hasBit(payload[0] ?? 0, 6);
  if (payload.length < 4) return cutOff(isInAlarm);
  const isBuffered = hasBit(payload[1]!, 7);
  const bodyAt = (isBuffered ? 6 : 4) + (hasBit(payload[0]!, 7) ? 1 : 0);
  if (payload.length <= bodyAt) return cutOff(isInAlarm);
  const body = payload.subarray(bodyAt);
  const header = {
    ...(isInAlarm && { isInAlarm }),
    ...(isBuffered && { isLate: true as const }),
    flags: (payload[1]! & 0x7f) === 0 ? ["charging" as const] : [],
  };
  const parts = [clockOf(payload, isBuffered, receivedAt), batteryOf(payload[1]! & 0x7f)];
  const type = (payload[0]! >> 3) & 7;
  if (type === POSITION) {
    return ok(readingOf({ ...header, kind: "position" }, [...parts, fixOf(body)]));
  }
  const other = OF_NO_USE.includes(type) ? "status" : undefined;
  const kind = type === NOTIFICATION ? kindOf(body) : other;
  if (kind === undefined && !isInAlarm) return UNSUPPORTED;
  const isLonger = kind === "heartbeat" && body.length > MAX_HEARTBEAT_BYTES;
  return ok(readTo(
    kind !== undefined && !isLonger,
    readingOf({ ...header, kind: kind ?? "status" }, parts),
  ));
}

/** Class in the high half of the byte, type in the low one. */
function kindOf(body: Uint8Array): ReadingKind | undefined {
  switch (body[0]) {
    case 0x01:
      return "battery-low";
    case 0x03:
      return hasBit(body[1] ?? 0, 0) ? "tamper" : "status";
    case 0x04:
      return "heartbeat";
    case 0x10:
      return "panic";
    case 0x11:
      return "cancel";
    default:
      return body[0]! >> 4 <= 6 ? "status" : undefined;
  }
}

function batteryOf(level: number): Part {
  // 0 is on the charger, 127 unknown.
  if (level === 0 || level === 127) return {};
  return level <= 100 ? { batteryPercent: level } : { refused: "battery" };
}

/** The latest moment of that second of a half day that is not too far ahead; which one is a guess. */
function clockOf(payload: Uint8Array, isBuffered: boolean, receivedAt: UnixMs): Part {
  const view = viewOf(payload);
  if (isBuffered) return unixPart(view.getUint32(2));
  const second = view.getUint16(2);
  if (second === NO_TIME) return {};
  if (second >= HALF_DAY_S) return { refused: "clock" };
  const latest = Math.floor(receivedAt / 1_000) + TOLERANCE_S;
  const halfDays = Math.floor((latest - second) / HALF_DAY_S);
  const at = halfDays * HALF_DAY_S + second;
  const isOld = latest - at > 2 * TOLERANCE_S;
  return { deviceTime: at * 1_000 as UnixMs, ...(isOld && { refused: "clock" }) };
}

/** status and type │ counter │ triggers 2 │ lat i32 │ lon i32 │ alt │ course │ speed │ EHPE │ quality */
function fixOf(body: Uint8Array): Part {
  const isSuccess = (body[0]! & 0x60) === 0;
  if (!isSuccess || (body[0]! & 0x1f) !== GNSS || body.length < 12) return {};
  const view = viewOf(body);
  const accuracyM = body[18];
  return placePart({
    lat: view.getInt32(4) / 1e7,
    lon: view.getInt32(8) / 1e7,
    ...(accuracyM !== undefined && { accuracyM: widest(accuracyM) }),
  });
}

/** Metres up to 250; above, the upper bound of a class. */
export function widest(error: number): number {
  return [500, 1_000, 2_000, 4_000, 8_000][error - 251] ?? error;
}
