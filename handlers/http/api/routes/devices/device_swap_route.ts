/** A wearable takes the place of another, for technicians. */
import * as z from "zod";
import { ok } from "../../../../../devices/result.ts";
import { defined } from "../../../../../devices/tools/defined.ts";
import type { RetirementPorts } from "../../../../registry/retirement.ts";
import { swapDevice } from "../../../../registry/swap.ts";
import type { Route } from "../../../server/route.ts";
import { lineOfText } from "../../schemas.ts";
import { actRoute } from "../act_routes.ts";
import { deviceParams } from "./device_schemas.ts";

const swapRequest = z.strictObject({
  replacement: z.string().describe("UID of the wearable that takes its place; it serves no file"),
  becomes: z.enum(["suspended", "retired"]).default("suspended")
    .describe("What becomes of the first; `retired`: its keys are destroyed"),
  reason: lineOfText(200).optional(),
});

const swapped = z.object({
  device: z.string().describe("UID of the wearable that serves the file from now on"),
  replaced: z.string().describe("UID of the other"),
  becomes: z.enum(["suspended", "retired"]),
  left: z.array(z.string()).optional()
    .describe(
      "Of a retired one: files in which a key was found; absent: they could not be searched",
    ),
});

/** `POST /v1/devices/{id}/swap`. */
export function swapRoute(ports: RetirementPorts): Route {
  return actRoute({
    path: "/v1/devices/{id}/swap",
    shows: "nothing",
    summary: "Swap a wearable for another that serves no file",
    description: "The file and the end of the assignment go over, and the first is suspended or " +
      "retired: both, or nothing.",
    params: deviceParams,
    body: swapRequest,
    gives: ["How it ended", swapped],
    async act({ id: uid }, request, by) {
      const done = await swapDevice(ports, defined({ uid, by, ...request }));
      if (!done.ok) return done;
      const { device, left } = done.value;
      return ok(defined({ device: device.uid, replaced: uid, becomes: request.becomes, left }));
    },
  });
}
