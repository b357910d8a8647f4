/** The pages for people, behind a sign-in: alarms as they come in, incidents, wearables. */
import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { StoreError, type StoreWriter } from "../../../db/store.ts";
import type { Accounts } from "../../accounts/accounts.ts";
import type { Log } from "../../ports.ts";
import type { HttpContext } from "../server/route.ts";
import { setSecurityHeaders } from "../server/security_headers.ts";
import { addAlarms, type AlarmPorts } from "./alarm_routes.tsx";
import { openAssets } from "./assets.ts";
import { addDevices } from "./devices.tsx";
import { FailurePage, MessagePage } from "./pages/pages.tsx";
import { readForm } from "./form.ts";
import { keepPreferences, ownPath, readPreferences } from "./preferences.ts";
import { page } from "./reply.tsx";
import { firstPageOf, signIn, signInPage, signOut } from "./sign_in.tsx";
import { type VisitPorts, Visits } from "./visits.ts";

export interface ConsolePorts extends VisitPorts, AlarmPorts {
  readonly store: StoreWriter;
  readonly accounts: Accounts;
  readonly log: Log;
}

type Console = Hono<{ Bindings: HttpBindings }>;

/** Pages of wearables; all others are about alarms, which are not a technician's. */
const OF_DEVICES = /^\/devices(\/|$)/;
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
  "img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Builds the console. */
export function buildConsole(ports: ConsolePorts): Console {
  const app: Console = new Hono();
  const visits = new Visits(ports);
  app.use(setSecurityHeaders);
  app.use(async (context, next) => {
    await next();
    context.res.headers.set("content-security-policy", POLICY);
    // Without any referrer, browsers send forms with `Origin: null`, as a foreign page would.
    context.res.headers.set("referrer-policy", "same-origin");
  });
  app.notFound((context) => notFound(context, visits));
  app.onError((error, context) => failed(error, context, ports, visits));
  app.get("/assets/:name", openAssets());
  addSignIn(app, ports, visits);
  addPreferences(app);
  app.use(async (context, next) => {
    if (visits.isOpen) return await next();
    const who = visits.caller(context);
    // A feed that is led to a page would be no feed; the page that reads it has to know why.
    if (who === undefined && context.req.path === "/feed") return context.text("", 401);
    if (who === undefined) return context.redirect("/sign-in");
    const mayOpen = who.roles.includes("operator") || OF_DEVICES.test(context.req.path);
    return mayOpen ? await next() : context.redirect(firstPageOf(who)!);
  });
  addAlarms(app, ports, visits);
  addDevices(app, ports, visits);
  return app;
}

function addSignIn(app: Console, ports: ConsolePorts, visits: Visits): void {
  app.get("/sign-in", (context) => signInPage(context, visits.of(context)));
  app.post("/sign-in", (context) => signIn(context, ports, visits.of(context)));
  app.post("/sign-out", (context) => signOut(context, ports));
}

/** Language and colours, before signing in too. */
function addPreferences(app: Console): void {
  app.post("/preferences", async (context) => {
    const form = await readForm(context);
    if (!form.ok) return context.redirect("/", 303);
    keepPreferences(context, form.value);
    return context.redirect(ownPath(form.value.get("back")), 303);
  });
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
