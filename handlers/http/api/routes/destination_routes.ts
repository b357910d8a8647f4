/** Destinations, for technicians: paused, resumed, and asked to try again what was refused. */
import * as z from "zod";
import { PAUSE_REASON_LIMIT } from "../../../../db/store.ts";
import {
  type DeliveryPauses,
  pauseDestination,
  type PausingPorts,
  resumeDestination,
} from "../../../delivery/delivery_pauses.ts";
import { type DeliveryRetryPorts, retryRefused } from "../../../delivery/delivery_retries.ts";
import type { Route } from "../../server/route.ts";
import { actRoute } from "./act_routes.ts";

const params = z.object({ name: z.string().describe("Of the destination in the configuration") });
const state = z.object({ destination: z.string(), paused: z.boolean() });

export interface DestinationRoutePorts extends PausingPorts, DeliveryRetryPorts {
  readonly pauses: Pick<DeliveryPauses, "look">;
}

export function destinationRoutes(ports: DestinationRoutePorts): Route[] {
  return [
    actRoute({
      path: "/v1/destinations/{name}/pause",
      shows: "nothing",
      summary: "Hold back everything but critical events from a destination",
      description:
        "Critical events go on, and so does what is escalated to it. Who did it and why " +
        "is kept; it lasts through a restart, and is a degradation until it is resumed.",
      params,
      body: z.strictObject({ reason: z.string().min(1).max(PAUSE_REASON_LIMIT) }),
      gives: ["It is paused", state],
      refusals: [404, 409, 503],
      act: async ({ name }, { reason }, by) => {
        const done = await pauseDestination(ports, { by, name, reason });
        ports.pauses.look();
        return done;
      },
    }),
    actRoute({
      path: "/v1/destinations/{name}/resume",
      shows: "nothing",
      summary: "Bring a destination everything that waited, and what comes",
      params,
      body: z.strictObject({}),
      gives: ["It goes on", state],
      refusals: [404, 409, 503],
      act: async ({ name }, _, by) => {
        const done = await resumeDestination(ports, { by, name });
        ports.pauses.look();
        return done;
      },
    }),
    actRoute({
      path: "/v1/destinations/{name}/retry",
      shows: "nothing",
      summary: "Try again now what a destination refused",
      params,
      body: z.strictObject({
        event: z.string().regex(/^[0-9a-f]{32}$/).optional().describe("One of them; else all"),
      }),
      gives: ["They go out as soon as there is room", z.object({ destination: z.string() })],
      refusals: [404, 503],
      act: ({ name }, { event }, by) => retryRefused(ports, { by, name, event }),
    }),
  ];
}
