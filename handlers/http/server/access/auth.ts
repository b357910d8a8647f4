/**
 * Who calls. A program proves itself by a token, or by a client certificate that the configured
 * authority signed: it counts as the valid token that is named like the certificate's CN. Both are
 * looked up at every request, so that making, revoking and expiry take effect at once.
 */
import type { Reader, Role, TokenRecord } from "../../../../db/store.ts";
import { fail, ok, type Result } from "../../../../devices/result.ts";
import type { Clock } from "../../../../devices/time.ts";
import { hashToken } from "./credentials.ts";
import type { Raise } from "../../../events/gateway_events.ts";
import { FailureLimit } from "./failure_limit.ts";
import type { Refusal } from "../refusal.ts";

export interface Credentials {
  /** Content of the header `Authorization`. */
  readonly authorization: string | undefined;
  /** CN of a client certificate that was verified against the configured authority. */
  readonly commonName: string | undefined;
  /** Who the peer counts as: see `sourceOf`. */
  readonly source: string;
  /** Whether a program of this box asks, by itself and directly. */
  readonly isLocal: boolean;
}

/** A program that has proved who it is. */
export interface Caller {
  readonly name: string;
  readonly role: Role;
  /** The only stream that a `dispatch` caller may poll. */
  readonly stream: string | undefined;
}

/** Who may use a route. */
export type Access = "anyone" | {
  readonly roles: readonly Role[];
  /** Free for programs of this box that ask directly. */
  readonly isFreeOnLoopback?: boolean;
};

export interface AuthPorts {
  readonly reader: Pick<Reader, "tokens">;
  readonly clock: Clock;
  readonly raise: Raise;
}

export class Authenticator {
  readonly #ports: AuthPorts;
  readonly #failures = new FailureLimit();

  constructor(ports: AuthPorts) {
    this.#ports = ports;
  }

  /** Undefined where the route is for anyone. */
  authorize(access: Access, credentials: Credentials): Result<Caller | undefined, Refusal> {
    if (access === "anyone") return ok(undefined);
    if (access.isFreeOnLoopback === true && credentials.isLocal) return ok(undefined);
    const caller = this.identify(credentials);
    if (caller === undefined) return fail(this.#notIdentified(credentials));
    return access.roles.includes(caller.role) ? ok(caller) : fail(notAllowed(access.roles));
  }

  /** The caller that these credentials prove at this moment. */
  identify(
    { authorization, commonName }: Omit<Credentials, "source" | "isLocal">,
  ): Caller | undefined {
    const record = authorization === undefined
      ? this.#findNamed(commonName)
      : this.#findToken(authorization);
    return record && { name: record.name, role: record.role, stream: record.stream };
  }

  #findToken(authorization: string): TokenRecord | undefined {
    const token = /^Bearer (vgl_[\w-]{43})$/i.exec(authorization)?.[1];
    const record = token && this.#ports.reader.tokens.byHash(hashToken(token));
    return record && this.#holds(record) ? record : undefined;
  }

  #findNamed(name: string | undefined): TokenRecord | undefined {
    if (name === undefined) return undefined;
    return this.#ports.reader.tokens.all().findLast((record) =>
      record.name === name && this.#holds(record)
    );
  }

  #holds(record: TokenRecord): boolean {
    const ends = record.expiresAtUnixMs ?? Infinity;
    return record.revokedAtUnixMs === undefined && this.#ports.clock.expiryUnixMs() < ends;
  }

  /** Only wrong credentials count towards the limit, and valid ones never come here. */
  #notIdentified({ authorization, commonName, source }: Credentials): Refusal {
    if (authorization === undefined && commonName === undefined) return UNAUTHORIZED;
    const now = this.#ports.clock.monotonicMs();
    const { retryAfterS, isFirst } = this.#failures.note(source, now);
    if (isFirst) {
      this.#ports.raise({
        name: "security",
        reason: "credentials-guessed",
        details: { source },
      });
    }
    return retryAfterS === undefined ? UNAUTHORIZED : tooMany(retryAfterS);
  }
}

const UNAUTHORIZED: Refusal = {
  status: 401,
  error: "unauthorized",
  message:
    "Cannot tell who calls: no valid credentials. Send `Authorization: Bearer vgl_…` with a " +
    "token that is neither expired nor revoked, or use a client certificate that is known here",
  headers: { "www-authenticate": 'Bearer realm="vigil"' },
};

function tooMany(retryAfterS: number): Refusal {
  return {
    status: 429,
    error: "too-many-failures",
    message: `Cannot tell who calls: too many wrong credentials from this address. Try again in ` +
      `${retryAfterS} s with valid ones`,
    headers: { "retry-after": String(retryAfterS) },
  };
}

function notAllowed(roles: readonly Role[]): Refusal {
  return {
    status: 403,
    error: "forbidden",
    message: `This credential's role may not do this: use one of role ${roles.join(" or ")}`,
    details: { roles },
  };
}
