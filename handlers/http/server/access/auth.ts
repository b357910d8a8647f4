/**
 * Who calls. A program proves itself by a token, or by a client certificate that the configured
 * authority signed: it counts as the valid token that is named like the certificate's CN. A personal
 * token proves its owner, in one role, for as long as the account is enabled and has that role. All of
 * it is looked up at every request, so that making, revoking and expiry take effect at once.
 */
import type { Author, Reader, Role, TokenRecord } from "../../../../db/store.ts";
import { fail, ok, type Result } from "../../../../devices/result.ts";
import { defined } from "../../../../devices/tools/defined.ts";
import type { Clock } from "../../../../devices/time.ts";
import { hashToken, holds } from "./credentials.ts";
import type { Raise } from "../../../events/gateway_events.ts";
import { FailureLimit } from "../../../tools/failure_limit.ts";
import type { Refusal } from "../refusal.ts";
import { NOT_PERSONAL, otherRole, READ_ONLY, tooMany, UNAUTHORIZED } from "./auth_refusals.ts";

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

/** Who has proved who it is. */
export interface Caller {
  readonly kind: "program" | "person";
  /** Of the credential, or of the account. */
  readonly name: string;
  /** Id of the credential, or of the account. */
  readonly id: string;
  readonly roles: readonly Role[];
  /** The only stream that a `dispatch` caller may poll. */
  readonly stream?: string;
  /** It may look, and change nothing. */
  readonly isReadOnly: boolean;
  /** The personal token that was used: its name. */
  readonly token?: string;
  readonly tokenId?: string;
  /** Number of the account. */
  readonly user?: number;
}

/** Who may use a route. */
export type Access = "anyone" | {
  readonly roles: readonly Role[];
  /** Free for programs of this box that ask directly. */
  readonly isFreeOnLoopback?: boolean;
  /** Only for personal tokens. */
  readonly isPersonal?: boolean;
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

  /**
   * Undefined where the route is for anyone.
   * @param isChange Whether the request changes something.
   */
  authorize(
    access: Access,
    credentials: Credentials,
    isChange = false,
  ): Result<Caller | undefined, Refusal> {
    if (access === "anyone") return ok(undefined);
    if (access.isFreeOnLoopback === true && credentials.isLocal) return ok(undefined);
    const caller = this.identify(credentials);
    if (caller === undefined) return fail(this.#notIdentified(credentials));
    const refusal = notAllowed(access, caller, isChange);
    return refusal === undefined ? ok(caller) : fail(refusal);
  }

  /** The caller that these credentials prove at this moment. */
  identify(
    { authorization, commonName }: Omit<Credentials, "source" | "isLocal">,
  ): Caller | undefined {
    const record = authorization === undefined
      ? this.#findNamed(commonName)
      : this.#findToken(authorization);
    return record && callerOf(record);
  }

  #findToken(authorization: string): TokenRecord | undefined {
    const token = /^Bearer (vgl_[\w-]{43})$/i.exec(authorization)?.[1];
    const record = token && this.#ports.reader.tokens.byHash(hashToken(token));
    return record && this.#holds(record) ? record : undefined;
  }

  /** A certificate is of a program: people have none. */
  #findNamed(name: string | undefined): TokenRecord | undefined {
    if (name === undefined) return undefined;
    return this.#ports.reader.tokens.all().findLast((record) =>
      record.name === name && record.owner === undefined && this.#holds(record)
    );
  }

  #holds(record: TokenRecord): boolean {
    return holds(record, this.#ports.clock.expiryUnixMs()) && mayOwn(record);
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

/** Whether the owner of a personal token may still do what it is for; a program's has no owner. */
function mayOwn({ owner, role }: TokenRecord): boolean {
  return owner === undefined || (!owner.isDisabled && owner.roles.includes(role));
}

function callerOf({ id, name, owner, role, scope, stream }: TokenRecord): Caller {
  const roles = [role];
  if (owner === undefined) {
    return defined({ kind: "program" as const, id, name, roles, stream, isReadOnly: false });
  }
  return {
    kind: "person",
    id: owner.id,
    name: owner.name,
    roles,
    isReadOnly: scope !== "act",
    token: name,
    tokenId: id,
    user: owner.number,
  };
}

/**
 * The caller as the author of what it does.
 * @param source Address that the request came from.
 * @param said Whom a program names of its own people.
 */
export function authorOf(
  { id, kind, name, token }: Caller,
  source: string,
  said?: string,
): Author {
  return defined({ kind, name, id, token, from: source, said });
}

function notAllowed(access: Exclude<Access, "anyone">, caller: Caller, isChange: boolean) {
  const { isPersonal = false, roles } = access;
  if (!roles.some((role) => caller.roles.includes(role))) return otherRole(roles);
  if (isPersonal && caller.token === undefined) return NOT_PERSONAL;
  return isChange && caller.isReadOnly ? READ_ONLY : undefined;
}
