/**
 * The rules by which a message of a foreign format becomes an event or not. Pure. These formats number
 * no alarms: what belongs together is known by the sender's newest incident.
 *
 *     alarm, or in alarm ─▶ incident open ─▶ joins it      ─▶ none ─▶ opens one
 *     cancel             ─▶ incident open ─▶ asks to end it ─▶ none ─▶ stale
 *     position, status   ─▶ incident open ─▶ joins it      ─▶ none ─▶ an event of its own
 *     of a stranger      ─▶ in alarm ─▶ an event without wearable and incident ─▶ else unknown-device
 */
import type { Reading, ReadingKind } from "../../devices/codecs/reading.ts";
import type { DeviceEventName, Priority } from "../../devices/event.ts";

/** Whose message it is: of an unknown sender, or of a known one with an open incident or without. */
export type ReadingSender = "stranger" | "without-incident" | "with-incident";

export interface AcceptedReading {
  readonly verdict: "accept";
  readonly name: DeviceEventName;
  readonly priority: Priority;
  readonly incident: "none" | "opens" | "joins";
}

export type ReadingJudgement = AcceptedReading | {
  readonly verdict: "reject";
  readonly reason: "unknown-device" | "stale";
};

const ALARMS: readonly ReadingKind[] = ["panic", "fall"];
/** What says nothing about an alarm, even while there is one. */
const APART: readonly ReadingKind[] = ["heartbeat", "test"];

/** Judges what a message says. */
export function judgeReading(reading: Reading, sender: ReadingSender): ReadingJudgement {
  const { kind } = reading;
  const isAlarm = ALARMS.includes(kind) || (reading.isInAlarm === true && kind !== "cancel");
  if (sender === "stranger") {
    if (!isAlarm) return { verdict: "reject", reason: "unknown-device" };
    return { verdict: "accept", name: nameOf(reading), priority: "critical", incident: "none" };
  }
  const isOpen = sender === "with-incident";
  if (kind === "cancel" && !isOpen) return { verdict: "reject", reason: "stale" };
  const joins = isOpen && !APART.includes(kind);
  const incident = joins ? "joins" : isAlarm ? "opens" : "none";
  return {
    verdict: "accept",
    name: nameOf(reading),
    priority: incident === "opens" ? "critical" : priorityOf(kind, joins),
    incident,
  };
}

function nameOf({ flags, kind }: Reading): DeviceEventName {
  if (kind === "panic" && flags.includes("duress")) return "duress";
  return kind === "cancel" ? "cancel-requested" : kind;
}

function priorityOf(kind: ReadingKind, isOfIncident: boolean): Priority {
  switch (kind) {
    case "panic":
    case "fall":
    case "tamper":
      return "critical";
    case "cancel":
      return "high";
    case "position":
      return isOfIncident ? "high" : "low";
    case "battery-low":
    case "status":
      return "normal";
    case "heartbeat":
    case "test":
      return "low";
  }
}
