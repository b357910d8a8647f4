/**
 * The vocabulary of events: what leaves the gateway, as one CloudEvents 1.0 object each.
 */
import type { ClockQuality } from "./time.ts";

/** Most urgent first. An event's priority never changes. */
export const PRIORITIES = ["critical", "high", "normal", "low"] as const;
export type Priority = (typeof PRIORITIES)[number];

/** Events that a wearable causes. */
export const DEVICE_EVENT_NAMES = [
  "panic",
  "duress",
  "fall",
  "position",
  "cancel-requested",
  "tamper",
  "battery-low",
  "status",
  "heartbeat",
  "test",
  "device-rekeyed",
] as const;
export type DeviceEventName = (typeof DEVICE_EVENT_NAMES)[number];

/** Events that the gateway raises of itself. */
export type GatewayEventName =
  | "device-silent"
  | "device-not-charged"
  | "position-implausible"
  | "device-restarted"
  | "attack-suspected"
  | "jamming-suspected"
  | "epoch-storm"
  | "security"
  | "modem-lost"
  | "modem-recovered"
  | "path-lost"
  | "path-recovered"
  | "storage-degraded"
  | "storage-loss"
  | "clock-step"
  | "airtime-low"
  | "gateway-started"
  | "drill-started"
  | "drill-ended";

export type EventName = DeviceEventName | GatewayEventName;

/** In the order of the bits of the frame's flags byte, bit 0 first (frame: alarm body). */
export const FLAGS = [
  "duress",
  "tamper",
  "fall",
  "moving",
  "charging",
  "low-battery",
  "power-off",
  "silent",
] as const;
export type Flag = (typeof FLAGS)[number];

/**
 * Positions that cannot be as the wearable says, by the positions before: it came there faster than anybody
 * travels, or has been the same for hours while the wearable reports that it moves.
 */
export const POSITION_ANOMALIES = ["position-jump", "position-frozen"] as const;

/**
 * What was refused or strange in a frame whose alarm is stored nevertheless. `clock` (foreign formats):
 * the clock of the device cannot be right, or leaves open which day it means. `undecoded` (foreign
 * formats): a part of the message, or all of it, could not be read, and may have said more. `form`
 * (foreign formats): the message is not built as its format prescribes, but could be read.
 */
export const ANOMALIES = [
  "short-body",
  "position",
  ...POSITION_ANOMALIES,
  "battery",
  "counter-collision",
  "clock",
  "undecoded",
  "form",
] as const;
export type Anomaly = (typeof ANOMALIES)[number];

/** How a position was found; `network` is by cells, Wi-Fi or beacons. */
export const POSITION_SOURCES = ["gnss", "network"] as const;
export type PositionSource = (typeof POSITION_SOURCES)[number];

/** Where the wearable says that it is. Degrees WGS 84, to 7 decimals. */
export interface Position {
  readonly lat: number;
  readonly lon: number;
  /** Whole metres, at least 1; absent when unknown. */
  readonly accuracyM?: number;
  /** Seconds between the fix and the sending; absent when unknown. */
  readonly fixAgeS?: number;
  readonly source: PositionSource;
}

/** One hearing of a frame by one modem. */
export interface ReceptionReport {
  readonly modem: string;
  /** RFC 3339. */
  readonly at: string;
  readonly rssiDbm?: number;
  readonly snrDb?: number;
}

/** State of the link between a wearable and the file that it serves. */
export const ASSIGNMENT_STATES = ["none", "active", "suspended", "expired", "retired"] as const;
export type AssignmentState = (typeof ASSIGNMENT_STATES)[number];

/** `verified`: proved by a key of the device itself; `unverified`: nothing proves the sender. */
export const AUTHENTICITIES = ["verified", "unverified"] as const;
export type Authenticity = (typeof AUTHENTICITIES)[number];

/** The `data` of an event. What is unknown is absent, never null. */
export interface EventData {
  readonly device?: string;
  /** Foreign formats: number that a short message bears. It proves nothing. */
  readonly sender?: string;
  readonly assignment?: {
    readonly reference?: string;
    readonly expires?: string;
    readonly state: AssignmentState;
  };
  readonly alarm?: number;
  readonly position?: Position;
  readonly batteryPercent?: number;
  readonly flags?: readonly Flag[];
  readonly sinceTriggerS?: number;
  /** Foreign formats: RFC 3339, by the device's own clock, which may be wrong. */
  readonly deviceTime?: string;
  readonly uptimeHours?: number;
  readonly authenticity?: Authenticity;
  readonly late?: boolean;
  readonly drill?: boolean;
  readonly anomalies?: readonly Anomaly[];
  readonly receptions?: readonly ReceptionReport[];
  readonly clock: {
    readonly quality: ClockQuality;
    readonly bootId: string;
    readonly monotonicMs: number;
  };
  readonly frame?: { readonly codec: string; readonly hex: string };
  /** Gateway events: why, in a word that does not change. */
  readonly reason?: string;
  /** Gateway events: what a person needs to act on it. Never keys, PINs or positions. */
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** The part of an event that is fixed at its first reception and hashed. */
export interface EventCore {
  readonly specversion: "1.0";
  /** 32 hex digits. */
  readonly id: string;
  readonly source: string;
  /** `vigil.<name>.v1` */
  readonly type: string;
  readonly subject: string;
  /** RFC 3339. For people: nothing is ordered or waited for by it. */
  readonly time: string;
  readonly datacontenttype: "application/json";
  readonly priority: Priority;
  /** 32 hex digits; absent when the event belongs to no incident. */
  readonly incident?: string;
  readonly data: EventData;
}

/** Priorities of what the gateway raises of itself. */
export const GATEWAY_EVENT_PRIORITY: Readonly<Record<GatewayEventName, Priority>> = {
  "device-silent": "high",
  "attack-suspected": "high",
  "jamming-suspected": "high",
  "security": "high",
  "modem-lost": "high",
  "path-lost": "high",
  "storage-degraded": "high",
  "storage-loss": "high",
  "device-not-charged": "normal",
  "position-implausible": "normal",
  "device-restarted": "normal",
  "clock-step": "normal",
  "airtime-low": "normal",
  "epoch-storm": "normal",
  "gateway-started": "normal",
  "drill-started": "normal",
  "drill-ended": "normal",
  "modem-recovered": "normal",
  "path-recovered": "normal",
};

/** The CloudEvents `type` of an event name. */
export function eventType(name: EventName): string {
  return `vigil.${name}.v1`;
}
