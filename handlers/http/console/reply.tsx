/** Answers that several addresses of the console give. */
import type { JSX } from "hono/jsx/jsx-runtime";
import type { Reader } from "../../../db/store.ts";
import { findId } from "../../tools/short_id.ts";
import type { HttpContext } from "../server/route.ts";
import { MessagePage } from "./pages/pages.tsx";
import type { Visit } from "./pages/visit.ts";

/** A whole page. */
export function page(
  context: HttpContext,
  content: JSX.Element,
  status: 200 | 400 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 503 = 200,
): Response {
  return context.html(`<!doctype html>${content}`, status) as Response;
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
  const content = (
    <MessagePage
      visit={visit}
      message={isAmbiguous ? messages.incident.ambiguous : messages.incident.unknown}
      back={back}
    />
  );
  return page(context, content, isAmbiguous ? 409 : 404);
}
