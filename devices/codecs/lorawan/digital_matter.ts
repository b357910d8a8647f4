/**
 * Digital Matter Oyster, Oyster3, Yabby3 (alike) and G62. Little-endian, 10^-7 degrees.
 *
 *     1  lat i32 │ lon i32 │ heading 6, fix failed 1, in trip 1 │ speed │ battery in 25 mV
 *     4  lat i24 │ lon i24 (of 256 units) │ speed, heading │ battery │ man down 1, fix failed 1, trip 1
 *
 * The G62 packs flags into the low halves of its places; bit 3 of the first byte says that its fix is
 * current. Source of the layout: ChirpStack and The Things Network device repositories.
 */
import { ok } from "../../result.ts";
import { MALFORMED, placePart, type Read, readingOf, readTo, UNSUPPORTED } from "../reading.ts";
import { hasBit, int24Le, viewOf } from "../view.ts";

const LONG_PORT = 1;
const SHORT_PORT = 4;
/** Acknowledgements and statistics: of no use here, and no alarm. */
const OYSTER_STATUS_PORTS = [2, 3];
const G62_STATUS_PORTS = [3, 4, 5];
const MAX_G62_BYTES = 19;

/** Reads a decrypted payload of an Oyster, Oyster3 or Yabby3. */
export function readDigitalMatterOyster(payload: Uint8Array, port: number): Read {
  if (OYSTER_STATUS_PORTS.includes(port)) return ok(readingOf({ kind: "status" }));
  if (port !== LONG_PORT && port !== SHORT_PORT) return UNSUPPORTED;
  const size = port === LONG_PORT ? 11 : 9;
  if (payload.length < size) return MALFORMED;
  const state = payload[8]!;
  const isDown = port === SHORT_PORT && hasBit(state, 2);
  const reading = readingOf({
    kind: isDown ? "fall" : "position",
    flags: hasBit(state, 0) ? ["moving"] : [],
    batteryVolts: volts(payload[port === LONG_PORT ? 10 : 7]! * 0.025),
  }, hasBit(state, 1) ? [] : [port === LONG_PORT ? longFix(payload) : shortFix(payload)]);
  return ok(readTo(payload.length === size, reading));
}

/** Reads a decrypted payload of a G62. */
export function readDigitalMatterG62(payload: Uint8Array, port: number): Read {
  if (G62_STATUS_PORTS.includes(port)) return ok(readingOf({ kind: "status" }));
  if (port !== LONG_PORT && port !== 2) return UNSUPPORTED;
  const size = port === LONG_PORT ? 17 : 11;
  if (payload.length < size) return MALFORMED;
  const view = viewOf(payload);
  const accuracyM = port === LONG_PORT ? payload[16]! : 0;
  const reading = readingOf({
    kind: "position",
    flags: (payload[0]! & 3) === 0 ? [] : ["moving"],
    batteryVolts: volts(payload[10]! * 0.02),
  }, [placePart({
    lat: withoutFlags(view.getInt32(0, true)) / 1e7,
    lon: withoutFlags(view.getInt32(4, true)) / 1e7,
    ...(accuracyM > 0 && { accuracyM }),
  })]);
  return ok(readTo(payload.length <= MAX_G62_BYTES, reading));
}

function longFix(payload: Uint8Array) {
  const view = viewOf(payload);
  return placePart({ lat: view.getInt32(0, true) / 1e7, lon: view.getInt32(4, true) / 1e7 });
}

function shortFix(payload: Uint8Array) {
  const view = viewOf(payload);
  return placePart({ lat: int24Le(view, 0) * 256e-7, lon: int24Le(view, 3) * 256e-7 });
}

function withoutFlags(value: number): number {
  return value & ~0x0f;
}

function volts(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
