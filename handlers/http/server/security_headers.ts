import type { Next } from "hono";
import type { TLSSocket } from "node:tls";
import type { HttpContext } from "./route.ts";

/** Nothing that this server sends may run, frame or load anything, unless an answer says more. */
const CLOSED_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";
const HSTS_SECONDS = 31_536_000;

/** Middleware that gives every answer the headers that keep browsers from doing harm with it. */
export async function setSecurityHeaders(context: HttpContext, next: Next): Promise<void> {
  await next();
  const { headers } = context.res;
  if (!headers.has("content-security-policy")) {
    headers.set("content-security-policy", CLOSED_POLICY);
  }
  headers.set("x-content-type-options", "nosniff");
  if (!headers.has("referrer-policy")) headers.set("referrer-policy", "no-referrer");
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  if ((context.env.incoming.socket as TLSSocket).encrypted) {
    headers.set("strict-transport-security", `max-age=${HSTS_SECONDS}`);
  }
}

/**
 * Whether a page of another origin makes the request. Client certificates go along with whatever a
 * browser sends, so such a request must change nothing.
 */
export function isCrossOrigin(context: HttpContext): boolean {
  const origin = context.req.header("origin");
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== context.req.header("host");
}
