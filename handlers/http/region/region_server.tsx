/**
 * What `vigil dispatch` shows: a page of all gateways for a person at the machine, and for programs
 * with the token the records, to be read on from a number.
 */
import { timingSafeEqual } from "node:crypto";
import { Hono } from "hono";
import type { HttpBindings } from "@hono/node-server";
import type { RegionRecords } from "../../../db/region/region_records.ts";
import { type Clock, isoTime } from "../../../devices/time.ts";
import type { GatewayWatch } from "../../dispatch/gateway_watch.ts";
import type { Log } from "../../ports.ts";
import { hashToken } from "../server/access/credentials.ts";
import { type Fetch, Listener, type ListenSettings } from "../server/connections/listener.ts";
import { setSecurityHeaders } from "../server/security_headers.ts";
import { RegionPage } from "./region_page.tsx";

export interface RegionServerPorts {
  readonly name: string;
  readonly records: Pick<RegionRecords, "eventsAfter" | "incidents" | "streams">;
  readonly watch: Pick<GatewayWatch, "list">;
  readonly sources: readonly { readonly name: string; readonly lastError: string | undefined }[];
  readonly clock: Clock;
  readonly log: Log;
  /** What programs prove themselves by; undefined: none may read. */
  readonly token: string | undefined;
}

const EVENTS_LIMIT = 500;
const INCIDENTS_SHOWN = 50;
const STYLE =
  `:root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;margin:1rem auto;
max-width:72rem;padding:0 1rem}table{border-collapse:collapse;width:100%}td,th{text-align:left;
padding:.3rem .6rem;border-bottom:1px solid #8888}.bad{color:light-dark(#8f0d20,#ff9fac);font-weight:600}
h1{font-size:1.4rem}h2{font-size:1rem}`;
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** Begins to serve. @throws Error with what to do when the address cannot be used. */
export function serveRegion(
  ports: RegionServerPorts,
  settings: ListenSettings,
): Promise<Listener> {
  const app = buildRegionApp(ports);
  return Listener.open(
    { fetch: app.fetch as Fetch, isProved: () => false, log: ports.log },
    settings,
  );
}

function buildRegionApp(ports: RegionServerPorts): Hono<{ Bindings: HttpBindings }> {
  const { clock, log, name, records, sources, token, watch } = ports;
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.use(setSecurityHeaders);
  app.onError((cause, context) => {
    log.error("cannot answer", { cause: String(cause) });
    const message = "the records cannot be read: see the log of vigil dispatch";
    return context.json({ error: "records-unavailable", message }, 503);
  });
  app.get("/region.css", (context) => context.body(STYLE, 200, { "content-type": "text/css" }));
  app.get("/", async (context) => {
    const [incidents, streams] = await Promise.all([
      records.incidents(INCIDENTS_SHOWN),
      records.streams(),
    ]);
    const now = isoTime(clock.unixMs());
    const view = { name, now, gateways: watch.list(), sources, incidents, streams };
    context.header("content-security-policy", PAGE_POLICY);
    return context.html(`<!doctype html>${<RegionPage view={view} />}`);
  });
  app.use("/v1/*", async (context, next) => {
    if (isToken(context.req.header("authorization"), token)) return await next();
    const message = "send the token of http.token_file as Authorization: Bearer …";
    return context.json({ error: "unauthorized", message }, 401);
  });
  app.get("/v1/gateways", (context) => context.json({ gateways: watch.list() }));
  app.get("/v1/streams", async (context) => context.json({ streams: await records.streams() }));
  app.get("/v1/events", async (context) => {
    const [after = 0, limit = 100] = [context.req.query("after"), context.req.query("limit")]
      .map((text) => text === undefined ? undefined : wholeNumber(text));
    if (Number.isNaN(after) || Number.isNaN(limit)) {
      const message = "after and limit are whole numbers from 0";
      return context.json({ error: "invalid-request", message }, 422);
    }
    const found = await records.eventsAfter(after, Math.min(limit, EVENTS_LIMIT));
    const events = found.map(({ body, number }) => ({ number, event: JSON.parse(body) }));
    return context.json({ events, next: found.at(-1)?.number ?? after });
  });
  app.notFound((context) => {
    const message = "there is /, /v1/gateways, /v1/streams and /v1/events?after=&limit=";
    return context.json({ error: "not-found", message }, 404);
  });
  return app;
}

function wholeNumber(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
}

/** Compared by their hashes, so that the time says nothing of how much of it is right. */
function isToken(header: string | undefined, token: string | undefined): boolean {
  if (token === undefined || header === undefined) return false;
  return timingSafeEqual(hashToken(header), hashToken(`Bearer ${token}`));
}
