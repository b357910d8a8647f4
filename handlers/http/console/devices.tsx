/** The addresses of the page of wearables. */
import type { Author } from "../../../db/store.ts";
import { extendDevice, type LifePorts, suspendDevice } from "../../registry/life.ts";
import { definePage, type PageCall, type PageDefinition } from "./page_definition.ts";
import { DevicesPage, SuspendPage } from "./pages/devices_page.tsx";
import { messagePage, page } from "./reply.tsx";
import { type FormRefusal, readForm } from "./form.ts";
import { WEARABLE_PAGES } from "./wearables/wearable_routes.tsx";
import { wearablesLook } from "./shown.ts";
import { devicesQuery, readDevicesView } from "./views/devices_view.ts";

const technicians = { roles: ["technician"] } as const;

export const DEVICE_PAGES: readonly PageDefinition[] = [
  definePage({
    method: "GET",
    path: "/devices",
    access: technicians,
    shows: "wearables",
    handle({ context, ports, visit }) {
      const query = devicesQuery((name) => context.req.query(name));
      const view = readDevicesView(ports.reader, ports.clock, query);
      const response = page(context, <DevicesPage visit={visit} view={view} />);
      return { response, look: wearablesLook(view) };
    },
  }),
  definePage({
    method: "POST",
    path: "/devices",
    access: technicians,
    shows: "wearables",
    async handle(call) {
      const { context, ports, visit } = call;
      const { wrong } = visit.locale.messages.wearables;
      const form = await readForm(context);
      if (!form.ok) return { response: message(call, wrong.form, form.error) };
      const search = form.value.get("search")?.trim().slice(0, 64) ?? "";
      const query = { ...devicesQuery(() => undefined), ...(search === "" ? {} : { search }) };
      const view = readDevicesView(ports.reader, ports.clock, query);
      const content = <DevicesPage visit={visit} view={view} />;
      return { response: page(context, content), look: wearablesLook(view) };
    },
  }),
  ...WEARABLE_PAGES,
  definePage({
    method: "GET",
    path: "/devices/{id}/suspend",
    access: technicians,
    shows: "nothing",
    handle({ context, ports, visit }) {
      const device = ports.reader.devices.byUid(context.req.param("id")!);
      if (device === undefined) return context.notFound();
      return page(context, <SuspendPage visit={visit} device={device.uid} />);
    },
  }),
  definePage({
    method: "POST",
    path: "/devices/{id}/{action}",
    access: technicians,
    shows: "nothing",
    handle: changeDevice,
  }),
];

/** Does what a technician asked for and shows the page again. */
async function changeDevice(call: PageCall): Promise<Response> {
  const { by, context, ports, visit } = call;
  const { clock, reader, store } = ports;
  const [uid, action] = [context.req.param("id")!, context.req.param("action")!];
  const life = { clock, store: { read: reader, write: store.write.bind(store) } };
  const isOwn = context.req.query("from") === "own";
  const next = isOwn ? `/devices/${encodeURIComponent(uid)}` : "/devices";
  const done = await act(life, action, { uid, by });
  if (done?.ok === true) return context.redirect(next, 303);
  return message(call, visit.locale.messages.wearables.notDone, 409);
}

function act(life: LifePorts, action: string, who: { readonly uid: string; readonly by: Author }) {
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

/** What was not done, or what came was no form, or too much of one. */
function message(call: PageCall, text: string, status: 409 | FormRefusal): Response {
  const back = { href: "/devices", name: call.visit.locale.messages.wearables.title };
  return messagePage(call, text, back, status);
}
