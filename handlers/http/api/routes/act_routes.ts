/** Routes by which technicians do something to one wearable or one modem, and get what came of it. */
import { authorOf } from "../../server/access/auth.ts";
import type { Author } from "../../../../db/store.ts";
import type * as z from "zod";
import type { Result } from "../../../../devices/result.ts";
import { type Refusal, refuse } from "../../server/refusal.ts";
import { defineRoute, jsonAnswer, type Route, type RouteDefinition } from "../../server/route.ts";

/** Access to everything about wearables and modems. */
export const technicians = { roles: ["technician"] } as const;

/** Why something could not be done, and what to do. */
interface Problem {
  readonly code: string;
  readonly message: string;
  /** When to try again, in seconds. */
  readonly retryAfterS?: number;
}

interface ActRoute<P, B> extends
  Pick<
    RouteDefinition<P, undefined, B>,
    "path" | "shows" | "summary" | "description" | "params" | "body" | "refusals"
  > {
  readonly method?: "PATCH" | "POST";
  /** What is given, and its shape. */
  readonly gives: readonly [description: string, schema: z.ZodType];
  /** Default: 200. */
  readonly status?: 200 | 202;
  act(params: P, body: B, by: Author): Promise<Result<object, Problem>>;
}

/** Declares one; by default a POST. */
export function actRoute<P, B = undefined>(
  { act, gives, status = 200, ...route }: ActRoute<P, B>,
): Route {
  return defineRoute({
    method: "POST",
    access: technicians,
    refusals: [404, 409, 503],
    ...route,
    answers: jsonAnswer(...gives, status),
    async handle({ body, caller, context, params, source }) {
      const done = await act(params, body, authorOf(caller!, source));
      return done.ok ? context.json(done.value, status) : refuse(refusalOf(done.error));
    },
  });
}

const STATUS: Readonly<Record<string, Refusal["status"]>> = {
  "unknown-destination": 404,
  "unknown-device": 404,
  "unknown-event": 404,
  "unknown-modem": 404,
  "invalid-request": 422,
  "too-often": 429,
};

/** The answer that carries a problem. */
export function refusalOf({ code, message, retryAfterS }: Problem): Refusal {
  const headers = retryAfterS === undefined ? {} : { "retry-after": String(retryAfterS) };
  return { status: STATUS[code] ?? 409, error: code, message, headers };
}
