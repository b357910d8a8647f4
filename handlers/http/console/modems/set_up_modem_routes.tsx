/**
 * The addresses of setting a modem up that is in no configuration. Each step is a page that may be
 * read again; what was found and written is remembered by port while the gateway runs.
 *
 *     set-up ─ ask ─▶ set-up?port ─▶ plan?… ─ write ─▶ result?… ─ try ─▶ result?…
 */
import { type FormRefusal, readForm } from "../form.ts";
import { definePage, type PageCall, type PageDefinition } from "../page_definition.ts";
import { ChoosePortPage, FoundPage } from "../pages/modems/set_up_pages.tsx";
import { PlanPage, ResultPage } from "../pages/modems/set_up_results.tsx";
import { messagePage, page } from "../reply.tsx";
import type { Result } from "../../../../devices/result.ts";
import type { ModemServiceProblem } from "../../../modems/modem_service.ts";
import { orProblem } from "./modem_act.tsx";
import { formProblem } from "./modem_problem.ts";
import {
  addressOf,
  planSetUp,
  readSetUpForm,
  type SetUpForm,
  type SetUpPlan,
} from "./set_up_form.ts";
import type { FormProblem } from "../pages/field.tsx";

const common = { access: { roles: ["technician"] }, shows: "nothing" } as const;
const BASE = "/modems/ports";
/** How long a test listens for a wearable, in ms. */
const LISTEN_MS = 10_000;

export const SET_UP_MODEM_PAGES: readonly PageDefinition[] = [
  definePage({ ...common, method: "GET", path: `${BASE}/set-up`, handle: setUpPage }),
  definePage({ ...common, method: "POST", path: `${BASE}/ask`, handle: ask }),
  definePage({ ...common, method: "GET", path: `${BASE}/plan`, handle: planPage }),
  definePage({ ...common, method: "POST", path: `${BASE}/write`, handle: write }),
  definePage({ ...common, method: "GET", path: `${BASE}/result`, handle: (call) => result(call) }),
  definePage({ ...common, method: "POST", path: `${BASE}/try`, handle: tryOut }),
];

/** Which port; with one, what is there and what it is to be set to. */
function setUpPage(call: PageCall): Promise<Response> {
  const port = call.context.req.query("port");
  return port === undefined ? choosePort(call) : found(call, port);
}

async function choosePort(
  { context, ports, visit }: PageCall,
  problem?: FormProblem,
  status: 200 | 404 | 409 | 429 = 200,
): Promise<Response> {
  const free = (await ports.portService.ports()).filter(({ modem }) => modem === undefined);
  const shown = { ports: free, visit, ...(problem && { problem }) };
  return page(context, <ChoosePortPage {...shown} />, status);
}

async function found(
  { context, ports, visit }: PageCall,
  port: string,
  problem?: FormProblem,
): Promise<Response> {
  const listed = (await ports.portService.ports()).find((its) => its.port === port);
  const { probe } = ports.lastWork.of(port);
  const modems = ports.modemService.modems();
  const kind = probe?.result.ok && probe.result.value.found === "modem"
    ? probe.result.value.kind
    : undefined;
  const field = (name: string) => context.req.query(name);
  const form = kind === undefined ? undefined : readSetUpForm(port, kind, field, modems);
  const shown = { port, listed, probe, form, modems, visit, ...(problem && { problem }) };
  return page(context, <FoundPage {...shown} />, problem === undefined ? 200 : 422);
}

/** Asks what is at a port. */
async function ask(call: PageCall): Promise<Response> {
  const form = await readForm(call.context);
  if (!form.ok) return notAForm(call, form.error);
  const { by, context, ports, visit } = call;
  const port = form.value.get("port") ?? "";
  const isInConfigurationMode = form.value.get("make") === "ebyte-e22";
  const done = await orProblem(ports.portService.probe({ port, isInConfigurationMode, by }));
  // What failed at a port is shown on its page; what was not begun, where it was asked for.
  const isBegun = done.ok || done.error.code === "not-possible";
  if (isBegun) return context.redirect(`${BASE}/set-up?${new URLSearchParams({ port })}`, 303);
  const { problem, status } = formProblem(done.error, visit.locale);
  return await choosePort(call, problem, status);
}

/** A form that makes sense, or the page that says what does not. */
function readPlan(
  { ports, visit }: PageCall,
  field: (name: string) => string | undefined,
): { readonly form: SetUpForm; readonly planned: Result<SetUpPlan, FormProblem> } {
  const modems = ports.modemService.modems();
  const form = readSetUpForm(field("port") ?? "", field("kind") ?? "", field, modems);
  const { portService } = ports;
  return { form, planned: planSetUp(form, { modems, portService, locale: visit.locale }) };
}

async function planPage(call: PageCall): Promise<Response> {
  const { context, visit } = call;
  const { form, planned } = readPlan(call, (name) => context.req.query(name));
  if (!planned.ok) return await found(call, form.port, planned.error);
  return page(context, <PlanPage form={form} planned={planned.value} visit={visit} />);
}

/** Writes what the page before has shown. */
async function write(call: PageCall): Promise<Response> {
  const sent = await readForm(call.context);
  if (!sent.ok) return notAForm(call, sent.error);
  const { by, context, ports, visit } = call;
  const { form, planned } = readPlan(call, (name) => sent.value.get(name) ?? undefined);
  if (!planned.ok || planned.value.plan === undefined) {
    return context.redirect(addressOf(`${BASE}/plan`, form), 303);
  }
  const { profile } = planned.value;
  const isInConfigurationMode = form.kind === "ebyte-e22";
  const request = { port: form.port, profile, isInConfigurationMode, by };
  const done = await orProblem(ports.portService.provision(request));
  if (done.ok) return context.redirect(addressOf(`${BASE}/result`, form), 303);
  const { problem, status } = formProblem(done.error, visit.locale);
  const shown = { form, planned: planned.value, problem, visit };
  return page(context, <PlanPage {...shown} />, status);
}

function result(
  call: PageCall,
  field = (name: string) => call.context.req.query(name),
  failure?: ModemServiceProblem,
): Response | Promise<Response> {
  const { context, ports, visit } = call;
  const { form, planned } = readPlan(call, field);
  if (!planned.ok) return found(call, form.port, planned.error);
  const partners = ports.modemService.modems().filter(({ radio }) => radio !== undefined)
    .map(({ name }) => name);
  const said = failure && formProblem(failure, visit.locale);
  const shown = {
    form,
    planned: planned.value,
    work: ports.lastWork.of(form.port),
    partners,
    visit,
    ...(said && { problem: said.problem }),
  };
  return page(context, <ResultPage {...shown} />, said?.status ?? 200);
}

/** Tests a modem that was written to. */
async function tryOut(call: PageCall): Promise<Response> {
  const sent = await readForm(call.context);
  if (!sent.ok) return notAForm(call, sent.error);
  const { by, context, ports } = call;
  const field = (name: string) => sent.value.get(name) ?? undefined;
  const { form, planned } = readPlan(call, field);
  const partner = field("partner") ?? "";
  if (!planned.ok || planned.value.plan === undefined) {
    return context.redirect(addressOf(`${BASE}/plan`, form), 303);
  }
  const { profile } = planned.value;
  const request = { port: form.port, profile, listenMs: LISTEN_MS, by };
  const done = await orProblem(
    ports.portService.test(partner === "" ? request : { ...request, partner }),
  );
  if (done.ok) return context.redirect(addressOf(`${BASE}/result`, form), 303);
  return await result(call, field, done.error);
}

function notAForm(call: PageCall, status: FormRefusal): Response {
  const { messages } = call.visit.locale;
  const back = { href: `${BASE}/set-up`, name: messages.modemPages.setUp.title };
  return messagePage(call, messages.people.notAllowed, back, status);
}
