import type { Reader } from "../../db/store.ts";
import { defined } from "../../devices/tools/defined.ts";
import { verifyNewest } from "../../handlers/audit/newest.ts";
import type { AccessFacts, ListenerFacts } from "../../handlers/doctor/doctor.ts";
import type { Config } from "../config/config.ts";
import { isLoopback } from "../config/rules.ts";

/** Who can sign in, which tokens hold, and whether the end of the audit log does. */
export function lookAtAccess(reader: Reader, now: number): AccessFacts {
  const accounts = reader.users.all().filter(({ disabledAtUnixMs, hasPassword, number }) =>
    disabledAtUnixMs === undefined &&
    (hasPassword || reader.users.passkeys(number).length > 0)
  );
  const hasFactor = (user: (typeof accounts)[number]) =>
    user.hasTotp || reader.users.passkeys(user.number).length > 0;
  const tokens = reader.tokens.all().filter(({ expiresAtUnixMs = Infinity, owner, ...its }) =>
    its.revokedAtUnixMs === undefined && owner === undefined && expiresAtUnixMs > now
  );
  return {
    accounts: accounts.length,
    admins: accounts.filter(({ roles }) => roles.includes("admin")).length,
    withoutFactor: accounts.filter((user) => !hasFactor(user)).length,
    tokens: tokens.map(({ expiresAtUnixMs, name }) => ({
      name,
      ...defined({ endsUnixMs: expiresAtUnixMs }),
    })),
    audit: verifyNewest(reader),
  };
}

/** Where the API and the pages listen, and whether that is open to a network without TLS. */
export function listenersOf({ console, http }: Config): ListenerFacts[] {
  const isTls = http.tlsCert !== undefined && http.tlsKey !== undefined;
  return [["http", http.host], ["console", console.host]].map(([name, host]) => ({
    name: name!,
    host: host!,
    isOpen: !isTls && !isLoopback(host!),
  }));
}
