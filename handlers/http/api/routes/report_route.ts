/** The daily report of the zone, for programs. */
import * as z from "zod";
import type { Reader } from "../../../../db/store.ts";
import { INCIDENT_STATES, OUTCOMES } from "../../../../devices/incident.ts";
import type { Clock } from "../../../../devices/time.ts";
import { PART, readDayReport } from "../../../reports/day_report.ts";
import { namedIn, reportJson } from "../../../reports/report_json.ts";
import { refuse } from "../../server/refusal.ts";
import { defineRoute, jsonAnswer, type Route } from "../../server/route.ts";
import { distinct, keepLook, type LookPorts } from "../looks.ts";

const count = z.int().min(0);
const percent = z.int().min(0).max(100);

const wearable = z.object({
  device: z.string(),
  reference: z.string().optional()
    .describe("Of the file that it served; absent: none, or it serves another one since"),
  heard: count.describe("Messages"),
  firstAt: z.iso.datetime().optional(),
  lastAt: z.iso.datetime().optional(),
  longestSilenceS: count.describe("Between two messages of the day"),
  charged: z.boolean(),
  batteryLow: percent.optional(),
  batteryLast: percent.optional(),
  tests: count.describe("Messages of its test"),
  drills: count,
  alarms: count,
  silences: count.describe("How often its silence was reported"),
  supervision: z.enum(["set", "learned", "off", "unknown"])
    .describe("By which period its silence is noticed, as of now"),
});

const answer = z.object({
  day: z.iso.date(),
  from: z.iso.datetime(),
  to: z.iso.datetime().describe("Days of the zone in which the box stands: 23 to 25 hours"),
  preliminary: z.boolean().describe(
    "The day is not over, or not all of its events are counted yet",
  ),
  counts: z.object({
    wearables: count,
    heard: count,
    tested: count,
    charged: count,
    silences: count,
    notCharged: count,
    drills: count,
  }),
  alarms: z.object({ real: count, false: count, test: count, drill: count, open: count }),
  incidents: z.array(z.object({
    id: z.string(),
    device: z.string(),
    opened: z.iso.datetime(),
    state: z.enum(INCIDENT_STATES),
    outcome: z.enum(OUTCOMES).optional(),
    drill: z.boolean(),
  })),
  wearables: z.array(wearable),
  next: z.string().optional().describe("`after` for the next part; absent: there is none"),
});

export interface ReportRoutePorts extends LookPorts {
  readonly reader: Reader;
  readonly clock: Clock;
}

export function reportRoute(ports: ReportRoutePorts): Route {
  return defineRoute({
    method: "GET",
    path: "/v1/reports/{day}",
    access: { roles: ["technician", "admin"] },
    shows: "wearables",
    summary: "What was heard of each wearable on a day, and what became of each alarm",
    params: z.object({ day: z.iso.date() }),
    query: z.strictObject({
      after: z.string().max(64).default("").describe("Name after which to begin"),
      limit: z.coerce.number().int().min(1).max(1_000).default(PART),
    }),
    answers: jsonAnswer("The report, or a part of it", answer),
    refusals: [404],
    async handle({ context, params, query, ...call }) {
      const now = ports.clock.unixMs();
      const report = readDayReport(ports.reader, params.day, now, query.after, query.limit);
      if (report === undefined) return refuse(NO_REPORT);
      const subjects = distinct("wearable", namedIn(report, report.wearables));
      const details = { day: params.day };
      if (subjects.length > 0) {
        await keepLook(ports, call, { what: "wearables-listed", subjects, details });
      }
      return context.json({
        ...reportJson(report),
        ...(report.next === undefined ? {} : { next: report.next }),
      });
    },
  });
}

const NO_REPORT = {
  status: 404,
  error: "not-found",
  message: "There is no report of this day: name one that has begun, as 2026-11-30",
} as const;
