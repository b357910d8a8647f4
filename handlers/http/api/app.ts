/** The API for programs as one function from request to answer. */
import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { StoreError } from "../../../db/store.ts";
import type { Log } from "../../ports.ts";
import type { Authenticator } from "../server/access/auth.ts";
import { readJson, validate } from "../server/input.ts";
import { INTERNAL, NOT_FOUND, type Refusal, refuse, STORE_UNAVAILABLE } from "../server/refusal.ts";
import type { Call, HttpContext, Route } from "../server/route.ts";
import { credentialsOf } from "../server/access/request_credentials.ts";
import { fail, ok, type Result } from "../../../devices/result.ts";
import { isCrossOrigin, setSecurityHeaders } from "../server/security_headers.ts";

export interface AppPorts {
  readonly authenticator: Authenticator;
  readonly log: Log;
  /** Ends what lasts: streams of server-sent events and waiting polls. */
  readonly stopping: AbortSignal;
}

export type App = Hono<{ Bindings: HttpBindings }>;

/** Builds the application from its routes. What no route declares is refused. */
export function buildApp(routes: readonly Route[], ports: AppPorts): App {
  const app: App = new Hono();
  app.use(setSecurityHeaders);
  for (const route of routes) {
    app.on(route.method, honoPath(route), (context) => serve(route, context, ports));
  }
  for (const path of new Set(routes.map(honoPath))) {
    const allowed = routes.filter((route) => honoPath(route) === path).map(({ method }) => method);
    app.all(path, () => refuse(notAllowedMethod(allowed)));
  }
  app.notFound(() => refuse(NOT_FOUND));
  app.onError((error) => refuse(refusalOf(error, ports.log)));
  return app;
}

function honoPath({ path }: Route): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

/** In this order, so that a stranger learns nothing and has no body read. */
async function serve(route: Route, context: HttpContext, ports: AppPorts): Promise<Response> {
  const credentials = credentialsOf(context.env.incoming);
  const caller = ports.authenticator.authorize(
    route.access,
    credentials,
    isChange(route),
  );
  if (!caller.ok) return refuse(caller.error);
  if (isCrossOrigin(context)) return refuse(CROSS_ORIGIN);
  const input = await readInput(route, context);
  if (!input.ok) return refuse(input.error);
  return await route.handle({
    ...input.value,
    context,
    caller: caller.value,
    source: credentials.source,
    gone: AbortSignal.any([context.req.raw.signal, ports.stopping]),
    isStillAllowed: () =>
      ports.authenticator.authorize(route.access, credentials, isChange(route)).ok,
  });
}

/** Whether a route changes something, for credentials that only read. */
function isChange({ method, isRead = false }: Route): boolean {
  return method !== "GET" && !isRead;
}

type Input = Pick<Call<unknown, unknown, unknown>, "params" | "query" | "body">;

async function readInput(route: Route, context: HttpContext): Promise<Result<Input, Refusal>> {
  const params = route.params && validate(route.params, context.req.param(), "path");
  if (params?.ok === false) return params;
  const query = route.query && validate(route.query, context.req.query(), "query");
  if (query?.ok === false) return query;
  const body = await readBody(route, context);
  if (!body.ok) return fail(body.error);
  return ok({ params: params?.value, query: query?.value, body: body.value });
}

async function readBody(route: Route, context: HttpContext): Promise<Result<unknown, Refusal>> {
  if (route.body === undefined) return ok(undefined);
  const json = await readJson(context.req.raw);
  return json.ok ? validate(route.body, json.value, "body") : json;
}

function refusalOf(error: unknown, log: Log): Refusal {
  log.error("cannot answer a request", { cause: String(error) });
  return error instanceof StoreError ? STORE_UNAVAILABLE : INTERNAL;
}

function notAllowedMethod(allowed: readonly string[]): Refusal {
  return {
    status: 405,
    error: "method-not-allowed",
    message: `This address takes ${allowed.join(", ")} only`,
    details: { allowed },
    headers: { allow: allowed.join(", ") },
  };
}

const CROSS_ORIGIN: Refusal = {
  status: 403,
  error: "cross-origin",
  message: "Pages of other origins may not use this API: call it from a program",
};
