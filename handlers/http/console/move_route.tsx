/** Moves an incident on, as an operator asks by a form. */
import { type Author, type MoveOutcome, type Reader, StoreError } from "../../../db/store.ts";
import { decodeHex } from "../../../devices/hex.ts";
import { defined } from "../../../devices/tools/defined.ts";
import { OUTCOMES } from "../../../devices/incident.ts";
import { printableLines } from "../../../devices/printable.ts";
import type { Incidents } from "../../incidents/incidents.ts";
import type { HttpContext } from "../server/route.ts";
import { ACTS, ClosePage, type Closing, REASON_LIMIT } from "./pages/acts.tsx";
import { type FormRefusal, readForm } from "./form.ts";
import { type IncidentView, readIncidentView } from "./views/incident_view.ts";
import type { Visit } from "./pages/visit.ts";
import { MessagePage } from "./pages/pages.tsx";
import { ownPath } from "./preferences.ts";
import { page, unknownIncident } from "./reply.tsx";
import type { PageCall } from "./page_definition.ts";
import { stateMessage } from "../../i18n/locales.ts";
import type { Messages } from "../../i18n/messages.ts";

export interface MovePorts {
  readonly reader: Reader;
  readonly incidents: Pick<Incidents, "move">;
}

/** Does what the form asks for and leads back; what cannot be done is said on the page it came from. */
export async function moveByForm(
  { by, context, ports, visit }: PageCall,
): Promise<Response> {
  const form = await readForm(context);
  if (!form.ok) return notAllowed(context, visit, form.error);
  const incident = readIncidentView(ports.reader, context.req.param("id")!, visit.now, {
    limit: 1,
  });
  if (incident === undefined) return unknownIncident(context, visit, ports.reader);
  const to = form.value.get("to");
  if (to === "closed") {
    return await close(context, ports, { by, form: form.value, incident, visit });
  }
  const act = ACTS.find((its) => its === to);
  if (act === undefined) return notAllowed(context, visit);
  const moved = await move(ports, by, { to: act, incident: decodeHex(incident.id)! });
  if (isDone(moved)) return context.redirect(ownPath(form.value.get("back")), 303);
  return notMoved(context, incident.id, moved);
}

interface Asked {
  readonly by: Author;
  readonly form: URLSearchParams;
  readonly incident: IncidentView;
  readonly visit: Visit;
}

/** Closes it, or shows the form again with what was typed and what is wrong with it. */
async function close(
  context: HttpContext,
  ports: MovePorts,
  { by, form, incident, visit }: Asked,
): Promise<Response> {
  const outcome = OUTCOMES.find((its) => its === form.get("outcome"));
  const reason = printableLines((form.get("reason") ?? "").trim());
  const typed: Closing = defined({ reason, outcome });
  const again = (problem: NonNullable<Closing["problem"]>) =>
    page(
      context,
      <ClosePage visit={visit} incident={incident} closing={{ ...typed, problem }} />,
      problem === "not-kept" ? 503 : 422,
    );
  if (outcome === undefined) return again("outcome");
  if (reason.length > REASON_LIMIT) return again("reason");
  const moved = await move(ports, by, {
    to: "closed",
    incident: decodeHex(incident.id)!,
    outcome,
    ...(reason !== "" && { reason }),
  });
  if (moved === "not-kept") return again("not-kept");
  if (isDone(moved)) return context.redirect(ownPath(form.get("back")), 303);
  return notMoved(context, incident.id, moved);
}

type Move = Omit<Parameters<Incidents["move"]>[0], "by" | "way" | "via">;

/** `not-kept`: the store did not say that it has it. */
async function move(
  { incidents }: MovePorts,
  by: Author,
  asked: Move,
): Promise<MoveOutcome | "not-kept"> {
  try {
    return await incidents.move({ ...asked, by, way: "http", via: by.name });
  } catch (error) {
    if (error instanceof StoreError) return "not-kept";
    throw error;
  }
}

function isDone(moved: MoveOutcome | "not-kept"): boolean {
  return moved !== "not-kept" && (moved.code === "moved" || moved.code === "unchanged");
}

/** Leads to the incident as it is by now, whose page follows it and says why it was not moved. */
function notMoved(context: HttpContext, id: string, moved: MoveOutcome | "not-kept"): Response {
  const said: NotMoved = moved === "not-kept" ? "not-kept" : "overtaken";
  return context.redirect(`/incidents/${id}?said=${said}`, 303);
}

/** Why an incident was not moved, in the address of its page. */
export type NotMoved = "overtaken" | "not-kept";

/** The text for it; undefined: the address says nothing of that kind. */
export function notMovedText(
  said: string | undefined,
  { state }: IncidentView,
  messages: Messages,
): string | undefined {
  if (said === "not-kept") return messages.acts.notKept;
  return said === "overtaken"
    ? `${messages.acts.overtaken} ${stateMessage(state, messages)}`
    : undefined;
}

function notAllowed(context: HttpContext, visit: Visit, status: 403 | FormRefusal = 403): Response {
  const { messages } = visit.locale;
  const back = { href: "/", name: messages.incident.back };
  const content = <MessagePage visit={visit} message={messages.acts.notAllowed} back={back} />;
  return page(context, content, status);
}
