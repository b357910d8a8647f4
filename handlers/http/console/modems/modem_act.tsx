/** Does what a form of a modem's page asks for; what came of it is on that page. */
import { StoreError } from "../../../../db/store.ts";
import { fail, type Result } from "../../../../devices/result.ts";
import type { ModemServiceProblem } from "../../../modems/modem_service.ts";
import { readForm } from "../form.ts";
import type { PageCall } from "../page_definition.ts";
import { ModemPage } from "../pages/modems/modem_page.tsx";
import { MessagePage } from "../pages/pages.tsx";
import { page } from "../reply.tsx";
import { readModemView } from "../views/modems/modem_view.ts";
import { formProblem } from "./modem_problem.ts";

/** What a form asks to be done to a modem. */
export type ModemActRun = (
  call: PageCall,
  modem: string,
  field: (name: string) => string,
) => Promise<Result<unknown, ModemServiceProblem>>;

/** Runs it, and shows the modem again: after a failure with why, and nothing else has changed. */
export async function modemAct(call: PageCall, run: ModemActRun): Promise<Response> {
  const { context, ports, visit } = call;
  const name = context.req.param("name")!;
  const form = await readForm(context);
  const field = (its: string) => form.ok ? form.value.get(its) ?? "" : "";
  const isKnown = ports.modemService.modems().some((modem) => modem.name === name);
  const back = { href: "/modems", name: visit.locale.messages.modemPages.all };
  if (!form.ok || !isKnown) {
    const message = form.ok
      ? visit.locale.messages.modemPages.unknown
      : visit.locale.messages.people.notAllowed;
    const status = form.ok ? 404 : form.error;
    return page(context, <MessagePage visit={visit} message={message} back={back} />, status);
  }
  const done = await orProblem(run(call, name, field));
  if (done.ok) return context.redirect(`/modems/${encodeURIComponent(name)}`, 303);
  const { problem, status } = formProblem(done.error, visit.locale);
  if (done.error.retryAfterS !== undefined) {
    context.header("retry-after", String(done.error.retryAfterS));
  }
  const view = readModemView(ports, name, visit)!;
  return page(context, <ModemPage view={view} problem={problem} visit={visit} />, status);
}

/** A store that does not take the entry of who does something keeps it from being done. */
export async function orProblem<T>(
  work: Promise<Result<T, ModemServiceProblem>>,
): Promise<Result<T, ModemServiceProblem>> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return fail({ code: "not-possible", message: error.message });
  }
}
