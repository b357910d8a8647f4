/** Modems, for technicians: what they are, and what can be done to them while they work. */
import * as z from "zod";
import { defined } from "../../../../devices/tools/defined.ts";
import type { ModemService } from "../../../modems/modem_service.ts";
import { defineRoute, jsonAnswer, type Route } from "../../server/route.ts";
import { actRoute, technicians } from "./act_routes.ts";
import {
  modemInfo,
  probeReport,
  provisionReport,
  provisionRequest,
  testReport,
  testRequest,
} from "./modem_schemas.ts";

const params = z.object({ name: z.string().describe("Of the modem in the configuration") });

export function modemRoutes(modemService: ModemService): Route[] {
  return [
    listRoute(modemService),
    probeRoute(modemService),
    readBackRoute(modemService),
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

function readBackRoute(modemService: ModemService): Route {
  return actRoute({
    path: "/v1/modems/{name}/read-back",
    shows: "nothing",
    summary: "Read the settings of a modem and compare them with the configuration",
    description:
      "Nothing is written. A transparent modem is not asked; one that does not say what " +
      "it is set to gives `unread` for each setting, and `done` is false.",
    params,
    body: z.strictObject({}),
    gives: ["What is configured and how it reads", provisionReport],
    refusals: [404, 409, 429],
    act: ({ name }, _, by) => modemService.readBack(name, by),
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
