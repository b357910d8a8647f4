/** The published VF1 vectors, as the tests read them. */
import vectors from "../../vectors/vf1.json" with { type: "json" };
import type { Flag } from "../../../devices/event.ts";
import { decodeHex } from "../../../devices/hex.ts";
import { expandKeys, type FrameKeys } from "../../../devices/frame/keys.ts";

export { vectors };

export interface DecodedAlarm {
  readonly alarm: number;
  readonly position: {
    readonly lat: number;
    readonly lon: number;
    readonly accuracyM: number | null;
    readonly fixAgeS: number | null;
  } | null;
  readonly batteryPercent: number | null;
  readonly flags: readonly Flag[];
  readonly sinceTriggerS: number | null;
  readonly extraBytes: number;
  readonly refused: readonly string[];
}

/** Hex that is known to be good. */
export function bytes(hex: string): Uint8Array {
  const decoded = decodeHex(hex);
  if (decoded === undefined) throw new Error(`Not hex: ${hex}`);
  return decoded;
}

/** The keys of a device of the vectors. */
export function keysOf(uid: string): FrameKeys {
  const device = vectors.devices.find((candidate) => candidate.uid === uid);
  if (device === undefined) throw new Error(`No such device in the vectors: ${uid}`);
  return expandKeys(bytes(device.kRoot), device.kid);
}

/** An object without its nulls: the vectors write them where values are absent. */
export function withoutNulls(values: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
