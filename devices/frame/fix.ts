/**
 * The nine bytes in which a wearable says where it is (VF1 frame, "Types and bodies").
 *
 *     lat i24 │ lon i24 │ accuracy u8 │ fix age u8
 */
import type { Position } from "../event.ts";

/** A place as exactly as the frame says it; events carry it rounded. */
export interface Fix {
  /** Degrees WGS 84, −90 to 90. */
  readonly lat: number;
  /** Degrees WGS 84, −180 to 180. */
  readonly lon: number;
  /** Metres, 1 to 60 097; absent when unknown. */
  readonly accuracyM?: number;
  /** Seconds, 0 to 7 740; absent when unknown. */
  readonly fixAgeS?: number;
}

/** Bytes of latitude and longitude together. */
export const PLACE_BYTES = 6;

const SCALE = 2 ** 23;
const NO_FIX = -SCALE;
const MAX_I24 = SCALE - 1;
const UNKNOWN = 255;
const MAX_KNOWN = 254;
/** Steps of accuracy for each doubling. */
const ACCURACY_STEPS = 16;
/** From here on the fix age counts minutes. */
const FIRST_MINUTE = 128;

/** Reads a place; `half` says that one of latitude and longitude is missing. */
export function decodePlace(
  bytes: Uint8Array,
): { readonly lat: number; readonly lon: number } | "none" | "half" {
  const lat = readI24(bytes, 0);
  const lon = readI24(bytes, 3);
  if (lat === NO_FIX && lon === NO_FIX) return "none";
  if (lat === NO_FIX || lon === NO_FIX) return "half";
  return { lat: lat * 90 / SCALE, lon: lon * 180 / SCALE };
}

/** Writes a place, or that there is none. */
export function encodePlace(
  place: { readonly lat: number; readonly lon: number } | undefined,
): Uint8Array {
  const bytes = new Uint8Array(PLACE_BYTES);
  writeI24(bytes, 0, place === undefined ? NO_FIX : nearestI24(place.lat / 90));
  writeI24(bytes, 3, place === undefined ? NO_FIX : nearestI24(place.lon / 180));
  return bytes;
}

/** Metres = 2^(v/16); undefined when unknown. */
export function decodeAccuracy(value: number | undefined): number | undefined {
  return value === undefined || value === UNKNOWN ? undefined : 2 ** (value / ACCURACY_STEPS);
}

/** The nearest step that can be said, 1 m to 60 km. */
export function encodeAccuracy(metres: number | undefined): number {
  if (metres === undefined) return UNKNOWN;
  return clamp(Math.round(ACCURACY_STEPS * Math.log2(metres)), 0, MAX_KNOWN);
}

/** Seconds to 127, then minutes from 3 to 129; undefined when unknown. */
export function decodeFixAge(value: number | undefined): number | undefined {
  if (value === undefined || value === UNKNOWN) return undefined;
  return value < FIRST_MINUTE ? value : (value - FIRST_MINUTE + 1) * 60 + 120;
}

/** Never younger than it is: seconds round up, minutes too; what is older than 7 740 s is unknown. */
export function encodeFixAge(seconds: number | undefined): number {
  if (seconds === undefined) return UNKNOWN;
  if (seconds < FIRST_MINUTE) return clamp(Math.ceil(seconds), 0, FIRST_MINUTE);
  const value = FIRST_MINUTE - 1 + Math.max(1, Math.ceil((seconds - 120) / 60));
  return value > MAX_KNOWN ? UNKNOWN : value;
}

/** A fix as events carry it: degrees to 7 decimals, whole metres and at least 1. */
export function positionOf(fix: Fix): Position {
  return {
    ...(fix.accuracyM !== undefined && { accuracyM: Math.max(1, Math.round(fix.accuracyM)) }),
    ...(fix.fixAgeS !== undefined && { fixAgeS: fix.fixAgeS }),
    lat: toSevenDecimals(fix.lat),
    lon: toSevenDecimals(fix.lon),
    source: "gnss",
  };
}

function toSevenDecimals(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}

/** The edges are not used: −2^23 means "no fix" and 2^23 does not exist. */
function nearestI24(share: number): number {
  return clamp(Math.round(share * SCALE), NO_FIX + 1, MAX_I24);
}

function readI24(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8)) >> 8;
}

function writeI24(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >> 16;
  bytes[at + 1] = value >> 8;
  bytes[at + 2] = value;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
