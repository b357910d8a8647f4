/** What technicians do with a wearable: assign, extend, suspend, change its key, retire. */
import * as z from "zod";
import type { Author, DeviceRecord } from "../../../../../db/store.ts";
import { MAX_REFERENCE_CHARACTERS, parseDay } from "../../../../../devices/assignment.ts";
import { encodeHex } from "../../../../../devices/hex.ts";
import { ok, type Result } from "../../../../../devices/result.ts";
import type { UnixMs } from "../../../../../devices/time.ts";
import { defined } from "../../../../../devices/tools/defined.ts";
import { describeDevice } from "../../../../registry/describe.ts";
import {
  assignDevice,
  extendDevice,
  type LifePorts,
  rotateKey,
  suspendDevice,
} from "../../../../registry/life.ts";
import type { DeviceProblem } from "../../../../registry/problem.ts";
import { type Eraser, retireDevice } from "../../../../registry/retirement.ts";
import { swapRoute } from "./device_swap_route.ts";
import type { Route } from "../../../server/route.ts";
import { actRoute } from "../act_routes.ts";
import { day, deviceParams, deviceSchema, heartbeatS } from "./device_schemas.ts";
import { lineOfText } from "../../schemas.ts";

export interface DeviceLifePorts extends LifePorts {
  readonly eraser: Eraser;
}

const assignRequest = z.strictObject({
  reference: lineOfText(MAX_REFERENCE_CHARACTERS).min(1).describe("Of the file"),
  expires: z.union([day, z.literal("never")]).optional().describe("Absent: in six months"),
  heartbeatS: heartbeatS.optional(),
});
const extendRequest = z.strictObject({
  expires: day.optional().describe("Absent: six months beyond its end, or today if that is later"),
});
const suspendRequest = z.strictObject({
  suspended: z.boolean().default(true).describe("False: it is active again"),
});
const retireRequest = z.strictObject({ reason: lineOfText(200).optional() });

export function deviceLifeRoutes(ports: DeviceLifePorts): Route[] {
  return [
    assignRoute(ports),
    extendRoute(ports),
    suspendRoute(ports),
    rotateRoute(ports),
    retireRoute(ports),
    swapRoute(ports),
  ];
}

function assignRoute(ports: LifePorts): Route {
  return changeRoute(ports, {
    path: "/v1/devices/{id}/assign",
    summary: "Link a wearable to a file",
    body: assignRequest,
    change: (who, { expires, ...request }) => {
      const end = expires === "never" ? "never" as const : dayAt(expires);
      return assignDevice(ports, defined({ ...who, ...request, expires: end }));
    },
  });
}

function dayAt(date: string | undefined): UnixMs | undefined {
  return date === undefined ? undefined : parseDay(date);
}

function extendRoute(ports: LifePorts): Route {
  return changeRoute(ports, {
    path: "/v1/devices/{id}/extend",
    summary: "Let an assignment last longer",
    body: extendRequest,
    change: (who, { expires }) => extendDevice(ports, defined({ ...who, expires: dayAt(expires) })),
  });
}

function suspendRoute(ports: LifePorts): Route {
  return changeRoute(ports, {
    path: "/v1/devices/{id}/suspend",
    summary: "Suspend an assignment, or resume it. Its alarms are delivered all the same, marked",
    body: suspendRequest,
    change: (who, { suspended }) => suspendDevice(ports, { ...who, isSuspended: suspended }),
  });
}

interface Change<B> {
  readonly method?: "PATCH";
  readonly path: string;
  readonly summary: string;
  readonly body: z.ZodType<B>;
  change(
    who: { readonly uid: string; readonly by: Author },
    body: B,
  ): Promise<Result<DeviceRecord, DeviceProblem>>;
}

/** A route that changes a wearable and gives it as it is then. */
export function changeRoute<B>(
  { clock, store }: LifePorts,
  { change, ...about }: Change<B>,
): Route {
  return actRoute({
    ...about,
    shows: "wearables",
    params: deviceParams,
    gives: ["It", deviceSchema],
    async act({ id: uid }, body, by) {
      const changed = await change({ uid, by }, body);
      return changed.ok ? ok(describeDevice(store.read, changed.value, clock)) : changed;
    },
  });
}

function rotateRoute(ports: LifePorts): Route {
  const rotation = z.object({
    device: z.string(),
    kid: z.int().describe("The generation that begins"),
    underWay: z.boolean().describe(
      "It was begun before, and the wearable is not heard under it yet",
    ),
    heldByIncident: z.string().optional().describe(
      "The wearable gets the change after it is closed",
    ),
  });
  return actRoute({
    path: "/v1/devices/{id}/rotate-key",
    shows: "nothing",
    summary: "Change to the next key, over the air",
    description:
      "The gateway accepts both keys until it hears the wearable under the next one, which is the " +
      "event `device-rekeyed`. It sends the change as the answer to the next heartbeat.",
    params: deviceParams,
    gives: ["It has begun", rotation],
    status: 202,
    async act({ id: uid }, _, by) {
      const rotated = await rotateKey(ports, { uid, by });
      if (!rotated.ok) return rotated;
      const { heldBy, isUnderWay, kid } = rotated.value;
      const heldByIncident = heldBy && encodeHex(heldBy);
      return ok(defined({ device: uid, kid, underWay: isUnderWay, heldByIncident }));
    },
  });
}

function retireRoute(ports: DeviceLifePorts): Route {
  const retirement = z.object({
    device: z.string(),
    state: z.literal("retired"),
    left: z.array(z.string()).optional()
      .describe("Files in which a key was found; absent: nobody could look"),
  });
  return actRoute({
    path: "/v1/devices/{id}/retire",
    shows: "nothing",
    summary: "Destroy the keys of a wearable; nothing that it sends is taken any more",
    description:
      "Again, of one that is retired: which of the files in `left` are still there. The " +
      "signed proof: `vigil device retire UID --out FILE` on the gateway.",
    params: deviceParams,
    body: retireRequest,
    gives: ["How it ended", retirement],
    async act({ id: uid }, { reason }, by) {
      const retired = await retireDevice(ports, defined({ uid, by, reason }));
      if (!retired.ok) return retired;
      const { device, left } = retired.value;
      return ok(defined({ device: device.uid, state: "retired", left }));
    },
  });
}
