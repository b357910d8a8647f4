/**
 * How commands on this box speak to the running gateway about what only it can do: it has the
 * modems' ports. One connection a request, one JSON line each way, on a Unix socket in the data
 * folder: who may open the store may open it.
 */
import { join } from "node:path";
import { z } from "zod";
import type { Result } from "../../devices/result.ts";
import type { ModemWorkshop, WorkshopProblem } from "../../handlers/modem_workshop.ts";

/** Name of the socket in the data folder. */
const SOCKET = "control.sock";
/** Longest line either way, in bytes. */
export const MAX_LINE_BYTES = 1_048_576;

export function socketPath(dataDir: string): string {
  return join(dataDir, SOCKET);
}

const modem = z.string();

/** What can be asked for: the workshop's methods, by their names. */
export const controlRequest = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("modems") }),
  z.strictObject({ do: z.literal("probe"), modem }),
  z.strictObject({
    do: z.literal("provision"),
    modem,
    profile: z.string().optional(),
    isInConfigurationMode: z.boolean(),
    by: z.string(),
  }),
  z.strictObject({
    do: z.literal("test"),
    modem,
    partner: z.string().optional(),
    listenMs: z.number(),
  }),
  z.strictObject({ do: z.literal("reset"), modem }),
]);
export type ControlRequest = z.output<typeof controlRequest>;

/** What the workshop gave, as it crosses the socket. */
export type ControlAnswer = Result<unknown, WorkshopProblem | { code: "failed"; message: string }>;

/** Does what a request asks for. */
export async function serveRequest(
  request: ControlRequest,
  workshop: ModemWorkshop,
): Promise<ControlAnswer> {
  switch (request.do) {
    case "modems":
      return { ok: true, value: workshop.modems() };
    case "probe":
      return await workshop.probe(request.modem);
    case "provision": {
      const { do: _, profile, ...rest } = request;
      return await workshop.provision({ ...rest, ...(profile === undefined ? {} : { profile }) });
    }
    case "test": {
      const { do: _, partner, ...rest } = request;
      return await workshop.test({ ...rest, ...(partner === undefined ? {} : { partner }) });
    }
    case "reset":
      return await workshop.reset(request.modem);
  }
}
