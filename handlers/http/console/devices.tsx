/** The addresses of the page of wearables. */
import type { HttpBindings } from "@hono/node-server";
import type { Hono } from "hono";
import type { Reader, StoreWriter } from "../../../db/store.ts";
import type { Clock } from "../../../devices/time.ts";
import { extendDevice, type LifePorts, suspendDevice } from "../../registry/life.ts";
import type { HttpContext } from "../server/route.ts";
import { isCrossOrigin } from "../server/security_headers.ts";
import { DevicesPage, SuspendPage } from "./pages/devices_page.tsx";
import { readDevicesView } from "./views/devices_view.ts";
import { MessagePage } from "./pages/pages.tsx";
import { page } from "./reply.tsx";
import type { Visits } from "./visits.ts";

export interface DevicesPorts {
  readonly reader: Reader;
  readonly store: StoreWriter;
  readonly clock: Clock;
}

/** Adds them to the console. */
export function addDevices(
  app: Hono<{ Bindings: HttpBindings }>,
  ports: DevicesPorts,
  visits: Visits,
): void {
  app.get("/devices", (context) => {
    const view = readDevicesView(ports.reader, ports.clock, context.req.query("after") ?? "");
    return page(context, <DevicesPage visit={visits.of(context)} view={view} />);
  });
  app.get("/devices/:id/suspend", (context) => {
    const visit = visits.of(context);
    const device = ports.reader.devices.byUid(context.req.param("id"));
    if (device === undefined) return context.notFound();
    if (!visit.rights.changesDevices) return notDone(context, visits, 403);
    return page(context, <SuspendPage visit={visit} device={device.uid} />);
  });
  app.post("/devices/:id/:action", (context) => changeDevice(context, ports, visits));
}

/** Does what a technician asked for and shows the page again; others change nothing. */
async function changeDevice(
  context: HttpContext,
  { clock, reader, store }: DevicesPorts,
  visits: Visits,
): Promise<Response> {
  const [uid, action] = [context.req.param("id")!, context.req.param("action")!];
  const who = visits.caller(context);
  if (!who?.roles.includes("technician") || isCrossOrigin(context)) {
    return notDone(context, visits, 403);
  }
  const life = { clock, store: { read: reader, write: store.write.bind(store) } };
  const done = await act(life, action, { uid, by: who.name });
  return done?.ok === true ? context.redirect("/devices", 303) : notDone(context, visits, 409);
}

function act(life: LifePorts, action: string, who: { readonly uid: string; readonly by: string }) {
  switch (action) {
    case "extend":
      return extendDevice(life, who);
    case "suspend":
      return suspendDevice(life, { ...who, isSuspended: true });
    case "resume":
      return suspendDevice(life, { ...who, isSuspended: false });
    default:
      return undefined;
  }
}

function notDone(context: HttpContext, visits: Visits, status: 403 | 409): Response {
  const visit = visits.of(context);
  const { devices } = visit.locale.messages;
  const back = { href: "/devices", name: devices.title };
  return page(context, <MessagePage visit={visit} message={devices.notDone} back={back} />, status);
}
