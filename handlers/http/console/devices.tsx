/** The addresses of the page of wearables. */
import type { Reader } from "../../../db/reader.ts";
import type { StoreWriter } from "../../../db/store.ts";
import type { Clock } from "../../../devices/time.ts";
import { extendDevice, type LifePorts, suspendDevice } from "../../registry/life.ts";
import type { StatusSource } from "../../status.ts";
import type { Caller } from "../auth.ts";
import type { HttpContext } from "../route.ts";
import { isCrossOrigin } from "../security_headers.ts";
import { DevicesPage } from "./devices_page.tsx";
import { readDevicesView } from "./devices_view.ts";
import type { Speech } from "./page.tsx";

export interface DevicesPorts {
  readonly reader: Reader;
  readonly store: StoreWriter;
  readonly status: StatusSource;
  readonly clock: Clock;
}

/** Who looks: undefined where nobody is asked, as in the demo. */
type Looker = Caller | undefined;

/** The page, as its reader may use it. */
export function devicesPage(
  context: HttpContext,
  ports: DevicesPorts,
  speech: Speech,
  who: Looker,
) {
  const view = readDevicesView(ports.reader, ports.clock, context.req.query("after") ?? "");
  const page = (
    <DevicesPage
      speech={speech}
      view={view}
      status={ports.status.snapshot()}
      canSignOut={who !== undefined}
      mayChange={who?.role === "technician"}
    />
  );
  return context.html(`<!doctype html>${page}`);
}

/** Does what a technician asked for and shows the page again; others change nothing. */
export async function changeDevice(
  context: HttpContext,
  { clock, reader, store }: DevicesPorts,
  who: Looker,
): Promise<Response> {
  const [uid, action] = [context.req.param("id")!, context.req.param("action")!];
  if (who?.role !== "technician" || isCrossOrigin(context)) return context.text("", 403);
  const life = { clock, store: { reader, run: store.run.bind(store) } };
  const done = await act(life, action, { uid, by: who.name });
  return done?.ok === true ? context.redirect("/devices", 303) : context.text("", 409);
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
