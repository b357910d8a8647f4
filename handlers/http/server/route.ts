/** A route says in one place who may use it, what it takes, what it answers and what it does. */
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type * as z from "zod";
import type { Access, Caller } from "./access/auth.ts";

export type HttpContext = Context<{ Bindings: HttpBindings }>;

/** One request that was let in and whose parts hold against their schemas. */
export interface Call<P, Q, B> {
  readonly context: HttpContext;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Undefined where the route is for anyone. */
  readonly caller: Caller | undefined;
  /** Address that the request came from. */
  readonly source: string;
  /** Aborts when the client has gone or the server stops. */
  readonly gone: AbortSignal;
  /** Whether the caller's credentials still hold, for calls that last. */
  readonly isStillAllowed: () => boolean;
}

/** One kind of success, for the documentation. */
export interface Answer {
  readonly description: string;
  /** By media type; a schema where there is one. */
  readonly content?: Readonly<Record<string, z.ZodType | undefined>>;
}

/**
 * What an answer lets its reader see of victims, or of those who looked at them: `places` where they
 * are, `wearables` the files that wearables serve or the alarms that they gave, `audit` who did and
 * looked at what. Whatever is not `nothing` is kept, with who saw it.
 */
export const SHOWN = ["nothing", "places", "wearables", "audit"] as const;
export type Shown = (typeof SHOWN)[number];

export interface RouteDefinition<P, Q, B> {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** With `{name}` for its parts. */
  readonly path: string;
  readonly access: Access;
  readonly shows: Shown;
  /** What is kept of its use, for the documentation, where that is not what it is of other routes. */
  readonly keeps?: string;
  /** It changes nothing, though its method is not GET: a token that only reads may use it. */
  readonly isRead?: boolean;
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodType<P>;
  readonly query?: z.ZodType<Q>;
  readonly body?: z.ZodType<B>;
  readonly answers: Readonly<Record<number, Answer>>;
  /** Statuses of its own refusals, beside those that every route has. */
  readonly refusals?: readonly number[];
  handle(call: Call<P, Q, B>): Response | Promise<Response>;
}

export type Route = RouteDefinition<unknown, unknown, unknown>;

/** The answers of a route that gives JSON of one shape, or of none that is declared. */
export function jsonAnswer(
  description: string,
  schema: z.ZodType | undefined,
  status = 200,
): Readonly<Record<number, Answer>> {
  return { [status]: { description, content: { "application/json": schema } } };
}

/** Declares a route; parts without a schema are `undefined`. */
export function defineRoute<P = undefined, Q = undefined, B = undefined>(
  route: RouteDefinition<P, Q, B>,
): Route {
  return route;
}
