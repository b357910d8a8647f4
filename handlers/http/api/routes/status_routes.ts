/** How the gateway is: for monitoring, for load balancers, for people's pages. */
import * as z from "zod";
import { type Clock, CLOCK_QUALITIES, type MonotonicMs } from "../../../../devices/time.ts";
import {
  type GatewayStatus,
  notReadyReason,
  type StatusSource,
} from "../../../supervision/status.ts";
import { refuse } from "../../server/refusal.ts";
import { defineRoute, jsonAnswer, type Route } from "../../server/route.ts";

const degradation = z.object({ code: z.string(), message: z.string() });
const count = z.int().min(0);
const pending = z.object({ critical: count, high: count, normal: count, low: count });

const statusSchema: z.ZodType<unknown> = z.object({
  zone: z.string(),
  name: z.string(),
  version: z.string(),
  state: z.enum(["starting", "running", "stopping"]),
  uptimeMs: z.number(),
  clock: z.object({
    time: z.iso.datetime(),
    quality: z.enum(CLOCK_QUALITIES),
    bootId: z.string(),
  }),
  degradations: z.array(degradation),
  modems: z.array(z.object({
    name: z.string(),
    kind: z.string(),
    state: z.string(),
    lastHeardAt: z.iso.datetime().optional(),
  })),
  destinations: z.array(z.object({
    name: z.string(),
    type: z.string(),
    required: z.boolean(),
    isReachable: z.boolean().optional(),
    pending,
    lastError: z.string().optional(),
    receipts: z.object({
      taken: z.int(),
      malformed: z.int().describe("Messages on the topic of receipts that are none"),
      unknownEvent: z.int().describe("Of events that it was never owed"),
      wrongHash: z.int().describe("With another hash than the event's"),
      refused: z.int().describe("Without the signature that is asked for, or of another gateway"),
    }).optional().describe("What came as receipts since the start"),
    parked: z.object({
      count,
      events: z.array(z.object({ id: z.string(), reason: z.string(), times: count })),
    }).optional(),
  })),
  streams: z.array(z.object({
    name: z.string(),
    polledAgoMs: z.number().optional(),
    refused: z.array(
      z.object({ id: z.string(), code: z.string(), message: z.string(), times: count }),
    ),
  })),
  assignments: z.object({
    ended: count,
    within1Day: count,
    within7Days: count,
    within30Days: count,
    next: z.array(z.object({ device: z.string(), expires: z.iso.date(), endsInDays: count })),
  }),
  supervision: z.object({
    assigned: count.describe("Wearables that serve a file"),
    unsupervised: count.describe(
      "Of these: the period of their heartbeats was neither set nor learned yet",
    ),
  }),
  audit: z.object({ number: count, hash: z.string() })
    .describe("The newest entry of the audit chain; number 0: there is none"),
  store: z.object({
    newestSequence: count,
    isStoring: z.boolean().describe("False: alarms go out from memory, and are not answered"),
    trouble: z.object({ reason: z.string(), message: z.string() }).optional(),
    uncommitted: count,
    unstored: count.describe("Events that are offered from memory"),
    freeBytes: count.optional(),
    oldestPendingAt: z.iso.datetime().optional(),
  }),
});

const readiness = z.object({
  state: z.enum(["ready", "degraded"]),
  degradations: z.array(z.object({ code: z.string() }))
    .describe("Each kind once. What is wrong in words is in `GET /v1/status`"),
});

export interface StatusRoutePorts {
  readonly status: StatusSource;
  readonly clock: Clock;
}

export function statusRoutes({ clock, status }: StatusRoutePorts): Route[] {
  const recent = new RecentStatus(status, clock);
  return [statusRoute(recent), healthRoute(), readinessRoute(recent)];
}

function statusRoute(source: StatusSource): Route {
  return defineRoute({
    method: "GET",
    path: "/v1/status",
    access: { roles: ["monitor"] },
    shows: "nothing",
    summary: "Everything that a status page needs",
    answers: jsonAnswer("Status", statusSchema),
    handle: ({ context }) => context.json(source.snapshot()),
  });
}

function healthRoute(): Route {
  const alive = z.object({ state: z.literal("alive") });
  return defineRoute({
    method: "GET",
    path: "/healthz",
    access: "anyone",
    shows: "nothing",
    summary: "Whether the process is alive",
    answers: jsonAnswer("It is", alive),
    handle: ({ context }) => context.json({ state: "alive" }),
  });
}

function readinessRoute(source: StatusSource): Route {
  return defineRoute({
    method: "GET",
    path: "/readyz",
    access: "anyone",
    shows: "nothing",
    summary: "Whether alarms are taken and forwarded, if need be degraded",
    answers: jsonAnswer("They are", readiness),
    refusals: [503],
    handle({ context }) {
      const status = source.snapshot();
      const reason = notReadyReason(status);
      if (reason !== undefined) return refuse(notReady(reason));
      // Anybody may ask: the words hold names, addresses and folders, and are not for strangers.
      const codes = [...new Set(status.degradations.map(({ code }) => code))];
      return context.json({
        state: codes.length === 0 ? "ready" : "degraded",
        degradations: codes.map((code) => ({ code })),
      });
    },
  });
}

function notReady(reason: string) {
  return {
    status: 503,
    error: "not-ready",
    message:
      `Alarms are not taken as promised: ${reason}. GET /v1/status has more; ask again in a second`,
    headers: { "retry-after": "1" },
  } as const;
}

/** Shortest between two looks at the gateway, in ms. */
const LOOK_MS = 250;

/** The status as it was at most a quarter of a second ago: asking often costs nothing. */
export class RecentStatus implements StatusSource {
  readonly #source: StatusSource;
  readonly #clock: Pick<Clock, "monotonicMs">;
  #status: GatewayStatus | undefined;
  #lookedAtMs = -Infinity as MonotonicMs;

  constructor(source: StatusSource, clock: Pick<Clock, "monotonicMs">) {
    this.#source = source;
    this.#clock = clock;
  }

  snapshot(): GatewayStatus {
    const nowMs = this.#clock.monotonicMs();
    if (this.#status === undefined || nowMs - this.#lookedAtMs >= LOOK_MS) {
      this.#status = this.#source.snapshot();
      this.#lookedAtMs = nowMs;
    }
    return this.#status;
  }
}
