/** The pages for people, behind a sign-in: alarms as they come in, incidents, wearables. */
import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { JSX } from "hono/jsx/jsx-runtime";
import { streamSSE } from "hono/streaming";
import { readFileSync } from "node:fs";
import type { Reader } from "../../../db/reader.ts";
import type { StoreWriter } from "../../../db/store.ts";
import type { Role } from "../../../db/units/tokens.ts";
import type { Clock } from "../../../devices/time.ts";
import type { StatusSource } from "../../status.ts";
import { Bell } from "../../streams/bell.ts";
import type { Wake } from "../../wake.ts";
import type { Authenticator, Caller } from "../auth.ts";
import type { HttpContext } from "../route.ts";
import { isCrossOrigin, setSecurityHeaders } from "../security_headers.ts";
import { changeDevice, devicesPage } from "./devices.tsx";
import { IncidentPage, IncidentPart } from "./incident_page.tsx";
import { readIncidentView } from "./incident_view.ts";
import { LivePage, LivePart, NotFoundPage, SignInPage } from "./pages.tsx";
import { Sessions } from "./sessions.ts";
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
}

type Console = Hono<{ Bindings: HttpBindings }>;

const COOKIE = "vigil-session";
/** Who may sign in, and the page that each sees first. */
const HOMES: Partial<Record<Role, string>> = { operator: "/", technician: "/devices" };
/** Pages of wearables; all others are about alarms, which are not a technician's. */
const OF_DEVICES = /^\/devices(\/|$)/;
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
  "img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
/** Between two comments of the feed, so that both sides see that the other has gone, in ms. */
const COMMENT_MS = 15_000;
/** Pages are read again at most this often, in ms. */
const SETTLE_MS = 150;

const ASSETS: Readonly<Record<string, string>> = {
  "console.css": "text/css; charset=utf-8",
  "icon.svg": "image/svg+xml",
  "live.js": "text/javascript; charset=utf-8",
};

/** Builds the console. */
export function buildConsole(ports: ConsolePorts): Console {
  const app: Console = new Hono();
  const sessions = new Sessions(ports.clock);
  app.use(setSecurityHeaders);
  app.use(async (context, next) => {
    await next();
    context.res.headers.set("content-security-policy", POLICY);
    // Without any referrer, browsers send forms with `Origin: null`, as a foreign page would.
    context.res.headers.set("referrer-policy", "same-origin");
  });
  app.notFound((context) => page(context, <NotFoundPage speech={speechOf(context, ports)} />, 404));
  addAssets(app);
  addSignIn(app, ports, sessions);
  app.use(async (context, next) => {
    if (ports.authenticator === undefined) return await next();
    const who = callerOf(context, ports, sessions);
    if (who === undefined) return context.redirect("/sign-in");
    const mayOpen = who.role === "operator" || OF_DEVICES.test(context.req.path);
    return mayOpen ? await next() : context.redirect(HOMES[who.role]!);
  });
  addLive(app, ports);
  addIncident(app, ports);
  addDevices(app, ports, sessions);
  return app;
}

function addAssets(app: Console): void {
  app.get("/assets/:name", (context) => {
    const type = ASSETS[context.req.param("name")];
    if (type === undefined) return context.notFound();
    const file = new URL(`./assets/${context.req.param("name")}`, import.meta.url);
    return context.body(readFileSync(file, "utf8"), 200, { "content-type": type });
  });
}

function addSignIn(app: Console, ports: ConsolePorts, sessions: Sessions): void {
  app.get(
    "/sign-in",
    (context) => context.html(<SignInPage speech={speechOf(context, ports)} isWrong={false} />),
  );
  app.post("/sign-in", async (context) => {
    const token = (await context.req.formData()).get("token");
    const authorization = `Bearer ${String(token).trim()}`;
    if (isCrossOrigin(context) || !mayLook(context, ports, authorization)) {
      return page(context, <SignInPage speech={speechOf(context, ports)} isWrong />, 403);
    }
    const secure = new URL(context.req.url).protocol === "https:";
    setCookie(context, COOKIE, sessions.begin(authorization), {
      httpOnly: true,
      sameSite: "Strict",
      path: "/",
      secure,
    });
    return context.redirect(homeOf(ports, authorization));
  });
  app.post("/sign-out", (context) => {
    sessions.end(getCookie(context, COOKIE) ?? "");
    deleteCookie(context, COOKIE, { path: "/" });
    return context.redirect("/sign-in");
  });
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
  app.get("/feed", (context) => feed(context, ports));
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

function addDevices(app: Console, ports: ConsolePorts, sessions: Sessions): void {
  const who = (context: HttpContext) => callerOf(context, ports, sessions);
  app.get(
    "/devices",
    (context) => devicesPage(context, ports, speechOf(context, ports), who(context)),
  );
  app.post("/devices/:id/:action", (context) => changeDevice(context, ports, who(context)));
}

function page(context: HttpContext, content: JSX.Element, status: 200 | 403 | 404 = 200) {
  return context.html(`<!doctype html>${content}`, status);
}

/** Says "changed" at every wake, so that the page reads itself again. */
function feed(context: HttpContext, ports: ConsolePorts): Response {
  return streamSSE(context, async (out) => {
    const left = new AbortController();
    out.onAbort(() => left.abort());
    const end = AbortSignal.any([context.req.raw.signal, ports.stopping, left.signal]);
    using bell = new Bell(ports.wake);
    while (!end.aborted) {
      await out.writeSSE({ event: "changed", data: "" });
      await out.sleep(SETTLE_MS);
      await bell.rung(COMMENT_MS, end);
    }
  });
}

/** Who is signed in; undefined: nobody, or somebody whose token no longer holds. */
function callerOf(
  context: HttpContext,
  { authenticator }: ConsolePorts,
  sessions: Sessions,
): Caller | undefined {
  const authorization = sessions.use(getCookie(context, COOKIE) ?? "");
  if (authorization === undefined) return undefined;
  const who = authenticator?.identify({ authorization, commonName: undefined });
  return who === undefined || HOMES[who.role] === undefined ? undefined : who;
}

function mayLook(context: HttpContext, ports: ConsolePorts, authorization: string): boolean {
  if (ports.authenticator === undefined) return true;
  const source = context.env.incoming.socket.remoteAddress ?? "";
  const credentials = { authorization, commonName: undefined, source };
  const roles = Object.keys(HOMES) as Role[];
  return ports.authenticator.authorize({ roles }, credentials).ok;
}

function homeOf({ authenticator }: ConsolePorts, authorization: string): string {
  const who = authenticator?.identify({ authorization, commonName: undefined });
  return who === undefined ? "/" : HOMES[who.role]!;
}

function speechOf(context: HttpContext, ports: ConsolePorts) {
  const language = chooseLanguage(context.req.header("accept-language"), ports.languages);
  return { language, words: WORDS[language] };
}
