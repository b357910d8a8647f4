/** Why credentials do not open a route, and what to do. */
import type { Role } from "../../../../db/store.ts";
import type { Refusal } from "../refusal.ts";

export const UNAUTHORIZED: Refusal = {
  status: 401,
  error: "unauthorized",
  message:
    "Cannot tell who calls: no valid credentials. Send `Authorization: Bearer vgl_…` with a " +
    "token that is neither expired nor revoked, or use a client certificate that is known here",
  headers: { "www-authenticate": 'Bearer realm="vigil"' },
};

/** @param retryAfterS Seconds until the address may send wrong credentials again. */
export function tooMany(retryAfterS: number): Refusal {
  return {
    status: 429,
    error: "too-many-failures",
    message: `Cannot tell who calls: too many wrong credentials from this address. Try again in ` +
      `${retryAfterS} s with valid ones`,
    headers: { "retry-after": String(retryAfterS) },
  };
}

/** @param roles Those that may. */
export function otherRole(roles: readonly Role[]): Refusal {
  return {
    status: 403,
    error: "forbidden",
    message: `This credential's role may not do this: use one of role ${roles.join(" or ")}`,
    details: { roles },
  };
}

export const READ_ONLY: Refusal = {
  status: 403,
  error: "read-only",
  message:
    "This personal token only reads: make one of scope `act`, on your account page or with " +
    "`vigil token` on the gateway",
};

export const NOT_PERSONAL: Refusal = {
  status: 403,
  error: "not-personal",
  message: "This is for personal tokens: an administrator revokes a program's token, with " +
    "DELETE /v1/tokens/{id}",
};
