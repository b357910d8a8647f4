/**
 * Browan push button (TBPB100, port 147) and object locator (port 136). Little-endian.
 *
 *     button   pressed 1 │ …    battery: V = (25 + low half) / 10 │ temperature │ minutes u16 │ presses u24
 *     locator  bits: 0 pressed, 1 moving, 3 no fix, 4 GNSS error │ battery: V = (25 + v) / 10 │ T │
 *              lat i28 / 10^6 │ lon i29 / 10^6, its top 3 bits α: error ≈ 2^(α + 2) m
 *
 * Source of the layout: The Things Network device repository; no locator message is published.
 */
import { ok } from "../../result.ts";
import { cutOff, placePart, type Read, readingOf, readTo, UNSUPPORTED } from "../reading.ts";
import { hasBit, viewOf } from "../view.ts";

const BUTTON_PORT = 147;
const LOCATOR_PORT = 136;
const BUTTON_BYTES = 8;
const LOCATOR_BYTES = 11;
const WORSE_THAN_KNOWN = 7;

/** Reads a decrypted payload of the push button. */
export function readBrowanButton(payload: Uint8Array, port: number): Read {
  if (port !== BUTTON_PORT) return UNSUPPORTED;
  const isPressed = hasBit(payload[0] ?? 0, 0);
  if (payload.length < 2) return cutOff(isPressed);
  return ok(readTo(
    payload.length <= BUTTON_BYTES,
    readingOf({
      kind: isPressed ? "panic" : "heartbeat",
      batteryVolts: (25 + (payload[1]! & 0x0f)) / 10,
    }),
  ));
}

/** Reads a decrypted payload of the object locator. */
export function readBrowanLocator(payload: Uint8Array, port: number): Read {
  if (port !== LOCATOR_PORT) return UNSUPPORTED;
  const isPressed = hasBit(payload[0] ?? 0, 0);
  if (payload.length < LOCATOR_BYTES) return cutOff(isPressed);
  const hasFix = !hasBit(payload[0]!, 3) && !hasBit(payload[0]!, 4);
  const reading = readingOf({
    kind: isPressed ? "panic" : "position",
    flags: hasBit(payload[0]!, 1) ? ["moving"] : [],
    batteryVolts: (25 + payload[1]!) / 10,
  }, hasFix ? [fixOf(payload)] : []);
  return ok(readTo(payload.length === LOCATOR_BYTES, reading));
}

function fixOf(payload: Uint8Array) {
  const view = viewOf(payload);
  const lon = view.getInt32(7, true);
  const alpha = lon >>> 29;
  return placePart({
    lat: (view.getInt32(3, true) << 4 >> 4) / 1e6,
    lon: (lon << 3 >> 3) / 1e6,
    ...(alpha !== WORSE_THAN_KNOWN && { accuracyM: 2 ** (alpha + 2) }),
  });
}
