/** The addresses of one wearable: its page, its sheet, and what is done about it. For technicians. */
import { StoreError } from "../../../../db/store.ts";
import { isoTime } from "../../../../devices/time.ts";
import { defined } from "../../../../devices/tools/defined.ts";
import { LANGUAGES } from "../../../i18n/locales.ts";
import { describeDevice } from "../../../registry/describe.ts";
import { SHEET_POLICY, sheetHtml } from "../../../registry/sheet.ts";
import { readForm } from "../form.ts";
import type { LookedAt } from "../looks.ts";
import { definePage, type PageCall, type PageDefinition } from "../page_definition.ts";
import {
  type ActInput,
  ActPage,
  INPUTS,
  WEARABLE_ACTS,
  type WearableAct,
} from "../pages/wearables/act_page.tsx";
import { WearablePage } from "../pages/wearables/wearable_page.tsx";
import { messagePage, page } from "../reply.tsx";
import { readWearable } from "../views/wearables/wearable_view.ts";
import { type ActFailure, actOnWearable } from "./acts.ts";

const technicians = { roles: ["technician"] } as const;
/** Wearables that are offered to take the place of another. */
const FREE_LIMIT = 20;

export const WEARABLE_PAGES: readonly PageDefinition[] = [
  definePage({
    method: "GET",
    path: "/devices/{id}",
    access: technicians,
    shows: "wearables",
    handle: wearablePage,
  }),
  definePage({
    method: "GET",
    path: "/devices/{id}/sheet",
    access: technicians,
    shows: "wearables",
    handle: sheetPage,
  }),
  ...WEARABLE_ACTS.flatMap((act) => [
    definePage({
      method: "GET",
      path: `/devices/{id}/${act}`,
      access: technicians,
      shows: "nothing",
      handle: (call) => askPage(call, act),
    }),
    definePage({
      method: "POST",
      path: `/devices/{id}/${act}`,
      access: technicians,
      shows: "nothing",
      handle: (call) => doAct(call, act),
    }),
  ]),
];

function wearablePage(call: PageCall): LookedAt {
  const { context, ports, visit } = call;
  const view = readWearable(ports.reader, ports.clock, context.req.param("id")!);
  if (view === undefined) return { response: unknown(call) };
  const subjects = [{ kind: "wearable", id: view.device.device }] as const;
  const response = page(context, <WearablePage view={view} visit={visit} />);
  return { response, look: { what: "wearable-viewed", subjects } };
}

/** To print, in the language that is asked for. It holds no key and nothing that follows from one. */
function sheetPage(call: PageCall): LookedAt {
  const { context, ports: { clock, reader }, visit } = call;
  const device = reader.devices.byUid(context.req.param("id")!);
  if (device === undefined) return { response: unknown(call) };
  const asked = context.req.query("language");
  const { expires, reference } = describeDevice(reader, device, clock);
  const { name, zone } = visit.status;
  context.header("content-security-policy", SHEET_POLICY);
  const response = context.html(sheetHtml({
    gateway: { name, zone },
    uid: device.uid,
    madeAt: isoTime(clock.unixMs()),
    language: LANGUAGES.find((language) => language === asked) ?? visit.locale.language,
    ...defined({ reference, expires }),
  })) as Response;
  const subjects = [{ kind: "wearable", id: device.uid }] as const;
  return { response, look: { what: "wearable-viewed", subjects, details: { as: "sheet" } } };
}

function askPage(
  call: PageCall,
  act: WearableAct,
  typed: Partial<Record<ActInput | "becomes", string>> = {},
  failure?: ActFailure,
): Response {
  const { context, ports: { reader }, visit } = call;
  const device = reader.devices.byUid(context.req.param("id")!);
  if (device === undefined) return unknown(call);
  const free = act === "swap" ? reader.wearables.unassigned(FREE_LIMIT) : [];
  const asked = { act, device: device.uid, free, typed, visit, problem: failure?.problem };
  return page(context, <ActPage {...asked} />, failure?.status);
}

/** Keeps what was typed when it is not done; after it is, the page of the wearable is shown. */
async function doAct(call: PageCall, act: WearableAct): Promise<Response> {
  const { by, context, ports, visit: { locale } } = call;
  const { own, wrong } = locale.messages.wearables;
  const form = await readForm(context);
  if (!form.ok) return message(call, wrong.form, form.error);
  const device = ports.reader.devices.byUid(context.req.param("id")!);
  if (device === undefined) return unknown(call);
  const value = (name: string) => form.value.get(name)?.trim() ?? "";
  const typed = Object.fromEntries([...INPUTS[act], "becomes"].map((name) => [name, value(name)]));
  try {
    const done = await actOnWearable({ act, by, device, locale, ports, value });
    if (!done.ok) return askPage(call, act, typed, done.error);
    return context.redirect(`/devices/${encodeURIComponent(done.value)}`, 303);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return message(call, own.notKept, 503);
  }
}

function unknown(call: PageCall): Response {
  return message(call, call.visit.locale.messages.wearables.own.notFound, 404);
}

function message(call: PageCall, text: string, status: 400 | 404 | 413 | 415 | 503): Response {
  const back = { href: "/devices", name: call.visit.locale.messages.wearables.own.backToAll };
  return messagePage(call, text, back, status);
}
