/**
 * What wearables say, as values (VF1 frame, "Types and bodies"). Decoders never throw: what cannot
 * be true is refused and named in `anomalies`, and the rest is kept.
 *
 *     alarm      alarm u16 │ lat i24 │ lon i24 │ accuracy u8 │ fix age u8 │ battery u8 │ flags u8 │
 *                since trigger u16
 *     heartbeat  battery u8 │ flags u8 │ uptime u16
 *     rekey-ok   KID u8
 */
import { type Anomaly, type Flag, FLAGS, type Position } from "../event.ts";
import {
  decodeAccuracy,
  decodeFixAge,
  decodePlace,
  encodeAccuracy,
  encodeFixAge,
  encodePlace,
  type Fix,
  PLACE_BYTES,
  positionOf,
} from "./fix.ts";

/** Bytes of an alarm body; what comes behind them is ignored. */
export const ALARM_BODY_BYTES = 14;
/** Highest number of seconds since the trigger; it means "that or more". */
export const MAX_SINCE_TRIGGER_S = 0xffff;

const HEARTBEAT_BODY_BYTES = 4;
const PLACE_AT = 2;
const ACCURACY_AT = 8;
const FIX_AGE_AT = 9;
const BATTERY_AT = 10;
const FLAGS_AT = 11;
const SINCE_TRIGGER_AT = 12;
const UNKNOWN_BATTERY = 255;
const NO_FLAGS: readonly Flag[] = [];

/** What can be wrong with a body. */
export type BodyAnomaly = Extract<Anomaly, "short-body" | "position" | "battery">;

/** Body of a panic, position, cancel, status or test. What is unknown is absent. */
export interface AlarmBody {
  /** 0 = belongs to no alarm. */
  readonly alarm: number;
  /** Rounded as events carry it. */
  readonly position?: Position;
  /** The same place as exactly as the frame says it. */
  readonly fix?: Fix;
  /** 0 to 100. */
  readonly batteryPercent?: number;
  readonly flags: readonly Flag[];
  /** 0 to 65 535, which means "that or more". */
  readonly sinceTriggerS?: number;
  readonly anomalies: readonly BodyAnomaly[];
}

/** Body of a heartbeat. What is unknown is absent. */
export interface HeartbeatBody {
  readonly batteryPercent?: number;
  readonly flags: readonly Flag[];
  readonly uptimeHours?: number;
  readonly anomalies: readonly BodyAnomaly[];
}

/** Body of a rekey-ok: the generation that the wearable now uses, absent in an empty body. */
export interface RekeyOkBody {
  readonly kid?: number;
  readonly anomalies: readonly BodyAnomaly[];
}

/** Reads the body of types 1 to 5, of any length. */
export function decodeAlarmBody(body: Uint8Array): AlarmBody {
  const place = decodeFix(body);
  const battery = decodeBattery(body[BATTERY_AT]);
  const anomalies: BodyAnomaly[] = [];
  if (body.length < ALARM_BODY_BYTES) anomalies.push("short-body");
  if (place === "half") anomalies.push("position");
  if (battery === "impossible") anomalies.push("battery");
  const sinceTriggerS = readU16(body, SINCE_TRIGGER_AT);
  return {
    alarm: readU16(body, 0) ?? 0,
    ...(typeof place === "object" && { position: positionOf(place), fix: place }),
    ...(typeof battery === "number" && { batteryPercent: battery }),
    flags: decodeFlags(body[FLAGS_AT]),
    ...(sinceTriggerS !== undefined && { sinceTriggerS }),
    anomalies,
  };
}

/** Reads the body of a heartbeat, of any length. */
export function decodeHeartbeatBody(body: Uint8Array): HeartbeatBody {
  const battery = decodeBattery(body[0]);
  const uptimeHours = readU16(body, 2);
  const anomalies: BodyAnomaly[] = [];
  if (body.length < HEARTBEAT_BODY_BYTES) anomalies.push("short-body");
  if (battery === "impossible") anomalies.push("battery");
  return {
    ...(typeof battery === "number" && { batteryPercent: battery }),
    flags: decodeFlags(body[1]),
    ...(uptimeHours !== undefined && { uptimeHours }),
    anomalies,
  };
}

/** Reads the body of a rekey-ok, of any length. */
export function decodeRekeyOkBody(body: Uint8Array): RekeyOkBody {
  const kid = body[0];
  return kid === undefined ? { anomalies: ["short-body"] } : { kid, anomalies: [] };
}

/** What a wearable puts into an alarm body; what it leaves out is said to be unknown. */
export interface AlarmReport {
  /** 0 to 65 535; 0 = none. */
  readonly alarm: number;
  readonly fix?: Fix;
  /** 0 to 100. */
  readonly batteryPercent?: number;
  readonly flags?: readonly Flag[];
  /** More than 65 535 is sent as 65 535. */
  readonly sinceTriggerS: number;
}

/** Writes the 14 bytes of an alarm body, as a wearable does. */
export function encodeAlarmBody(report: AlarmReport): Uint8Array {
  const body = new Uint8Array(ALARM_BODY_BYTES);
  const view = new DataView(body.buffer);
  view.setUint16(0, report.alarm);
  body.set(encodePlace(report.fix), PLACE_AT);
  body[ACCURACY_AT] = encodeAccuracy(report.fix?.accuracyM);
  body[FIX_AGE_AT] = encodeFixAge(report.fix?.fixAgeS);
  body[BATTERY_AT] = report.batteryPercent ?? UNKNOWN_BATTERY;
  body[FLAGS_AT] = encodeFlags(report.flags ?? NO_FLAGS);
  view.setUint16(SINCE_TRIGGER_AT, Math.min(MAX_SINCE_TRIGGER_S, report.sinceTriggerS));
  return body;
}

/** Writes the body of a heartbeat, as a wearable does. */
export function encodeHeartbeatBody(
  report: Pick<HeartbeatBody, "batteryPercent" | "flags"> & { readonly uptimeHours: number },
): Uint8Array {
  const body = new Uint8Array(HEARTBEAT_BODY_BYTES);
  body[0] = report.batteryPercent ?? UNKNOWN_BATTERY;
  body[1] = encodeFlags(report.flags);
  new DataView(body.buffer).setUint16(2, report.uptimeHours);
  return body;
}

/** Writes the body of a rekey-ok, as a wearable does. */
export function encodeRekeyOkBody(kid: number): Uint8Array {
  return new Uint8Array([kid]);
}

/** A body that ends before its position is whole has none. */
function decodeFix(body: Uint8Array): Fix | "none" | "half" {
  if (body.length < PLACE_AT + PLACE_BYTES) return "none";
  const place = decodePlace(body.subarray(PLACE_AT));
  if (typeof place === "string") return place;
  const accuracyM = decodeAccuracy(body[ACCURACY_AT]);
  const fixAgeS = decodeFixAge(body[FIX_AGE_AT]);
  return {
    ...place,
    ...(accuracyM !== undefined && { accuracyM }),
    ...(fixAgeS !== undefined && { fixAgeS }),
  };
}

function decodeBattery(value: number | undefined): number | "unknown" | "impossible" {
  if (value === undefined || value === UNKNOWN_BATTERY) return "unknown";
  return value <= 100 ? value : "impossible";
}

function decodeFlags(value = 0): readonly Flag[] {
  return FLAGS.filter((_, bit) => (value >> bit) & 1);
}

function encodeFlags(flags: readonly Flag[]): number {
  return FLAGS.reduce((byte, flag, bit) => flags.includes(flag) ? byte | (1 << bit) : byte, 0);
}

function readU16(bytes: Uint8Array, at: number): number | undefined {
  return bytes.length < at + 2 ? undefined : (bytes[at]! << 8) | bytes[at + 1]!;
}
