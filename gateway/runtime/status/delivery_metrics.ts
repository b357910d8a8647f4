/** Metrics of the destinations that events are sent to. */
import type { Destination, DestinationReport } from "../../../handlers/delivery/destination.ts";
import {
  counter,
  gauge,
  type MetricFamily,
  type MetricSample,
} from "../../../handlers/http/api/exposition.ts";

/** By name of the destination. */
export function forwardMetrics(destinations: readonly Destination[]): MetricFamily[] {
  const reports = destinations.map((destination) => destination.status());
  const mqtt = reports.filter(({ type }) => type === "mqtt");
  return [
    gauge(
      "vigil_mqtt_connected",
      "1 while the broker is connected",
      each(mqtt, ({ state }) => state === "connected" ? 1 : 0),
    ),
    gauge("vigil_mqtt_in_flight", "Publishes without PUBACK", each(mqtt, (its) => its.inFlight)),
    counter(
      "vigil_mqtt_publishes_total",
      "Events published",
      each(mqtt, ({ counters }) => counters.sent),
    ),
    counter(
      "vigil_mqtt_pubacks_total",
      "PUBACKs taken",
      each(mqtt, ({ transport }) => transport["pubacks"]!),
    ),
    counter(
      "vigil_mqtt_receipts_total",
      "Receipts taken",
      each(mqtt, ({ transport }) => transport["receipts"]!),
    ),
    counter(
      "vigil_mqtt_unusable_receipts_total",
      "Messages on the topic of receipts that confirmed nothing, by why",
      UNUSABLE_RECEIPTS.flatMap(([reason, name]) =>
        mqtt.map((report) => ({
          labels: { destination: report.name, reason },
          value: report.transport[name]!,
        }))
      ),
    ),
    counter(
      "vigil_mqtt_reconnects_total",
      "Connections after the first",
      each(mqtt, ({ counters }) => Math.max(0, counters.connections - 1)),
    ),
    gauge(
      "vigil_mqtt_parked",
      "Events that the broker refused, tried again later",
      each(mqtt, ({ parked }) => parked.count),
    ),
    ...requestMetrics(reports, { type: "webhook", sent: "requests" }),
    ...requestMetrics(reports, { type: "sms", sent: "alarms" }),
  ];
}

/** Why a receipt confirms nothing, and what the transport calls their count. */
const UNUSABLE_RECEIPTS = [
  ["malformed", "malformedReceipts"],
  ["unknown-event", "unknownReceipts"],
  ["wrong-hash", "wrongReceipts"],
  ["refused", "refusedReceipts"],
] as const;

/** By name of the destination. @param counts Steps taken; undefined: nothing is escalated. */
export function escalationMetrics(counts: ReadonlyMap<string, number> | undefined): MetricFamily[] {
  if (counts === undefined) return [];
  const samples = [...counts].map(([destination, value]) => ({ labels: { destination }, value }));
  const help = "Alarms that nobody had confirmed in time, by the destination that they went to";
  return [counter("vigil_escalation_steps_total", help, samples)];
}

const OUTCOMES = ["delivered", "refused", "barred", "failed", "busy"] as const;

/** Of one kind of destination. @param sent What one attempt is called, in the plural. */
function requestMetrics(
  all: readonly DestinationReport[],
  { type, sent }: { type: DestinationReport["type"]; sent: string },
): MetricFamily[] {
  const reports = all.filter((its) => its.type === type);
  return [
    gauge(
      `vigil_${type}_reachable`,
      "1 while the receiver answers",
      each(reports, ({ state }) => state === "connected" ? 1 : 0),
    ),
    gauge(`vigil_${type}_in_flight`, `Unanswered ${sent}`, each(reports, (its) => its.inFlight)),
    gauge(
      `vigil_${type}_parked`,
      "Events that the receiver refused, tried again later",
      each(reports, ({ parked }) => parked.count),
    ),
    counter(
      `vigil_${type}_${sent}_total`,
      "Attempts, repeats too",
      each(reports, ({ counters }) => counters.sent),
    ),
    counter(
      `vigil_${type}_outcomes_total`,
      "How attempts ended",
      OUTCOMES.flatMap((outcome) =>
        reports.map((report) => ({
          labels: { destination: report.name, outcome },
          value: report.counters[outcome],
        }))
      ),
    ),
  ];
}

function each(
  reports: readonly DestinationReport[],
  value: (report: DestinationReport) => number,
): MetricSample[] {
  return reports.map((report) => ({ labels: { destination: report.name }, value: value(report) }));
}
