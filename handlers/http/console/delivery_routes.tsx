/** The addresses of delivery: what waits for whom, how long it takes, and what a technician does about it. */
import { StoreError } from "../../../db/store.ts";
import type { Result } from "../../../devices/result.ts";
import {
  pauseDestination,
  type PauseProblem,
  resumeDestination,
} from "../../delivery/delivery_pauses.ts";
import { type RetryProblem, retryRefused } from "../../delivery/delivery_retries.ts";
import { DP4_TRANSMISSION, readPromise } from "../../measurements/promise.ts";
import { readForm } from "./form.ts";
import { definePage, type PageCall, type PageDefinition } from "./page_definition.ts";
import { DeliveryPage } from "./pages/delivery/delivery_page.tsx";
import { PromisePage } from "./pages/delivery/promise_page.tsx";
import { DestinationPage } from "./pages/delivery/destination_page.tsx";
import type { FormProblem } from "./pages/field.tsx";
import { mayOpen } from "./reader.ts";
import { messagePage, page } from "./reply.tsx";
import { readDestinations } from "./views/delivery/delivery_view.ts";
import { readConfirmationLines, readDestinationPlots } from "./views/delivery/destination_plots.ts";
import { periodOf, PERIODS } from "./views/delivery/period.ts";

const readers = { roles: ["technician", "admin"] } as const;
const technicians = { roles: ["technician"] } as const;

/** What a technician does about a destination, by what follows its path. */
const ACTS = ["pause", "resume", "retry"] as const;
type Act = (typeof ACTS)[number];

export const DELIVERY_PAGES: readonly PageDefinition[] = [
  definePage({
    method: "GET",
    path: "/delivery",
    access: readers,
    shows: "nothing",
    handle: ({ context, ports, visit }) => {
      const destinations = readDestinations(ports.reader, visit.status);
      return page(context, <DeliveryPage visit={visit} destinations={destinations} />);
    },
  }),
  definePage({
    method: "GET",
    path: "/delivery/promise",
    access: readers,
    shows: "nothing",
    handle: promisePage,
  }),
  definePage({
    method: "GET",
    path: "/delivery/{name}",
    access: readers,
    shows: "nothing",
    handle: (call) => destinationPage(call),
  }),
  ...ACTS.map((act) =>
    definePage({
      method: "POST",
      path: `/delivery/{name}/${act}`,
      access: technicians,
      shows: "nothing",
      handle: (call) => doAct(call, act),
    })
  ),
];

function promisePage({ context, ports: { reader }, visit }: PageCall): Response {
  const period = periodOf(context.req.query("period"));
  const { destinations, modems } = visit.status;
  const names = destinations.map(({ name }) => name);
  const atUnixMs = visit.now.unixMs;
  const report = readPromise(reader, {
    atUnixMs,
    periodMs: PERIODS[period],
    destinations: names,
    modems: modems.map(({ name }) => name),
  });
  const lines = readConfirmationLines(reader, names, { now: atUnixMs, period });
  const { longestMs, meanMs } = DP4_TRANSMISSION;
  const limits = { mean: meanMs / 1_000, longest: longestMs / 1_000 };
  return page(context, <PromisePage {...{ limits, lines, period, report, visit }} />);
}

interface Typed {
  readonly reason?: string;
  readonly problem?: FormProblem;
}

function destinationPage(
  call: PageCall,
  typed?: Typed,
  status: 200 | 409 | 422 | 503 = 200,
): Response {
  const { context, ports, reader, visit } = call;
  const name = context.req.param("name");
  const destination = readDestinations(ports.reader, visit.status).find((its) => its.name === name);
  if (destination === undefined) return unknownDestination(call);
  const period = periodOf(context.req.query("period"));
  const when = { now: visit.now.unixMs, period };
  const { deliveryPages } = visit.locale.messages;
  const plots = readDestinationPlots(ports.reader, destination.name, when, deliveryPages);
  const shown = { destination, period, plots, visit, mayAct: mayOpen(reader, technicians) };
  const content = <DestinationPage {...shown} {...(typed === undefined ? {} : { typed })} />;
  return page(context, content, status);
}

/** Does what was asked for and leads back; what was not done is said on the page, with what was typed. */
async function doAct(call: PageCall, act: Act): Promise<Response> {
  const { context, visit } = call;
  const { deliveryPages } = visit.locale.messages;
  const form = await readForm(context);
  if (!form.ok) return message(call, deliveryPages.notAForm, form.error);
  const reason = form.value.get("reason") ?? "";
  try {
    const done = await perform(call, act, form.value);
    if (done.ok) {
      return context.redirect(`/delivery/${encodeURIComponent(nameIn(call))}`, 303);
    }
    const { code } = done.error;
    if (code === "unknown-destination") return unknownDestination(call);
    const text = deliveryPages.pause.problems[code];
    const isTyped = code === "invalid-request";
    const problem = isTyped ? { field: "reason", text } : { text };
    return destinationPage(call, { reason, problem }, isTyped ? 422 : 409);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return destinationPage(call, { reason, problem: { text: deliveryPages.notKept } }, 503);
  }
}

async function perform(
  call: PageCall,
  act: Act,
  form: URLSearchParams,
): Promise<Result<unknown, PauseProblem | RetryProblem>> {
  const { by, ports } = call;
  const name = nameIn(call);
  if (act === "retry") {
    return await retryRefused(ports, { by, name, event: form.get("event") ?? undefined });
  }
  const done = act === "pause"
    ? await pauseDestination(ports, { by, name, reason: form.get("reason") ?? "" })
    : await resumeDestination(ports, { by, name });
  ports.pauses.look();
  return done;
}

function nameIn({ context }: PageCall): string {
  return context.req.param("name") ?? "";
}

function unknownDestination(call: PageCall): Response {
  return message(call, call.visit.locale.messages.deliveryPages.unknown, 404);
}

function message(call: PageCall, text: string, status: 400 | 404 | 413 | 415): Response {
  const back = { href: "/delivery", name: call.visit.locale.messages.deliveryPages.title };
  return messagePage(call, text, back, status);
}
