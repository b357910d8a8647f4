/**
 * Common Alerting Protocol 1.2 (OASIS CAP-v1.2): one alert for those who are addressed, never for
 * the public. A drill is an Exercise, a test is a Test. What belongs to an incident that another
 * event opened is an Update that refers to that event. A wearable's wish to cancel is an Update
 * too: only a person ends an alarm.
 */
import type { Position, Priority } from "../../devices/event.ts";
import { degrees, type OutgoingEvent, shortName } from "./outgoing_event.ts";
import { type Element, element, writeXml } from "../tools/xml.ts";

const NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2";

const URGENCY: Readonly<Record<Priority, string>> = {
  critical: "Immediate",
  high: "Expected",
  normal: "Future",
  low: "Unknown",
};
const SEVERITY: Readonly<Record<Priority, string>> = {
  critical: "Extreme",
  high: "Severe",
  normal: "Minor",
  low: "Unknown",
};

/** @param opening The event that opened its incident. */
export function writeCap(event: OutgoingEvent, opening?: OutgoingEvent): string {
  const earlier = opening?.id === event.id ? undefined : opening;
  return writeXml(element("alert", [
    element("identifier", event.id),
    element("sender", senderOf(event)),
    element("sent", capTime(event.time)),
    element("status", statusOf(event)),
    element("msgType", earlier === undefined ? "Alert" : "Update"),
    element("scope", "Private"),
    element("addresses", "dispatch"),
    earlier && element("references", referenceTo(earlier)),
    event.incident === undefined ? undefined : element("incidents", event.incident),
    infoOf(event),
  ], { xmlns: NAMESPACE }));
}

function statusOf(event: OutgoingEvent): string {
  if (shortName(event) === "test") return "Test";
  return event.data.drill === true ? "Exercise" : "Actual";
}

/** `urn:vigil:5415:gw-1` as `gw-1@5415`; a sender holds no space, comma, `<` or `&` (§3.2.1). */
function senderOf({ source }: OutgoingEvent): string {
  const [, , zone = "", name = ""] = source.split(":");
  return `${name}@${zone}`.replaceAll(/[\s,<&]/g, "-");
}

/** CAP has no `Z`: UTC is `-00:00`, and there are no fractions of a second (§3.3.2). */
function capTime(time: string): string {
  return time.replace(/(\.\d+)?Z$/, "-00:00");
}

function referenceTo(event: OutgoingEvent): string {
  return `${senderOf(event)},${event.id},${capTime(event.time)}`;
}

function infoOf(event: OutgoingEvent): Element {
  const { device, position, authenticity } = event.data;
  return element("info", [
    element("language", "en"),
    element("category", device === undefined ? "Infra" : "Security"),
    element("event", shortName(event)),
    element("urgency", URGENCY[event.priority]),
    element("severity", SEVERITY[event.priority]),
    element("certainty", authenticity === "unverified" ? "Possible" : "Observed"),
    ...parametersOf(event),
    position && areaOf(position),
  ]);
}

function parametersOf({ data, sequence, subject, hash }: OutgoingEvent): Element[] {
  const values = {
    ...data.details,
    sequence,
    hash,
    device: data.device,
    subject: data.device === undefined && data.sender === undefined ? subject : undefined,
    sender: data.sender,
    reference: data.assignment?.reference,
    alarm: data.alarm,
    batteryPercent: data.batteryPercent,
    flags: data.flags?.length ? data.flags.join(" ") : undefined,
    fixAgeS: data.position?.fixAgeS,
    sinceTriggerS: data.sinceTriggerS,
    deviceTime: data.deviceTime,
    late: data.late,
    anomalies: data.anomalies?.length ? data.anomalies.join(" ") : undefined,
    reason: data.reason,
  };
  return Object.entries(values).filter(([, value]) => value !== undefined).map(([name, value]) =>
    element("parameter", [element("valueName", name), element("value", String(value))])
  );
}

/** The radius of a circle is in kilometres (§3.2.4). */
function areaOf({ lat, lon, accuracyM }: Position): Element {
  const description = accuracyM === undefined ? "position" : `position ±${accuracyM} m`;
  const radiusKm = (accuracyM ?? 0) / 1_000;
  return element("area", [
    element("areaDesc", description),
    element("circle", `${degrees(lat)},${degrees(lon)} ${radiusKm}`),
  ]);
}
