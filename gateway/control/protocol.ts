/**
 * Requests of commands on this box to the running gateway, for work that only the gateway can do: it has
 * the ports of the modems, knows its own state and reaches the wearables. The socket is in the data
 * folder: a user who may open the store may open it.
 */
import type { Author } from "../../db/store.ts";
import { join } from "node:path";
import * as z from "zod";
import type { Result } from "../../devices/result.ts";
import { OUTCOMES } from "../../devices/incident.ts";
import { decodeHex } from "../../devices/hex.ts";
import { defined } from "../../devices/tools/defined.ts";
import type { DeviceKeyTable } from "../../handlers/ingest/device_key_table.ts";
import type { Incidents } from "../../handlers/incidents/incidents.ts";
import type { ModemService, ModemServiceProblem } from "../../handlers/modems/modem_service.ts";
import type { StatusSource } from "../../handlers/supervision/status.ts";

/** Name of the socket in the data folder. */
const SOCKET = "control.sock";

export function socketPath(dataDir: string): string {
  return join(dataDir, SOCKET);
}

const modem = z.string();
/** Only a user of this box reaches the socket, and a command says which. */
const author = z.strictObject({
  kind: z.literal("box"),
  name: z.string(),
  said: z.string().optional(),
}).transform((by): Author => defined(by));

/** What commands may ask of a gateway. */
export interface ControlPorts {
  readonly modemService: ModemService;
  readonly status: StatusSource;
  readonly incidents: Pick<Incidents, "move">;
  readonly registry: Pick<DeviceKeyTable, "refresh">;
}

/** What can be asked for: the methods of the modem service by their names, how the gateway is, and moves. */
export const controlRequest = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("modems") }),
  z.strictObject({ do: z.literal("probe"), modem, by: author }),
  z.strictObject({
    do: z.literal("provision"),
    modem,
    profile: z.string().optional(),
    isInConfigurationMode: z.boolean(),
    by: author,
  }),
  z.strictObject({
    do: z.literal("test"),
    modem,
    partner: z.string().optional(),
    listenMs: z.number(),
    by: author,
  }),
  z.strictObject({ do: z.literal("reset"), modem, by: author }),
  z.strictObject({ do: z.literal("status") }),
  z.strictObject({ do: z.literal("registry-changed") }),
  z.strictObject({
    do: z.literal("move-incident"),
    incident: z.string().regex(/^[0-9a-f]{32}$/),
    to: z.enum(["accepted", "rejected", "underway", "on-scene", "closed"]),
    by: author,
    reason: z.string().optional(),
    outcome: z.enum(OUTCOMES).optional(),
  }),
]);
export type ControlRequest = z.output<typeof controlRequest>;

/** A move that a person at the box asks for. */
export type MoveRequest = Omit<Extract<ControlRequest, { do: "move-incident" }>, "do">;

/** What the gateway gave, as it crosses the socket. */
export type ControlAnswer = Result<
  unknown,
  ModemServiceProblem | { code: "failed"; message: string }
>;

/** A person at the box moves an incident on: what is kept is the name and that it was a command. */
export function moveOf(
  { incident, outcome, reason, by, to }: MoveRequest,
): Parameters<Incidents["move"]>[0] {
  const about = { incident: decodeHex(incident)!, to, by, way: "http", via: "command" } as const;
  return { ...about, ...defined({ reason, outcome }) };
}

/** Does what a request asks for. */
export async function serveRequest(
  request: ControlRequest,
  { incidents, modemService, registry, status }: ControlPorts,
): Promise<ControlAnswer> {
  switch (request.do) {
    case "modems":
      return { ok: true, value: modemService.modems() };
    case "probe":
      return await modemService.probe(request.modem, request.by);
    case "provision": {
      const { do: _, profile, ...rest } = request;
      return await modemService.provision({ ...rest, ...defined({ profile }) });
    }
    case "test": {
      const { do: _, partner, ...rest } = request;
      return await modemService.test({ ...rest, ...defined({ partner }) });
    }
    case "reset":
      return await modemService.reset(request.modem, request.by);
    case "status":
      return { ok: true, value: status.snapshot() };
    case "registry-changed":
      return { ok: true, value: registry.refresh() };
    case "move-incident":
      return { ok: true, value: await incidents.move(moveOf(request)) };
  }
}
