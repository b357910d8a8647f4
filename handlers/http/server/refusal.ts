/** Failures as programs see them: `{"error","message","details"}`, never a stack. */
import type { IdProblem } from "../../tools/short_id.ts";

/** Why a request is not answered with what it asked for. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 405 | 406 | 409 | 410 | 413 | 422 | 429 | 500 | 503;
  /** A word in kebab-case that does not change; programs may look at it. */
  readonly error: string;
  /** What was being done, the state, and what to do next. */
  readonly message: string;
  readonly details?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The answer that carries a refusal. */
export function refuse({ status, headers, ...body }: Refusal): Response {
  return Response.json(body, { status, headers: { ...headers } });
}

/** Why an id leads nowhere, or to more than one. */
export function idRefusal(problem: IdProblem, unknown: Refusal): Refusal {
  if (problem.code !== "ambiguous") return unknown;
  return {
    status: 409,
    error: "ambiguous-id",
    message: "Cannot tell which is meant: several ids begin so. Give more digits",
    details: { ids: problem.ids },
  };
}

export const NOT_FOUND: Refusal = {
  status: 404,
  error: "not-found",
  message: "There is nothing at this address: see /openapi.json for what there is",
};

export const INTERNAL: Refusal = {
  status: 500,
  error: "internal",
  message: "The gateway failed to answer: try again, then look at its log",
};

export const STORE_UNAVAILABLE: Refusal = {
  status: 503,
  error: "store-unavailable",
  message: "The store could not be used and nothing of this request is certain: repeat it",
  headers: { "retry-after": "1" },
};
