/** Answers that several addresses of the console give. */
import type { JSX } from "hono/jsx/jsx-runtime";
import type { Reader } from "../../../db/store.ts";
import { findId } from "../../tools/short_id.ts";
import type { HttpContext } from "../server/route.ts";
import type { PageCall } from "./page_definition.ts";
import { MessagePage } from "./pages/pages.tsx";
import type { Visit } from "./pages/visit.ts";

type PageStatus = 200 | 400 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 503;

/** A whole page. */
export function page(
  context: HttpContext,
  content: JSX.Element,
  status: PageStatus = 200,
): Response {
  return context.html(`<!doctype html>${content}`, status) as Response;
}

/** A sentence in place of what was asked for, and where to go from there. */
export function messagePage(
  { context, visit }: Pick<PageCall, "context" | "visit">,
  message: string,
  back: { readonly href: string; readonly name: string },
  status: PageStatus,
): Response {
  return page(context, <MessagePage visit={visit} message={message} back={back} />, status);
}

/** The page of an incident that is not known, or of digits that several begin with. */
export function unknownIncident(
  context: HttpContext,
  visit: Visit,
  reader: Pick<Reader, "events">,
): Response {
  const { messages } = visit.locale;
  const found = findId(reader, "incident", context.req.param("id") ?? "");
  const isAmbiguous = !found.ok && found.error.code === "ambiguous";
  const back = { href: "/incidents", name: messages.frame.incidents };
  const message = isAmbiguous ? messages.incident.ambiguous : messages.incident.unknown;
  return messagePage({ context, visit }, message, back, isAmbiguous ? 409 : 404);
}
