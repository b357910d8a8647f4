/** Who can get at the gateway, and with what. */
import type { AccessFacts, ListenerFacts } from "./box_facts.ts";
import { bad, daysUntil, good, type Judgement, warning } from "./finding.ts";

/** A program takes people so long to give a new token, in days. */
const ENDS_SOON_DAYS = 30;
const MAKE_ADMIN = "vigil user add NAME --role admin";

export function judgeListeners(listeners: readonly ListenerFacts[]): Judgement[] {
  const open = listeners.filter(({ isOpen }) => isOpen);
  return open.length === 0
    ? [good("listeners-closed")]
    : open.map(({ host, name }) => bad("listener-open", { host, name }));
}

/** @param now In Unix milliseconds. */
export function judgeAccess(facts: AccessFacts, now: number): Judgement[] {
  return [
    judgeAdmins(facts),
    ...judgeAccounts(facts),
    ...judgeTokens(facts.tokens, now),
    judgeAudit(facts.audit),
  ];
}

function judgeAdmins({ admins }: AccessFacts): Judgement {
  if (admins === 0) return bad("admin-missing", {}, MAKE_ADMIN);
  return admins === 1 ? warning("admin-alone", {}, MAKE_ADMIN) : good("admins-good", {
    count: admins,
  });
}

function judgeAccounts({ accounts, withoutFactor }: AccessFacts): Judgement[] {
  if (withoutFactor > 0) {
    return [bad("factor-missing", { count: withoutFactor }, "vigil user list")];
  }
  return accounts === 0 ? [] : [good("accounts-good", { count: accounts })];
}

function judgeTokens(tokens: AccessFacts["tokens"], now: number): Judgement[] {
  const endless = tokens.filter(({ endsUnixMs }) => endsUnixMs === undefined);
  const ending = tokens.flatMap(({ endsUnixMs, name }) => {
    const days = endsUnixMs === undefined ? Infinity : daysUntil(endsUnixMs, now);
    return days < ENDS_SOON_DAYS ? [warning("token-ends", { name, days }, "vigil token list")] : [];
  });
  const command = "vigil token list";
  const found = [
    ...(endless.length === 0
      ? []
      : [warning("tokens-endless", { count: endless.length }, command)]),
    ...ending,
  ];
  if (found.length > 0 || tokens.length === 0) return found;
  return [good("tokens-good", { count: tokens.length })];
}

function judgeAudit({ entries, firstBad, head, ok }: AccessFacts["audit"]): Judgement {
  if (ok) return good("audit-good", { entries, head: head.number });
  return bad("audit-broken", { number: firstBad?.number ?? 0 }, "vigil audit verify");
}
