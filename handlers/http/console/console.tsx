/** The pages for people, each served to whom its declaration names. */
import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { StoreError } from "../../../db/store.ts";
import type { HttpContext } from "../server/route.ts";
import { credentialsOf } from "../server/access/request_credentials.ts";
import { isCrossOrigin, setSecurityHeaders } from "../server/security_headers.ts";
import { CONSOLE_PAGES } from "./console_pages.ts";
import { Looks } from "./looks.ts";
import { type PageDefinition, pathsFor } from "./page_definition.ts";
import { FailurePage, MessagePage } from "./pages/pages.tsx";
import { RefusalPage } from "./pages/refusal_page.tsx";
import type { ConsolePorts } from "./ports.ts";
import { readPreferences } from "./preferences.ts";
import { isRefresh } from "./refresh.ts";
import { page } from "./reply.tsx";
import { homeOf, mayOpen } from "./reader.ts";
import { keepWay } from "./session_cookie.ts";
import { authorOf, isByItself, Visits } from "./visits.ts";

type Console = Hono<{ Bindings: HttpBindings }>;

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
  "img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Builds the console. */
export function buildConsole(ports: ConsolePorts): Console {
  const app: Console = new Hono();
  const visits = new Visits(ports, CONSOLE_PAGES);
  const looks = new Looks(ports);
  app.use(setSecurityHeaders);
  app.use(async (context, next) => {
    await next();
    context.res.headers.set("content-security-policy", POLICY);
    // Without any referrer, browsers send forms with `Origin: null`, as a foreign page would.
    context.res.headers.set("referrer-policy", "same-origin");
  });
  app.notFound((context) => notFound(context, visits));
  app.onError((error, context) => failed(error, context, ports, visits));
  for (const definition of CONSOLE_PAGES) {
    const path = definition.path.replaceAll(/\{(\w+)\}/g, ":$1");
    app.on(definition.method, path, (context) => serve(definition, context, ports, visits, looks));
  }
  app.all("*", (context) => {
    const isStranger = visits.reader(context) === undefined;
    return isStranger ? context.redirect("/sign-in") : context.notFound();
  });
  return app;
}

/** In this order, so that a stranger learns nothing and has no form read. */
async function serve(
  definition: PageDefinition,
  context: HttpContext,
  ports: ConsolePorts,
  visits: Visits,
  looks: Looks,
): Promise<Response> {
  const { access, method, path } = definition;
  const reader = visits.reader(context);
  const { source } = credentialsOf(context.env.incoming);
  if (!mayOpen(reader, access)) {
    if (reader === undefined) return notSignedIn(context, definition);
    const home = homeOf(pathsFor(reader, CONSOLE_PAGES));
    // Who enters the gateway's name alone is led on: that page is the operator's.
    if (path === "/" && home !== "/") return context.redirect(home);
    return page(
      context,
      <RefusalPage visit={visits.of(context, reader)} access={access} admins={adminsOf(ports)} />,
      403,
    );
  }
  if (method === "POST" && isCrossOrigin(context)) return foreignForm(context, visits);
  let visit: ReturnType<Visits["of"]> | undefined;
  const by = authorOf(reader, source);
  const answer = await definition.handle({
    context,
    ports,
    get visit() {
      return visit ??= visits.of(context, reader);
    },
    reader,
    source,
    by,
    isByItself: isByItself(context),
    isStillAllowed: () => mayOpen(visits.reader(context), access),
  });
  if (answer instanceof Response) return answer;
  if (answer.look === undefined) return answer.response;
  const session = reader?.session?.name ?? source;
  const looking = { by, session, page: context.req.path, isRefresh: isRefresh(context) };
  await looks.keep(looking, answer.look);
  return answer.response;
}

/** Whom to ask for a role. */
function adminsOf({ accounts }: ConsolePorts): readonly string[] {
  return accounts.list()
    .filter(({ isDisabled, isSetUp, roles }) => isSetUp && !isDisabled && roles.includes("admin"))
    .map(({ fullName }) => fullName);
}

/** A feed that is led to a page would be no feed; the page that reads it has to know why. */
function notSignedIn(context: HttpContext, { method, path }: PageDefinition): Response {
  if (path === "/feed") return context.text("", 401);
  const { pathname, search } = new URL(context.req.url);
  const isWay = method === "GET" && !isByItself(context) && path !== "/";
  if (isWay) keepWay(context, pathname + search);
  return context.redirect("/sign-in");
}

function foreignForm(context: HttpContext, visits: Visits): Response {
  const visit = visits.of(context);
  const { back, foreignForm } = visit.locale.messages.account.refusal;
  const content = (
    <MessagePage
      visit={visit}
      message={foreignForm}
      back={{ href: homeOf(visit.opens), name: back }}
    />
  );
  return page(context, content, 403);
}

function notFound(context: HttpContext, visits: Visits): Response {
  const visit = visits.of(context);
  const { messages } = visit.locale;
  const back = { href: "/", name: messages.incident.back };
  return page(context, <MessagePage visit={visit} message={messages.notFound} back={back} />, 404);
}

/** Shows the person that it failed, and logs why; never with a stack. */
function failed(error: unknown, context: HttpContext, ports: ConsolePorts, visits: Visits) {
  ports.log.error("cannot show a page", { cause: String(error) });
  const { theme } = readPreferences(context);
  const content = <FailurePage locale={visits.locale(context)} theme={theme} />;
  return page(context, content, error instanceof StoreError ? 503 : 500);
}
