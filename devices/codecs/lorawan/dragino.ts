/**
 * Dragino LGT-92 and TrackerD. Big-endian; both begin alike.
 *
 *     lat i32 │ lon i32 │ 0 1 │ alarm 1 │ battery in mV 14 │ mode 2 …
 *
 * Source of the layout: The Things Network device repository.
 */
import { ok } from "../../result.ts";
import {
  clockPart,
  cutOff,
  MALFORMED,
  placePart,
  type Read,
  readingOf,
  readTo,
  UNSUPPORTED,
} from "../reading.ts";
import { hasBit, viewOf } from "../view.ts";

const PLACE_PORTS = [2, 3];
const HISTORY_PORT = 4;
const PLACE_BYTES = 8;
const STATE_BYTES = 2;
const HISTORY_BYTES = 15;
/** With all that either device can add to a place. */
const MAX_PLACE_BYTES = 18;
/** Where the two bytes of alarm and battery are on ports without a place. */
const STATE_AT: Readonly<Record<number, number>> = { 6: 24, 7: 0, 8: 7 };

/** Reads a decrypted payload of an LGT-92. */
export function readDraginoLgt92(payload: Uint8Array, port: number): Read {
  return port === 2 ? readPlace(payload) : UNSUPPORTED;
}

/** Reads a decrypted payload of a TrackerD. */
export function readDraginoTrackerD(payload: Uint8Array, port: number): Read {
  if (PLACE_PORTS.includes(port)) return readPlace(payload);
  if (port === HISTORY_PORT) return readHistory(payload);
  const at = STATE_AT[port];
  if (at === undefined) return UNSUPPORTED;
  return readState(payload, at);
}

function readPlace(payload: Uint8Array): Read {
  if (payload.length < PLACE_BYTES + STATE_BYTES) return cutOff(isAlarm(payload, PLACE_BYTES));
  const reading = readingOf(stateOf(payload, PLACE_BYTES, "position"), [fixOf(payload)]);
  return ok(readTo(payload.length <= MAX_PLACE_BYTES, reading));
}

function readState(payload: Uint8Array, at: number): Read {
  if (payload.length < at + STATE_BYTES) return cutOff(isAlarm(payload, at));
  // A byte of mode and version stands behind it.
  return ok(readTo(
    payload.length <= at + STATE_BYTES + 1,
    readingOf(stateOf(payload, at, "status")),
  ));
}

/** A place that was kept back: year u16, month, day, hour, minute and second behind it. */
function readHistory(payload: Uint8Array): Read {
  if (payload.length < HISTORY_BYTES) return MALFORMED;
  const time = [viewOf(payload).getUint16(8), ...payload.subarray(10, HISTORY_BYTES)];
  const reading = readingOf({ kind: "position", isLate: true }, [fixOf(payload), clockPart(time)]);
  return ok(readTo(payload.length === HISTORY_BYTES, reading));
}

function isAlarm(payload: Uint8Array, at: number): boolean {
  return hasBit(payload[at] ?? 0, 6);
}

function stateOf(payload: Uint8Array, at: number, otherwise: "position" | "status") {
  const millivolts = viewOf(payload).getUint16(at) & 0x3fff;
  return {
    kind: isAlarm(payload, at) ? "panic" as const : otherwise,
    batteryVolts: millivolts / 1_000,
  };
}

function fixOf(payload: Uint8Array) {
  const view = viewOf(payload);
  return placePart({ lat: view.getInt32(0) / 1e6, lon: view.getInt32(4) / 1e6 });
}
