/**
 * The rules by which an authentic frame becomes an event or not (VF1 frame, "How the gateway
 * receives", steps 3 to 7). Pure: what is known of the device comes in as an argument.
 */
import type { DeviceEventName, Flag, Priority } from "../../devices/event.ts";
import { type UpTypeName, upTypeName } from "../../devices/frame/types.ts";
import { type AlarmBody, decodeAlarmBody } from "../../devices/frame/uplink_bodies.ts";

/** An epoch further behind the newest is a replay. */
export const MAX_EPOCHS_BEHIND = 16;
/** A counter further behind the highest is late. */
export const MAX_COUNTERS_BEHIND = 64;

export type RejectReason =
  | "armour"
  | "length"
  | "unsupported"
  | "unknown-device"
  | "bad-tag"
  | "replay-suspected"
  | "stale";

/** Where a message stands in the life of its device. */
export interface MessageNumber {
  readonly epoch: number;
  readonly counter: number;
}

/** What is known before a message is judged. */
export interface Known {
  readonly newestEpoch: number;
  /** Highest counter of the newest epoch; −1: none. */
  readonly newestCounter: number;
  /** The number was seen, with these bytes or with others. */
  readonly seen: "never" | "same-bytes" | "other-bytes";
  /** The incident that an alarm number names; `lasting`: open, and opened a long time ago. */
  readonly incidentOf: (alarm: number) => "open" | "lasting" | "ended" | "unknown";
}

export interface Acceptance {
  readonly type: UpTypeName;
  readonly name: DeviceEventName;
  readonly priority: Priority;
  readonly isLate: boolean;
  readonly isCollision: boolean;
  /** It belongs to an incident; `own`: to one that bears the event's id. */
  readonly incident: "none" | "of-alarm" | "own";
  readonly opensIncident: boolean;
  /** Types 1 to 5. */
  readonly alarmBody?: AlarmBody;
  readonly newestEpoch: number;
  readonly newestCounter: number;
}

export type Judgement =
  | { readonly verdict: "reject"; readonly reason: RejectReason }
  | { readonly verdict: "repeat" }
  | { readonly verdict: "accept"; readonly acceptance: Acceptance };

/** Judges a frame whose tag is good. */
export function judge(
  type: number,
  body: Uint8Array,
  number: MessageNumber,
  known: Known,
): Judgement {
  const typeName = upTypeName(type);
  if (typeName === undefined) return reject("unsupported");
  if (number.epoch < known.newestEpoch - MAX_EPOCHS_BEHIND) return reject("replay-suspected");
  if (known.seen === "same-bytes") return { verdict: "repeat" };
  return judgeNew(typeName, body, number, known);
}

function judgeNew(
  type: UpTypeName,
  body: Uint8Array,
  number: MessageNumber,
  known: Known,
): Judgement {
  if (needsToBeNewest(type) && !isNewest(number, known)) return reject("stale");
  const alarmBody = isAlarmType(type) ? decodeAlarmBody(body) : undefined;
  const alarm = alarmBody?.alarm ?? 0;
  const incidentState = alarm === 0 ? "unknown" : known.incidentOf(alarm);
  const isOpen = incidentState === "open" || incidentState === "lasting";
  if (type === "cancel" && !isOpen) return reject("stale");
  const incident = incidentOf(type, alarm);
  const opensIncident = incident === "own" ||
    (incident === "of-alarm" && incidentState === "unknown");
  const name = nameOf(type, alarmBody?.flags ?? []);
  return {
    verdict: "accept",
    acceptance: {
      type,
      name,
      priority: priorityOf(name, opensIncident, incident !== "none" && incidentState === "open"),
      isLate: isLate(number, known),
      isCollision: known.seen === "other-bytes",
      incident,
      opensIncident,
      ...(alarmBody === undefined ? {} : { alarmBody }),
      ...stateAfter(number, known),
    },
  };
}

function reject(reason: RejectReason): Judgement {
  return { verdict: "reject", reason };
}

/** What asks for nothing must be fresh: an old one could hide that a device is silent. */
function needsToBeNewest(type: UpTypeName): boolean {
  return type === "test" || type === "heartbeat" || type === "rekey-ok";
}

function isNewest(number: MessageNumber, known: Known): boolean {
  if (number.epoch !== known.newestEpoch) return number.epoch > known.newestEpoch;
  return number.counter >= known.newestCounter;
}

function isLate(number: MessageNumber, known: Known): boolean {
  if (number.epoch !== known.newestEpoch) return number.epoch < known.newestEpoch;
  return number.counter < known.newestCounter - MAX_COUNTERS_BEHIND;
}

function stateAfter(number: MessageNumber, known: Known) {
  const { newestEpoch, newestCounter } = known;
  if (number.epoch < newestEpoch) return { newestEpoch, newestCounter };
  if (number.epoch > newestEpoch) {
    return { newestEpoch: number.epoch, newestCounter: number.counter };
  }
  return { newestEpoch, newestCounter: Math.max(newestCounter, number.counter) };
}

function isAlarmType(type: UpTypeName): boolean {
  return type !== "heartbeat" && type !== "rekey-ok";
}

/** A test belongs to no incident; a panic of alarm 0 to one of its own. */
function incidentOf(type: UpTypeName, alarm: number): Acceptance["incident"] {
  if (type === "test" || !isAlarmType(type)) return "none";
  if (alarm !== 0) return "of-alarm";
  return type === "panic" ? "own" : "none";
}

function nameOf(type: UpTypeName, flags: readonly Flag[]): DeviceEventName {
  switch (type) {
    case "panic":
      return flags.includes("duress") ? "duress" : flags.includes("fall") ? "fall" : "panic";
    case "status":
      if (flags.includes("tamper")) return "tamper";
      return flags.includes("low-battery") || flags.includes("power-off")
        ? "battery-low"
        : "status";
    case "cancel":
      return "cancel-requested";
    case "rekey-ok":
      return "device-rekeyed";
    default:
      return type;
  }
}

function priorityOf(name: DeviceEventName, opens: boolean, isOfOpenIncident: boolean): Priority {
  if (opens) return "critical";
  switch (name) {
    case "panic":
    case "duress":
    case "fall":
    case "tamper":
      return "critical";
    case "cancel-requested":
      return "high";
    case "position":
      return isOfOpenIncident ? "high" : "low";
    case "battery-low":
    case "status":
    case "device-rekeyed":
      return "normal";
    case "heartbeat":
    case "test":
      return "low";
  }
}
