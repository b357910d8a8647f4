/** Tests and drills of wearables, for technicians. */
import { authorOf } from "../../../server/access/auth.ts";
import * as z from "zod";
import type { DeviceRecord } from "../../../../../db/store.ts";
import { fail, ok } from "../../../../../devices/result.ts";
import { type Clock, isoTime, type UnixMs } from "../../../../../devices/time.ts";
import { type DeviceTestPorts, TEST_STEPS, testDevice } from "../../../../registry/test_guide.ts";
import { DRILL_MINUTES_MAX } from "../../../../../devices/drill.ts";
import { setDrill } from "../../../../ingest/drills.ts";
import type { StatusSource } from "../../../../supervision/status.ts";
import type { Wake } from "../../../../tools/wake.ts";
import { unknownDevice } from "../../../../registry/problem.ts";
import { actRoute, refusalOf, technicians as access } from "../act_routes.ts";
import { deviceParams } from "./device_schemas.ts";
import { refuse } from "../../../server/refusal.ts";
import { defineRoute, jsonAnswer, type Route } from "../../../server/route.ts";

const TIMEOUT_LIMIT_S = 60;
const TIMEOUT_DEFAULT_S = 30;

const testRequest = z.strictObject({
  timeoutS: z.int().min(1).max(TIMEOUT_LIMIT_S).default(TIMEOUT_DEFAULT_S)
    .describe("How long to wait for the test, in seconds"),
});

const time = z.iso.datetime();
const testReport = z.object({
  device: z.string(),
  passed: z.boolean(),
  event: z.string().optional().describe("Id of the test's event; absent: none came"),
  steps: z.partialRecord(z.enum(TEST_STEPS), time).describe("When each step was reached"),
});

const drillRequest = z.strictObject({
  minutes: z.int().min(0).max(DRILL_MINUTES_MAX).describe("From now on; 0 ends the drill"),
});

const drillState = z.object({
  device: z.string(),
  drill: z.boolean(),
  until: time.optional().describe("For people: the drill ends by the monotonic clock"),
});

export interface DeviceTestRoutePorts extends DeviceTestPorts {
  readonly wake: Pick<Wake, "notify">;
  /** Knows what the gateway is called. */
  readonly status: StatusSource;
}

export function deviceTestRoutes(ports: DeviceTestRoutePorts): Route[] {
  return [testRoute(ports), drillRoute(ports)];
}

function testRoute(ports: DeviceTestPorts): Route {
  return defineRoute({
    method: "POST",
    path: "/v1/devices/{id}/test",
    access,
    shows: "nothing",
    summary: "Wait for a test of a wearable and follow it to its answer",
    description: "Call, then have the test sent. The result is kept, whether it passed or not.",
    params: deviceParams,
    body: testRequest,
    answers: jsonAnswer("What was reached", testReport),
    refusals: [404, 503],
    async handle({ params, body, caller, gone, context, source }) {
      const device = ports.store.read.devices.byUid(params.id);
      if (device === undefined) return refuse(refusalOf(unknownDevice(params.id)));
      const timeoutMs = body.timeoutS * 1_000;
      const request = { device, timeoutMs, by: authorOf(caller!, source), stop: gone };
      return context.json(await testDevice(ports, request));
    },
  });
}

function drillRoute({ clock, status, store, wake }: DeviceTestRoutePorts): Route {
  return actRoute({
    path: "/v1/devices/{id}/drill",
    shows: "nothing",
    summary: "Begin or end a drill of a wearable",
    description:
      "Its events are marked `drill` and are as urgent as ever. It ends by itself, and with a " +
      "restart of the computer. Beginning and end are events to every destination, with who did it. An alarm under duress, and any beyond the quota, is real.",
    params: deviceParams,
    body: drillRequest,
    gives: ["Whether it is in a drill", drillState],
    refusals: [404, 503],
    async act({ id }, { minutes }, by) {
      const device = store.read.devices.byUid(id);
      if (device === undefined) return fail(unknownDevice(id));
      const { name, zone } = status.snapshot();
      await setDrill({ store, clock, gateway: { name, zone } }, { device, minutes, by });
      wake.notify();
      return ok(drillInfo(device, minutes, clock));
    },
  });
}

function drillInfo({ uid }: DeviceRecord, minutes: number, clock: Clock) {
  const until = isoTime(clock.unixMs() + minutes * 60_000 as UnixMs);
  return { device: uid, drill: minutes > 0, ...(minutes > 0 ? { until } : {}) };
}
