/** The pages for people, each served to whom its declaration names. */
import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { StoreError } from "../../../db/store.ts";
import type { HttpContext } from "../server/route.ts";
import { credentialsOf } from "../server/access/request_credentials.ts";
import { isCrossOrigin, setSecurityHeaders } from "../server/security_headers.ts";
import { CONSOLE_PAGES } from "./console_pages.ts";
import { type LookedAt, Looks } from "./looks.ts";
import { type PageCall, type PageDefinition, pathsFor } from "./page_definition.ts";
import { FailurePage, MessagePage } from "./pages/pages.tsx";
import { RefusalPage } from "./pages/refusal_page.tsx";
import type { ConsolePorts } from "./ports.ts";
import { readPreferences } from "./preferences.ts";
import { isRefresh, withoutRefresh } from "./refresh.ts";
import { page } from "./reply.tsx";
import { homeOf, mayOpen } from "./reader.ts";
import { keepWay } from "./session_cookie.ts";
import { SharedReads } from "./shared_reads.ts";
import { authorOf, isByItself, Visits } from "./visits.ts";

type Console = Hono<{ Bindings: HttpBindings }>;

/** What all pages are served with. */
interface Serving {
  readonly visits: Visits;
  readonly looks: Looks;
  readonly shared: SharedReads<MadePage>;
}

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
  "img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Builds the console. */
export function buildConsole(ports: ConsolePorts): Console {
  const app: Console = new Hono();
  const visits = new Visits(ports, CONSOLE_PAGES);
  const looks = new Looks(ports);
  const shared = new SharedReads<MadePage>();
  app.use(setSecurityHeaders);
  app.use(async (context, next) => {
    await next();
    const { headers } = context.res;
    // A sheet to print brings its own: it is one file with its style in it, and runs nothing.
    if (!headers.has("content-security-policy")) headers.set("content-security-policy", POLICY);
    // Without any referrer, browsers send forms with `Origin: null`, as a foreign page would.
    headers.set("referrer-policy", "same-origin");
  });
  app.notFound((context) => notFound(context, visits));
  app.onError((error, context) => failed(error, context, ports, visits));
  for (const definition of CONSOLE_PAGES) {
    const path = definition.path.replaceAll(/\{(\w+)\}/g, ":$1");
    app.on(
      definition.method,
      path,
      (context) => serve(definition, context, ports, { visits, looks, shared }),
    );
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
  { looks, shared, visits }: Serving,
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
  const call: PageCall = {
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
  };
  const { look, response } = method === "GET" && isRefresh(context)
    ? await readAgain(definition, call, visits.locale(context).language, shared)
    : lookedAt(await definition.handle(call));
  if (look === undefined) return response;
  const session = reader?.session?.name ?? source;
  const looking = { by, session, page: context.req.path, isRefresh: isRefresh(context) };
  await looks.keep(looking, look);
  return response;
}

function lookedAt(answer: Response | LookedAt): LookedAt {
  return answer instanceof Response ? { response: answer } : answer;
}

/** A page that was made for one reader or several. */
interface MadePage extends LookedAt {
  readonly html: string;
}

/** The page again; made once for all browsers of a reader in which it looks the same. */
async function readAgain(
  { handle }: PageDefinition,
  call: PageCall,
  language: string,
  shared: SharedReads<MadePage>,
): Promise<LookedAt> {
  const { context, reader } = call;
  const whose = [reader?.person?.number, reader?.roles, language, readPreferences(context).theme];
  const { pathname, search } = new URL(context.req.url);
  const key = JSON.stringify([withoutRefresh(pathname + search), ...whose]);
  const made = await shared.read(key, async () => {
    const answer = lookedAt(await handle(call));
    return { ...answer, html: await answer.response.clone().text() };
  });
  // What is no page, such as a way elsewhere, is each one's own.
  if (made.response.status !== 200) return lookedAt(await handle(call));
  return { ...made, response: context.html(made.html) as Response };
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
