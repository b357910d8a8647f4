/** Modems, for technicians: what they are, and what can be done to them while they work. */
import { z } from "zod";
import type { Result } from "../../../devices/result.ts";
import type { ModemService, ModemServiceProblem } from "../../modems/modem_service.ts";
import { type Refusal, refuse } from "../server/refusal.ts";
import { defineRoute, type HttpContext, type Route } from "../server/route.ts";

const LISTEN_LIMIT_S = 60;
const access = { roles: ["technician"] } as const;
const params = z.object({ name: z.string().describe("Of the modem in the configuration") });

const text = z.string().describe("For people");
const signal = z.object({
  rssiDbm: z.number(),
  marginDb: z.number().describe("Above what can just be received"),
  verdict: z.enum(["good", "fair", "too weak"]),
  text,
});
const identity = {
  model: z.string().optional(),
  firmware: z.string().optional(),
  serial: z.string().optional().describe("IMEI, DevEUI or UID"),
};

const modemInfo = z.object({
  name: z.string(),
  kind: z.string().describe("In the configuration; may be auto"),
  foundKind: z.string().optional().describe("What it was found to be"),
  port: z.string().describe("In the configuration"),
  place: z.string().describe("The name that its port is found by now"),
  state: z.enum(["opening", "configuring", "ready", "lost"]).optional(),
  reason: z.string().optional().describe("Why it is lost"),
  ...identity,
  sim: z.string().optional().describe("Number of its SIM card"),
  radio: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  network: z.string().optional().describe("Of a cellular modem: its registration"),
  lastHeardAt: z.iso.datetime().optional(),
  signal: signal.optional().describe("Of the frame that was heard last"),
  lastChange: z.object({ at: z.iso.datetime(), by: z.string(), done: z.boolean() }).optional()
    .describe("Who had settings written to it last"),
});

const probeReport = z.object({
  port: z.string(),
  found: z.enum(["modem", "unknown", "nobody", "not asked"]),
  kind: z.string().optional(),
  baud: z.int().optional(),
  ...identity,
  text,
});

const provisionRequest = z.strictObject({
  profile: z.string().max(16_384).optional()
    .describe("A profile in TOML; without, what the configuration says"),
  configurationMode: z.boolean().default(false)
    .describe("The pins or the button of an Ebyte E22 are set to configuration mode"),
});

const provisionReport = z.object({
  port: z.string(),
  kind: z.string(),
  ...identity,
  done: z.boolean().describe("Every setting was taken, and none reads otherwise"),
  settings: z.array(z.object({
    written: z.string(),
    read: z.string().optional(),
    state: z.enum(["as wanted", "otherwise", "refused", "unread"]),
  })),
  text,
});

const testRequest = z.strictObject({
  with: z.string().optional().describe("Another modem: do they hear each other?"),
  listenS: z.int().min(0).max(LISTEN_LIMIT_S).default(10)
    .describe("How long to wait for a wearable, in seconds"),
});

const testReport = z.object({
  modem: z.string(),
  passed: z.boolean(),
  steps: z.array(z.object({
    step: z.enum(["settings", "network", "transmit", "loop", "signal"]),
    result: z.enum(["passed", "failed", "unknown"]),
    text,
    signal: signal.optional(),
  })),
});

const resetReport = z.object({ modem: z.string() });

export function modemRoutes(modemService: ModemService): Route[] {
  return [
    listRoute(modemService),
    probeRoute(modemService),
    provisionRoute(modemService),
    testRoute(modemService),
    resetRoute(modemService),
  ];
}

function listRoute(modemService: ModemService): Route {
  const list = z.object({ modems: z.array(modemInfo) });
  return defineRoute({
    method: "GET",
    path: "/v1/modems",
    access,
    summary: "The modems of this gateway: make, serial numbers, settings, state, signal",
    answers: { 200: { description: "All", content: { "application/json": list } } },
    handle: ({ context }) => context.json({ modems: modemService.modems() }),
  });
}

function probeRoute(modemService: ModemService): Route {
  return defineRoute({
    method: "POST",
    path: "/v1/modems/{name}/probe",
    access,
    summary: "Ask a modem who it is",
    description: "Nothing is changed. Its port is borrowed for some seconds; what it hears in " +
      "them is taken as ever. A transparent modem is not asked: it would transmit the question. " +
      "Once a minute for each modem, and not within a minute of an alarm.",
    params,
    body: z.strictObject({}),
    answers: answer("What is there", probeReport),
    refusals: [404, 409, 429],
    handle: async ({ caller, context, params }) =>
      reply(context, await modemService.probe(params.name, caller!.name)),
  });
}

function provisionRoute(modemService: ModemService): Route {
  return defineRoute({
    method: "POST",
    path: "/v1/modems/{name}/provision",
    access,
    summary: "Write settings to a modem, read them back, and keep who did it",
    description: "A profile that contradicts the configuration is refused: the gateway would set " +
      "the modem back.",
    params,
    body: provisionRequest,
    answers: answer("What was written and how it reads", provisionReport),
    refusals: [404, 409, 429, 503],
    handle: async ({ body, caller, context, params }) =>
      reply(
        context,
        await modemService.provision({
          modem: params.name,
          ...(body.profile === undefined ? {} : { profile: body.profile }),
          isInConfigurationMode: body.configurationMode,
          by: caller!.name,
        }),
      ),
  });
}

function testRoute(modemService: ModemService): Route {
  return defineRoute({
    method: "POST",
    path: "/v1/modems/{name}/test",
    access,
    summary: "Test a modem: settings, transmission, loop with another, signal",
    description: "It works on meanwhile. What is sent counts towards the duty cycle.",
    params,
    body: testRequest,
    answers: answer("What was tried", testReport),
    refusals: [404, 409, 429],
    handle: async ({ body, caller, context, params }) =>
      reply(
        context,
        await modemService.test({
          by: caller!.name,
          modem: params.name,
          ...(body.with === undefined ? {} : { partner: body.with }),
          listenMs: body.listenS * 1_000,
        }),
      ),
  });
}

function resetRoute(modemService: ModemService): Route {
  return defineRoute({
    method: "POST",
    path: "/v1/modems/{name}/reset",
    access,
    summary: "Restart a modem",
    params,
    body: z.strictObject({}),
    answers: answer("It was told to", resetReport),
    refusals: [404, 409, 429],
    handle: async ({ caller, context, params }) =>
      reply(context, await modemService.reset(params.name, caller!.name)),
  });
}

function answer(description: string, schema: z.ZodType) {
  return { 200: { description, content: { "application/json": schema } } };
}

function reply<T extends object>(context: HttpContext, result: Result<T, ModemServiceProblem>) {
  return result.ok ? context.json(result.value) : refuse(refusalOf(result.error));
}

const STATUS = { "unknown-modem": 404, "not-possible": 409, "alarm-open": 409, "too-often": 429 };

function refusalOf({ code, message, retryAfterS }: ModemServiceProblem): Refusal {
  const status = STATUS[code] as 404 | 409 | 429;
  const headers = retryAfterS === undefined ? {} : { "retry-after": String(retryAfterS) };
  return { status, error: code, message, headers };
}
