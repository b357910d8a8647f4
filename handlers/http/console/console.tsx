/** The pages for people, behind a sign-in: alarms as they come in, incidents, wearables. */
import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import type { JSX } from "hono/jsx/jsx-runtime";
import { StoreError } from "../../../db/connection.ts";
import type { Reader } from "../../../db/reader.ts";
import type { StoreWriter } from "../../../db/store.ts";
import type { Clock } from "../../../devices/time.ts";
import type { Log } from "../../ports.ts";
import type { StatusSource } from "../../status.ts";
import type { Wake } from "../../wake.ts";
import type { Authenticator, Caller } from "../auth.ts";
import type { HttpContext } from "../route.ts";
import { setSecurityHeaders } from "../security_headers.ts";
import { openAssets } from "./assets.ts";
import { changeDevice, devicesPage } from "./devices.tsx";
import { FailurePage } from "./failure_page.tsx";
import { feed } from "./feed.ts";
import { IncidentPage, IncidentPart } from "./incident_page.tsx";
import { readIncidentView } from "./incident_view.ts";
import { LivePage, LivePart, NotFoundPage } from "./pages.tsx";
import type { Sessions } from "./sessions.ts";
import { callerOf as findCaller, HOMES, signIn, signInPage, signOut } from "./sign_in.tsx";
import { readLiveView } from "./view.ts";
import { chooseLanguage, type Language, WORDS } from "./words.ts";

export interface ConsolePorts {
  readonly reader: Reader;
  readonly store: StoreWriter;
  readonly status: StatusSource;
  readonly wake: Wake;
  readonly clock: Clock;
  readonly languages: readonly Language[];
  /** Who may look; absent: everybody who reaches the port, for the demo. */
  readonly authenticator?: Authenticator;
  readonly stopping: AbortSignal;
  readonly sessions: Sessions;
  readonly log: Log;
}

type Console = Hono<{ Bindings: HttpBindings }>;

/** Pages of wearables; all others are about alarms, which are not a technician's. */
const OF_DEVICES = /^\/devices(\/|$)/;
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
  "img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
/** What pages ask for by themselves, which is no sign that anybody is there. */
const BY_ITSELF = /^(\/feed|\/live|\/incidents\/[^/]+\/live)$/;

/** Builds the console. */
export function buildConsole(ports: ConsolePorts): Console {
  const app: Console = new Hono();
  app.use(setSecurityHeaders);
  app.use(async (context, next) => {
    await next();
    context.res.headers.set("content-security-policy", POLICY);
    // Without any referrer, browsers send forms with `Origin: null`, as a foreign page would.
    context.res.headers.set("referrer-policy", "same-origin");
  });
  app.notFound((context) => page(context, <NotFoundPage speech={speechOf(context, ports)} />, 404));
  app.onError((error, context) => failed(error, context, ports));
  app.get("/assets/:name", openAssets());
  addSignIn(app, ports);
  app.use(async (context, next) => {
    if (ports.authenticator === undefined) return await next();
    const who = callerOf(context, ports);
    if (who === undefined) return context.redirect("/sign-in");
    const mayOpen = who.role === "operator" || OF_DEVICES.test(context.req.path);
    return mayOpen ? await next() : context.redirect(HOMES[who.role]!);
  });
  addLive(app, ports);
  addIncident(app, ports);
  addDevices(app, ports);
  return app;
}

function addSignIn(app: Console, ports: ConsolePorts): void {
  app.get("/sign-in", (context) => signInPage(context, speechOf(context, ports)));
  app.post("/sign-in", (context) => signIn(context, ports, speechOf(context, ports)));
  app.post("/sign-out", (context) => signOut(context, ports));
}

function addLive(app: Console, ports: ConsolePorts): void {
  const canSignOut = ports.authenticator !== undefined;
  app.get("/", (context) =>
    page(
      context,
      <LivePage
        speech={speechOf(context, ports)}
        view={readLiveView(ports.reader)}
        status={ports.status.snapshot()}
        canSignOut={canSignOut}
      />,
    ));
  app.get("/live", (context) =>
    context.html(
      <LivePart
        speech={speechOf(context, ports)}
        view={readLiveView(ports.reader)}
        status={ports.status.snapshot()}
      />,
    ));
  app.get("/feed", (context) => {
    const isSignedIn = () => !canSignOut || callerOf(context, ports) !== undefined;
    return feed(context, ports, isSignedIn);
  });
}

function addIncident(app: Console, ports: ConsolePorts): void {
  const { authenticator, reader, status } = ports;
  app.get("/incidents/:id", (context) => {
    const incident = readIncidentView(reader, context.req.param("id"));
    if (incident === undefined) return context.notFound();
    const speech = speechOf(context, ports);
    const view = { incident, status: status.snapshot(), canSignOut: authenticator !== undefined };
    return page(context, <IncidentPage speech={speech} {...view} />);
  });
  app.get("/incidents/:id/live", (context) => {
    const incident = readIncidentView(reader, context.req.param("id"));
    if (incident === undefined) return context.notFound();
    return context.html(<IncidentPart speech={speechOf(context, ports)} incident={incident} />);
  });
}

function addDevices(app: Console, ports: ConsolePorts): void {
  const who = (context: HttpContext) => callerOf(context, ports);
  app.get(
    "/devices",
    (context) => devicesPage(context, ports, speechOf(context, ports), who(context)),
  );
  app.post("/devices/:id/:action", (context) => changeDevice(context, ports, who(context)));
}

function page(context: HttpContext, content: JSX.Element, status: 200 | 404 | 500 | 503 = 200) {
  return context.html(`<!doctype html>${content}`, status);
}

/** Tells the person that it failed, and the log why; never a stack to either. */
function failed(error: unknown, context: HttpContext, ports: ConsolePorts) {
  ports.log.error("cannot show a page", { cause: String(error) });
  const status = error instanceof StoreError ? 503 : 500;
  return page(context, <FailurePage speech={speechOf(context, ports)} />, status);
}

function callerOf(context: HttpContext, ports: ConsolePorts): Caller | undefined {
  return findCaller(context.req.header("cookie"), ports, !BY_ITSELF.test(context.req.path));
}

function speechOf(context: HttpContext, ports: ConsolePorts) {
  const language = chooseLanguage(context.req.header("accept-language"), ports.languages);
  return { language, words: WORDS[language] };
}
