import type { AccountProblem, AccountProblemCode } from "../../../../accounts/accounts.ts";
import { defined } from "../../../../../devices/tools/defined.ts";
import type { Refusal } from "../../../server/refusal.ts";

const STATUS: Partial<Record<AccountProblemCode, Refusal["status"]>> = {
  "invalid-name": 422,
  "invalid-full-name": 422,
  "invalid-roles": 422,
  "unknown-account": 404,
  "locked-out": 429,
  "busy": 429,
};

/** The answer that carries why something about an account was not done. */
export function userRefusal(problem: AccountProblem): Refusal {
  const { code, field, message, retryAfterS } = problem;
  const status = STATUS[code] ?? 409;
  const details = field === undefined ? undefined : [{ field: `body.${field}`, message }];
  return {
    status,
    error: status === 422 ? "invalid-request" : code,
    message,
    ...defined({ details }),
    ...(retryAfterS !== undefined && { headers: { "retry-after": String(retryAfterS) } }),
  };
}

/** There is no account of a name. */
export const NO_SUCH_USER = {
  code: "unknown-account",
  message: "There is no account of this name: see GET /v1/users",
} as const satisfies AccountProblem;
