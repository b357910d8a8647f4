/** Tests and drills of wearables, for technicians. */
import { z } from "zod";
import type { DeviceRecord, Reader, StoreWriter } from "../../../db/store.ts";
import { type Clock, isoTime, type UnixMs } from "../../../devices/time.ts";
import { type DeviceTestPorts, TEST_STEPS, testDevice } from "../../registry/test_guide.ts";
import { DRILL_MINUTES_MAX } from "../../../devices/drill.ts";
import { setDrill } from "../../ingest/drills.ts";
import type { StatusSource } from "../../supervision/status.ts";
import type { Wake } from "../../tools/wake.ts";
import { unknownDevice } from "../../registry/problem.ts";
import { deviceParams, refusalOf, technicians as access } from "./device_schemas.ts";
import { refuse } from "../server/refusal.ts";
import { defineRoute, type Route } from "../server/route.ts";

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

export interface DeviceTestRoutePorts {
  readonly reader: Reader;
  readonly store: StoreWriter;
  readonly clock: Clock;
  readonly wake: Pick<Wake, "notify">;
  /** Knows what the gateway is called. */
  readonly status: StatusSource;
}

export function deviceTestRoutes(ports: DeviceTestRoutePorts): Route[] {
  return [testRoute(ports), drillRoute(ports)];
}

function testRoute({ clock, reader, store }: DeviceTestRoutePorts): Route {
  const ports: DeviceTestPorts = { clock, store: { read: reader, write: store.write.bind(store) } };
  return defineRoute({
    method: "POST",
    path: "/v1/devices/{id}/test",
    access,
    summary: "Wait for a test of a wearable and follow it to its answer",
    description: "Call, then have the test sent. The result is kept, whether it passed or not.",
    params: deviceParams,
    body: testRequest,
    answers: {
      200: { description: "What was reached", content: { "application/json": testReport } },
    },
    refusals: [404, 503],
    async handle({ params, body, caller, gone, context }) {
      const device = reader.devices.byUid(params.id);
      if (device === undefined) return refuse(refusalOf(unknownDevice(params.id)));
      const timeoutMs = body.timeoutS * 1_000;
      const request = { device, timeoutMs, by: caller!.name, stop: gone };
      return context.json(await testDevice(ports, request));
    },
  });
}

function drillRoute({ clock, reader, status, store, wake }: DeviceTestRoutePorts): Route {
  return defineRoute({
    method: "POST",
    path: "/v1/devices/{id}/drill",
    access,
    summary: "Begin or end a drill of a wearable",
    description:
      "Its events are marked `drill` and are as urgent as ever. It ends by itself, and with a " +
      "restart of the computer. Beginning and end are events to every destination, with who did it. An alarm under duress, and any beyond the quota, is real.",
    params: deviceParams,
    body: drillRequest,
    answers: {
      200: { description: "Whether it is in a drill", content: { "application/json": drillState } },
    },
    refusals: [404, 503],
    async handle({ params, body, caller, context }) {
      const device = reader.devices.byUid(params.id);
      if (device === undefined) return refuse(refusalOf(unknownDevice(params.id)));
      const { name, zone } = status.snapshot();
      const ports = { store, clock, gateway: { name, zone } };
      await setDrill(ports, { device, minutes: body.minutes, by: caller!.name });
      wake.notify();
      return context.json(drillInfo(device, body.minutes, clock));
    },
  });
}

function drillInfo({ uid }: DeviceRecord, minutes: number, clock: Clock) {
  const until = isoTime(clock.unixMs() + minutes * 60_000 as UnixMs);
  return { device: uid, drill: minutes > 0, ...(minutes > 0 ? { until } : {}) };
}
