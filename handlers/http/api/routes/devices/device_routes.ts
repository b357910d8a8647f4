/** Wearables: which there are, and new ones. For technicians. */
import * as z from "zod";
import type { DeviceRecord, Reader } from "../../../../../db/store.ts";
import { isoTime } from "../../../../../devices/time.ts";
import { defined } from "../../../../../devices/tools/defined.ts";
import { chooseLanguage, type Language, LANGUAGES } from "../../../../i18n/locales.ts";
import { describeDevice, describeHistory } from "../../../../registry/describe.ts";
import { type LifePorts, setHeartbeat } from "../../../../registry/life.ts";
import { unknownDevice } from "../../../../registry/problem.ts";
import { SHEET_POLICY, sheetHtml } from "../../../../registry/sheet.ts";
import type { StatusSource } from "../../../../supervision/status.ts";
import { refusalOf, technicians as access } from "../act_routes.ts";
import { issueRoute } from "./device_issue_route.ts";
import { changeRoute } from "./device_life_routes.ts";
import { distinct, keepLook, type Look, type LookPorts } from "../../looks.ts";
import { deviceParams, deviceSchema, deviceWithHistory, heartbeatS } from "./device_schemas.ts";
import { refuse } from "../../../server/refusal.ts";
import { defineRoute, jsonAnswer, type Route } from "../../../server/route.ts";

const PAGE_LIMIT = 500;
const PAGE_DEFAULT = 100;

export interface DeviceRoutePorts extends LifePorts, LookPorts {
  readonly reader: Reader;
  readonly status: StatusSource;
  /** Those that sheets are in; a reader who wishes none of them gets the first. */
  readonly languages: readonly Language[];
}

const page = z.strictObject({
  after: z.string().default("").describe("UID of the last one of the page before"),
  limit: z.coerce.number().int().min(1).max(PAGE_LIMIT).default(PAGE_DEFAULT),
});

export function deviceRoutes(ports: DeviceRoutePorts): Route[] {
  return [
    listRoute(ports),
    issueRoute(ports),
    getRoute(ports),
    patchRoute(ports),
    sheetRoute(ports),
  ];
}

function listRoute(ports: DeviceRoutePorts): Route {
  const { clock, reader } = ports;
  const answer = z.object({ devices: z.array(deviceSchema), more: z.boolean() });
  return defineRoute({
    method: "GET",
    path: "/v1/devices",
    access,
    shows: "wearables",
    summary: "Wearables in the order of their UID",
    query: page,
    answers: jsonAnswer("A page", answer),
    async handle({ context, query, ...call }) {
      const found = reader.devices.after(query.after, query.limit + 1);
      const devices = found.slice(0, query.limit)
        .map((device) => describeDevice(reader, device, clock));
      const uids = devices.map(({ device }) => device);
      if (uids.length > 0) await keepLook(ports, call, listed(uids));
      return context.json({ devices, more: found.length > query.limit });
    },
  });
}

function getRoute(ports: DeviceRoutePorts): Route {
  const { clock, reader } = ports;
  return defineRoute({
    method: "GET",
    path: "/v1/devices/{id}",
    access,
    shows: "wearables",
    summary: "A wearable and its history",
    params: deviceParams,
    answers: jsonAnswer("It", deviceWithHistory),
    refusals: [404],
    async handle({ context, params, ...call }) {
      const device = reader.devices.byUid(params.id);
      if (device === undefined) return refuse(refusalOf(unknownDevice(params.id)));
      await keepLook(ports, call, viewed(device));
      const history = describeHistory(reader, device);
      return context.json({ ...describeDevice(reader, device, clock), history });
    },
  });
}

/** @param uids In their order, so that the first and the last say which else were shown. */
function listed(uids: readonly string[]): Look {
  const details = { first: uids[0], last: uids.at(-1) };
  return { what: "wearables-listed", subjects: distinct("wearable", uids), details };
}

/** @param as Absent: everything that is kept of it. */
function viewed({ uid }: DeviceRecord, as?: "sheet"): Look {
  const subjects = [{ kind: "wearable", id: uid }] as const;
  return { what: "wearable-viewed", subjects, ...as && { details: { as } } };
}

function patchRoute(ports: DeviceRoutePorts): Route {
  return changeRoute(ports, {
    method: "PATCH",
    path: "/v1/devices/{id}",
    summary: "Change how a wearable is supervised",
    body: z.strictObject({ heartbeatS }),
    change: (who, { heartbeatS }) => setHeartbeat(ports, { ...who, heartbeatS }),
  });
}

function sheetRoute(ports: DeviceRoutePorts): Route {
  const { clock, languages, reader, status } = ports;
  return defineRoute({
    method: "GET",
    path: "/v1/devices/{id}/sheet",
    access,
    shows: "wearables",
    summary: "The sheet that goes with a wearable, to print. It holds no secret",
    params: deviceParams,
    query: z.strictObject({
      language: z.enum(LANGUAGES).optional().describe(
        "Default: by `Accept-Language`, of those in console.languages",
      ),
    }),
    answers: { 200: { description: "A page", content: { "text/html": undefined } } },
    refusals: [404],
    async handle({ context, params, query, ...call }) {
      const device = reader.devices.byUid(params.id);
      if (device === undefined) return refuse(refusalOf(unknownDevice(params.id)));
      await keepLook(ports, call, viewed(device, "sheet"));
      const wishes = context.req.header("accept-language");
      const { name, zone } = status.snapshot();
      const { expires, reference } = describeDevice(reader, device, clock);
      context.header("content-security-policy", SHEET_POLICY);
      return context.html(sheetHtml({
        gateway: { name, zone },
        uid: device.uid,
        madeAt: isoTime(clock.unixMs()),
        language: query.language ?? chooseLanguage(wishes, languages),
        ...defined({ reference, expires }),
      }));
    },
  });
}
