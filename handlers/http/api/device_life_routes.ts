/** What technicians do with a wearable: assign, extend, suspend, change its key, retire. */
import { z } from "zod";
import type { DeviceRecord, Reader, StoreWriter } from "../../../db/store.ts";
import { MAX_REFERENCE_CHARACTERS, parseDay } from "../../../devices/assignment.ts";
import { encodeHex } from "../../../devices/hex.ts";
import type { Result } from "../../../devices/result.ts";
import type { Clock } from "../../../devices/time.ts";
import { describeDevice } from "../../registry/describe.ts";
import {
  assignDevice,
  extendDevice,
  type LifePorts,
  rotateKey,
  suspendDevice,
} from "../../registry/life.ts";
import type { DeviceProblem } from "../../registry/problem.ts";
import { type Eraser, retireDevice } from "../../registry/retirement.ts";
import {
  day,
  deviceParams,
  deviceSchema,
  heartbeatS,
  refusalOf,
  technicians as access,
} from "./device_schemas.ts";
import { refuse } from "../server/refusal.ts";
import { defineRoute, type Route } from "../server/route.ts";
import { lineOfText } from "./schemas.ts";

export interface DeviceLifePorts {
  readonly reader: Reader;
  readonly store: StoreWriter;
  readonly clock: Clock;
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
  const { clock, reader, store } = ports;
  const life: LifePorts = { clock, store: { read: reader, write: store.write.bind(store) } };
  return [
    assignRoute(life),
    extendRoute(life),
    suspendRoute(life),
    rotateRoute(life),
    retireRoute(life, ports.eraser),
  ];
}

function assignRoute(life: LifePorts): Route {
  return changeRoute(life, {
    path: "/v1/devices/{id}/assign",
    summary: "Link a wearable to a file",
    body: assignRequest,
    change: (who, { expires, heartbeatS, reference }) =>
      assignDevice(life, {
        ...who,
        reference,
        ...(expires === undefined ? {} : { expires: endOf(expires) }),
        ...(heartbeatS === undefined ? {} : { heartbeatS }),
      }),
  });
}

function endOf(expires: string) {
  return expires === "never" ? "never" : parseDay(expires)!;
}

function extendRoute(life: LifePorts): Route {
  return changeRoute(life, {
    path: "/v1/devices/{id}/extend",
    summary: "Extend an assignment",
    body: extendRequest,
    change: (who, { expires }) =>
      extendDevice(life, {
        ...who,
        ...(expires === undefined ? {} : { expires: parseDay(expires)! }),
      }),
  });
}

function suspendRoute(life: LifePorts): Route {
  return changeRoute(life, {
    path: "/v1/devices/{id}/suspend",
    summary: "Suspend an assignment, or resume it. Its alarms are delivered all the same, marked",
    body: suspendRequest,
    change: (who, { suspended }) => suspendDevice(life, { ...who, isSuspended: suspended }),
  });
}

interface Change<B> {
  readonly path: string;
  readonly summary: string;
  readonly body: z.ZodType<B>;
  change(
    who: { readonly uid: string; readonly by: string },
    body: B,
  ): Promise<Result<DeviceRecord, DeviceProblem>>;
}

/** A route that changes a wearable and gives it as it is then. */
function changeRoute<B>({ clock, store }: LifePorts, { body, change, ...about }: Change<B>): Route {
  return defineRoute({
    method: "POST",
    ...about,
    access,
    params: deviceParams,
    body,
    answers: { 200: { description: "It", content: { "application/json": deviceSchema } } },
    refusals: [404, 409, 503],
    async handle({ body, caller, context, params }) {
      const changed = await change({ uid: params.id, by: caller!.name }, body);
      if (!changed.ok) return refuse(refusalOf(changed.error));
      return context.json(describeDevice(store.read, changed.value, clock));
    },
  });
}

function rotateRoute(life: LifePorts): Route {
  const rotation = z.object({
    device: z.string(),
    kid: z.int().describe("The generation that begins"),
    underWay: z.boolean().describe(
      "It was begun before, and the wearable is not heard under it yet",
    ),
    heldByIncident: z.string().optional().describe("The wearable is told once it is closed"),
  });
  return defineRoute({
    method: "POST",
    path: "/v1/devices/{id}/rotate-key",
    access,
    summary: "Change to the next key, over the air",
    description:
      "Both keys are taken until the wearable is heard under the next one, which is the " +
      "event `device-rekeyed`. It is told with its next heartbeat.",
    params: deviceParams,
    answers: { 202: { description: "It has begun", content: { "application/json": rotation } } },
    refusals: [404, 409, 503],
    async handle({ caller, context, params }) {
      const rotated = await rotateKey(life, { uid: params.id, by: caller!.name });
      if (!rotated.ok) return refuse(refusalOf(rotated.error));
      const { heldBy, isUnderWay, kid } = rotated.value;
      const held = heldBy === undefined ? {} : { heldByIncident: encodeHex(heldBy) };
      return context.json({ device: params.id, kid, underWay: isUnderWay, ...held }, 202);
    },
  });
}

function retireRoute(life: LifePorts, eraser: Eraser): Route {
  const retirement = z.object({
    device: z.string(),
    state: z.literal("retired"),
    left: z.array(z.string()).optional()
      .describe("Files in which a key was found; absent: nobody could look"),
  });
  return defineRoute({
    method: "POST",
    path: "/v1/devices/{id}/retire",
    access,
    summary: "Destroy the keys of a wearable; nothing that it sends is taken any more",
    description:
      "Again, of one that is retired: which of the files in `left` are still there. The " +
      "signed proof: `vigil device retire UID --out FILE` on the gateway.",
    params: deviceParams,
    body: retireRequest,
    answers: { 200: { description: "How it ended", content: { "application/json": retirement } } },
    refusals: [404, 409, 503],
    async handle({ body: { reason }, caller, context, params }) {
      const why = reason === undefined ? {} : { reason };
      const request = { uid: params.id, by: caller!.name, ...why };
      const retired = await retireDevice({ ...life, eraser }, request);
      if (!retired.ok) return refuse(refusalOf(retired.error));
      const { device: { uid: device }, left } = retired.value;
      return context.json({ device, state: "retired", ...(left === undefined ? {} : { left }) });
    },
  });
}
