/** Counters of everything that came in and went out, all of one instant of the store. */
import { lanePriority, type LaneStanding, type Reader } from "../../../../db/store.ts";
import { INCIDENT_STATES, WEARABLE_STAGES } from "../../../../devices/incident.ts";
import type { Clock } from "../../../../devices/time.ts";
import { type AssignmentCounts, countEnds } from "../../../registry/assignment_ends.ts";
import {
  gauge,
  type MetricFamily,
  METRICS_TYPE,
  type MetricSample,
  writeMetrics,
} from "../exposition.ts";
import { defineRoute, type Route } from "../../server/route.ts";

const REJECTED_PREFIX = "frames/rejected/";

export interface MetricRoutePorts {
  readonly reader: Pick<Reader, "devices" | "incidents" | "lanes">;
  readonly clock: Clock;
  /** Metrics of modems, destinations and the process. */
  readonly extraMetrics: () => readonly MetricFamily[];
}

export function metricRoutes({ clock, reader, extraMetrics }: MetricRoutePorts): Route[] {
  return [defineRoute({
    method: "GET",
    path: "/metrics",
    access: { roles: ["monitor"], isFreeOnLoopback: true },
    shows: "nothing",
    summary: "Metrics for Prometheus",
    description:
      "Frames received are those accepted, repeated and rejected; for each destination " +
      "and priority, events owed are those delivered, pending and shed.",
    answers: { 200: { description: "Metrics", content: { "text/plain": undefined } } },
    handle({ context }) {
      const { counters, lanes } = reader.lanes.accounts();
      const families = [
        ...frameMetrics(counters),
        ...eventMetrics(lanes),
        ...incidentMetrics(reader.incidents.counts(), counters),
        ...assignmentMetrics(countEnds(reader, clock.expiryUnixMs())),
        ...extraMetrics(),
      ];
      return context.body(writeMetrics(families), 200, { "content-type": METRICS_TYPE });
    },
  })];
}

function frameMetrics(counters: ReadonlyMap<string, number>): MetricFamily[] {
  const one = (name: string) => [{ value: counters.get(name) ?? 0 }];
  const rejected = [...counters].filter(([name]) => name.startsWith(REJECTED_PREFIX))
    .map(([name, value]) => ({ labels: { reason: name.slice(REJECTED_PREFIX.length) }, value }));
  return [
    counter("vigil_frames_received_total", "Frames heard.", one("frames/received")),
    counter("vigil_frames_accepted_total", "Frames that became events.", one("frames/accepted")),
    counter("vigil_frames_repeated_total", "Frames heard before.", one("frames/repeated")),
    counter("vigil_frames_rejected_total", "Frames refused, by reason.", rejected),
  ];
}

type Account = "owed" | "delivered" | "pending" | "shed";

function eventMetrics(lanes: readonly LaneStanding[]): MetricFamily[] {
  const of = (account: Account) => sumByPriority(lanes, account);
  return [
    counter("vigil_events_owed_total", "Events that a destination subscribed to.", of("owed")),
    counter("vigil_events_delivered_total", "Events that it confirmed.", of("delivered")),
    {
      name: "vigil_events_pending",
      help: "Events that it has not confirmed.",
      type: "gauge",
      samples: of("pending"),
    },
    counter(
      "vigil_events_shed_total",
      "Events of low priority given up for want of room.",
      of("shed"),
    ),
  ];
}

/** Of wearables no more than sums: which one it was is for `GET /v1/incidents/{id}`. */
function incidentMetrics(
  counts: ReturnType<Reader["incidents"]["counts"]>,
  counters: ReadonlyMap<string, number>,
): MetricFamily[] {
  const byStage = (what: "due" | "sent" | "heard") =>
    WEARABLE_STAGES.map((stage) => ({
      labels: { stage },
      value: counters.get(`stages/${stage}/${what}`) ?? 0,
    }));
  return [
    {
      name: "vigil_incidents",
      help: "Incidents by state.",
      type: "gauge",
      samples: INCIDENT_STATES.map((state) => ({
        labels: { state },
        value: counts.get(state) ?? 0,
      })),
    },
    counter("vigil_stages_due_total", "Stages that a wearable was to be told.", byStage("due")),
    counter("vigil_stages_sent_total", "Sendings of stages to wearables.", byStage("sent")),
    counter("vigil_stages_heard_total", "Stages that a wearable has heard.", byStage("heard")),
  ];
}

function counter(name: string, help: string, samples: readonly MetricSample[]): MetricFamily {
  return { name, help, type: "counter", samples };
}

/** Verified and unverified events of one priority count together. */
function sumByPriority(lanes: readonly LaneStanding[], account: Account): MetricSample[] {
  const sums = new Map<string, { labels: Record<string, string>; value: number }>();
  for (const lane of lanes) {
    const priority = lanePriority(lane.lane);
    const key = `${lane.number} ${priority}`;
    const sum = sums.get(key) ??
      { labels: { destination: lane.destination, priority }, value: 0 };
    sum.value += lane[account];
    sums.set(key, sum);
  }
  return [...sums.values()];
}

/** How many assignments end, and have ended. */
export function assignmentMetrics(counts: AssignmentCounts): MetricFamily[] {
  const within = [
    ["1", counts.within1Day],
    ["7", counts.within7Days],
    ["30", counts.within30Days],
  ] as const;
  return [
    gauge(
      "vigil_assignments_ending",
      "Assignments that end within so many days.",
      within.map(([days, value]) => ({ labels: { days }, value })),
    ),
    gauge("vigil_assignments_ended", "Assignments that have ended and were not renewed.", [
      { value: counts.ended },
    ]),
  ];
}
