/** Modems, for technicians: what they are, and what can be done to them while they work. */
import * as z from "zod";
import { defined } from "../../../../devices/tools/defined.ts";
import type { ModemService } from "../../../modems/modem_service.ts";
import { defineRoute, jsonAnswer, type Route } from "../../server/route.ts";
import { actRoute, technicians } from "./act_routes.ts";

const LISTEN_LIMIT_S = 60;
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
    access: technicians,
    shows: "nothing",
    summary: "The modems of this gateway: make, serial numbers, settings, state, signal",
    answers: jsonAnswer("All", list),
    handle: ({ context }) => context.json({ modems: modemService.modems() }),
  });
}

function probeRoute(modemService: ModemService): Route {
  return actRoute({
    path: "/v1/modems/{name}/probe",
    shows: "nothing",
    summary: "Ask a modem who it is",
    description: "Nothing is changed. Its port is borrowed for some seconds; what it hears in " +
      "them is taken as ever. A transparent modem is not asked: it would transmit the question. " +
      "Once a minute for each modem, and not within a minute of an alarm.",
    params,
    body: z.strictObject({}),
    gives: ["What is there", probeReport],
    refusals: [404, 409, 429],
    act: ({ name }, _, by) => modemService.probe(name, by),
  });
}

function provisionRoute(modemService: ModemService): Route {
  return actRoute({
    path: "/v1/modems/{name}/provision",
    shows: "nothing",
    summary: "Write settings to a modem, read them back, and keep who did it",
    description: "A profile that contradicts the configuration is refused: the gateway would set " +
      "the modem back.",
    params,
    body: provisionRequest,
    gives: ["What was written and how it reads", provisionReport],
    refusals: [404, 409, 429, 503],
    act: ({ name: modem }, { configurationMode: isInConfigurationMode, profile }, by) =>
      modemService.provision(defined({ modem, profile, isInConfigurationMode, by })),
  });
}

function testRoute(modemService: ModemService): Route {
  return actRoute({
    path: "/v1/modems/{name}/test",
    shows: "nothing",
    summary: "Try a modem out: settings, transmission, loop with another, strength",
    description: "It works on meanwhile. What is sent counts towards the duty cycle.",
    params,
    body: testRequest,
    gives: ["What was tried", testReport],
    refusals: [404, 409, 429],
    act: ({ name: modem }, { listenS, with: partner }, by) =>
      modemService.test(defined({ by, modem, partner, listenMs: listenS * 1_000 })),
  });
}

function resetRoute(modemService: ModemService): Route {
  return actRoute({
    path: "/v1/modems/{name}/reset",
    shows: "nothing",
    summary: "Restart a modem",
    params,
    body: z.strictObject({}),
    gives: ["It was told to", z.object({ modem: z.string() })],
    refusals: [404, 409, 429],
    act: ({ name }, _, by) => modemService.reset(name, by),
  });
}
