/** Metrics of what this program runs: modems, destinations, the process. */
import type { Destination } from "../../../handlers/delivery/destination.ts";
import {
  counter,
  gauge,
  type MetricFamily,
  type MetricSample,
} from "../../../handlers/http/api/exposition.ts";
import { forwardMetrics } from "./delivery_metrics.ts";
import { ANSWER_REFUSALS } from "../../../handlers/answers/answers.ts";
import type { CellularStatus, Modems } from "../../modems/modems.ts";
import { VERSION } from "../version.ts";

/** Everything beside the accounts of frames and events. */
export function programMetrics(
  modems: Modems,
  destinations: readonly Destination[],
): MetricFamily[] {
  return [
    ...modemMetrics(modems),
    ...cellularMetrics(modems),
    ...recoveryMetrics(modems),
    airtimeMetric(modems),
    ...forwardMetrics(destinations),
    ...processMetrics(),
  ];
}

/** What the writer of the store could not take. */
export function storeMetrics({ backlog, givenUpCount }: StoreFigures): MetricFamily[] {
  return [
    gauge("vigil_store_calls_waiting", "Calls that are not on the disk yet", [{ value: backlog }]),
    counter("vigil_store_calls_given_up_total", "Calls given up because too many waited", [
      { value: givenUpCount },
    ]),
  ];
}

interface StoreFigures {
  readonly backlog: number;
  readonly givenUpCount: number;
}

function cellularMetrics(modems: Modems): MetricFamily[] {
  const statuses = modems.cellular.map(({ status }) => status);
  if (statuses.length === 0) return [];
  const places = (value: (storage: CellularStatus["storages"][number]) => number): MetricSample[] =>
    statuses.flatMap(({ name: modem, storages }) =>
      storages.map((it) => ({ labels: { modem, storage: it.storage }, value: value(it) }))
    );
  return [
    gauge(
      "vigil_modem_registered",
      "1 while the modem is registered in its network",
      statuses.map(({ name: modem, network }) => ({
        labels: { modem },
        value: network?.isRegistered === true ? 1 : 0,
      })),
    ),
    gauge(
      "vigil_modem_signal_dbm",
      "Strength of the network's signal",
      statuses.flatMap(({ name: modem, network }) =>
        network?.signalDbm === undefined ? [] : [{ labels: { modem }, value: network.signalDbm }]
      ),
    ),
    gauge("vigil_modem_storage_used", "Messages that the modem holds", places(({ used }) => used)),
    gauge(
      "vigil_modem_storage_places",
      "Messages that the modem can hold",
      places(({ total }) => total),
    ),
  ];
}

function modemMetrics(modems: Modems): MetricFamily[] {
  const statuses = modems.sessions.map(({ status }) => status);
  const each = (value: (status: (typeof statuses)[number]) => number): MetricSample[] =>
    statuses.map((status) => ({ labels: { modem: status.name }, value: value(status) }));
  const byReason = (
    counts: (status: (typeof statuses)[number]) => Readonly<Partial<Record<string, number>>>,
  ): MetricSample[] =>
    statuses.flatMap((status) =>
      Object.entries(counts(status)).map(([reason, value = 0]) => ({
        labels: { modem: status.name, reason },
        value,
      }))
    );
  return [
    gauge(
      "vigil_modem_ready",
      "1 while the modem is configured and listens",
      each(
        ({ state }) => state === "ready" ? 1 : 0,
      ),
    ),
    counter(
      "vigil_modem_bytes_total",
      "Bytes from the modem",
      each(({ counts }) => counts.bytesReceived),
    ),
    counter(
      "vigil_modem_frames_total",
      "Frames from the modem",
      each(({ counts }) => counts.frames),
    ),
    counter(
      "vigil_modem_own_answers_heard_total",
      "Answers of this gateway's other modems that the modem heard: they are no frames received",
      each(({ name }) => modems.ownAnswersHeardBy(name)),
    ),
    counter(
      "vigil_modem_openings_total",
      "Times that the port was opened",
      each(({ counts }) => counts.openings),
    ),
    counter(
      "vigil_answers_sent_total",
      "Answers put on the air",
      each(({ counts }) => counts.sent),
    ),
    counter(
      "vigil_answers_unsent_total",
      "Answers that were not sent",
      byReason(({ counts }) => counts.unsent),
    ),
    counter(
      "vigil_modem_reports_total",
      "Oddities that the modem said",
      byReason(({ counts }) => counts.reports),
    ),
  ];
}

function recoveryMetrics(modems: Modems): MetricFamily[] {
  const byStep = (which: "taken" | "helped"): MetricSample[] =>
    modems.sessions.flatMap(({ name: modem }) =>
      Object.entries(modems.recoveryCountsOf(modem)?.[which] ?? {}).map(([step, value]) => ({
        labels: { modem, rung: step },
        value,
      }))
    );
  return [
    counter("vigil_modem_healing_total", "Recovery steps taken", byStep("taken")),
    counter(
      "vigil_modem_healed_total",
      "Recovery steps after which the modem worked again",
      byStep("helped"),
    ),
  ];
}

/** Answers that were not sent as short messages, by why. */
export function answerTextMetric(refused: ReadonlyMap<string, number>): MetricFamily {
  return counter(
    "vigil_answer_texts_refused_total",
    "Answers that did not leave as short messages: not the wearable's number, or too many",
    ANSWER_REFUSALS.map((reason) => ({ labels: { reason }, value: refused.get(reason) ?? 0 })),
  );
}

function airtimeMetric(modems: Modems): MetricFamily {
  return gauge(
    "vigil_modem_airtime_used_ratio",
    "Share of what may be sent in an hour that is used: in all, and of the half for repeats",
    modems.sessions.flatMap(({ name: modem }) => {
      const use = modems.airtimeUse(modem);
      if (use === undefined) return [];
      return [
        { labels: { modem, of: "hour" }, value: use.total },
        { labels: { modem, of: "repeats" }, value: use.repeats },
      ];
    }),
  );
}

function processMetrics(): MetricFamily[] {
  const { rss, heapUsed } = Deno.memoryUsage();
  return [
    gauge("vigil_build_info", "1", [{ labels: { version: VERSION }, value: 1 }]),
    gauge("vigil_process_resident_memory_bytes", "Memory of the process", [{ value: rss }]),
    gauge("vigil_process_heap_bytes", "JavaScript heap in use", [{ value: heapUsed }]),
  ];
}
