/** The promise meter, for those who watch many gateways. */
import * as z from "zod";
import type { Reader } from "../../../../db/store.ts";
import { type Clock, isoTime, type UnixMs } from "../../../../devices/time.ts";
import { PERIODS_MS, type PromiseReport, readPromise } from "../../../measurements/promise.ts";
import type { StatusSource } from "../../../supervision/status.ts";
import { defineRoute, jsonAnswer, type Route } from "../../server/route.ts";

const times = { meanMs: z.number(), mostMs: z.number(), longestMs: z.number() };
const span = z.object({
  subject: z.string(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  minutes: z.int().describe("Bad ones within it"),
});
const report = z.object({
  certified: z.literal(false).describe("Targets are those of the design, after EN 50136-1 DP4"),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  since: z.iso.datetime().optional().describe("Of the first figures; absent: there are none"),
  legs: z.array(z.object({
    leg: z.string(),
    destination: z.string().optional(),
    count: z.int().describe("Alarms"),
    meanMs: times.meanMs.optional(),
    mostMs: times.mostMs.optional().describe("95 of 100 took no longer, to within 5 %"),
    longestMs: times.longestMs.optional(),
    target: z.object(times).optional(),
    isKept: z.boolean().optional(),
  })),
  availability: z.array(z.object({
    subject: z.string().describe(
      "running, gateway (it stores), dispatch, radio, destination/…, modem/…",
    ),
    expected: z.int().describe("Minutes"),
    bad: z.int().describe("Minutes that were not good, those without figures included"),
    share: z.number().optional(),
    target: z.number().optional(),
  })),
  bad: z.array(span).describe("The newest 50, the newest first"),
});

export interface PromiseRoutePorts {
  readonly reader: Reader;
  readonly clock: Clock;
  readonly status: StatusSource;
}

export function promiseRoutes({ clock, reader, status }: PromiseRoutePorts): Route[] {
  return [defineRoute({
    method: "GET",
    path: "/v1/promise",
    access: { roles: ["monitor"] },
    shows: "nothing",
    summary: "How long each step of an alarm takes, and whether every way was there each minute",
    query: z.strictObject({ period: z.enum(["day", "week", "month"]).default("day") }),
    answers: jsonAnswer("The figures of the period up to now", report),
    handle({ context, query: { period } }) {
      const { destinations, modems } = status.snapshot();
      const read = readPromise(reader, {
        atUnixMs: clock.unixMs(),
        periodMs: PERIODS_MS[period],
        destinations: destinations.map(({ name }) => name),
        modems: modems.map(({ name }) => name),
      });
      return context.json(described(read));
    },
  })];
}

function described({ bad, fromUnixMs, sinceUnixMs, toUnixMs, ...its }: PromiseReport) {
  const iso = (unixMs: number) => isoTime(unixMs as UnixMs);
  return {
    certified: false,
    from: iso(fromUnixMs),
    to: iso(toUnixMs),
    ...(sinceUnixMs !== undefined && { since: iso(sinceUnixMs) }),
    ...its,
    bad: bad.map(({ fromUnixMs, minutes, subject, toUnixMs }) => ({
      subject,
      from: iso(fromUnixMs),
      to: iso(toUnixMs),
      minutes,
    })),
  };
}
