/** One's own account: what proves its owner, where it is signed in, and its tokens. */
import { definePage, type PageCall, type PageDefinition } from "../page_definition.ts";
import type { Person } from "../../../accounts/accounts.ts";
import { AccountPage } from "../pages/account/account_page.tsx";
import { DONE, type Done } from "../pages/account/account_view.ts";
import { CodesPage } from "../pages/account/codes_page.tsx";
import { TokenPage } from "../pages/account/token_page.tsx";
import { page } from "../reply.tsx";
import { giveSession, takeSession } from "../session_cookie.ts";
import { failure, failureOf, fieldsOf, type FormFailure } from "./form_problem.ts";
import { answerRequest, originOf, responseOf } from "./passkey_exchange.ts";
import { beginSession, noteOwn } from "./sign_in_routes.tsx";

const own = { access: "person", shows: "nothing" } as const;

export const ACCOUNT_PAGES: readonly PageDefinition[] = [
  definePage({ ...own, method: "GET", path: "/account", handle: (call) => show(call) }),
  definePage({ ...own, method: "POST", path: "/account/password", handle: changePassword }),
  definePage({ ...own, method: "POST", path: "/account/recovery-codes", handle: makeCodes }),
  definePage({
    ...own,
    method: "POST",
    path: "/account/passkeys/request",
    handle: requestPasskey,
  }),
  definePage({ ...own, method: "POST", path: "/account/passkeys", handle: addPasskey }),
  definePage({ ...own, method: "POST", path: "/account/passkeys/remove", handle: removePasskey }),
  definePage({ ...own, method: "POST", path: "/account/sessions/end", handle: endSession }),
  definePage({ ...own, method: "POST", path: "/account/tokens", handle: makeToken }),
  definePage({ ...own, method: "POST", path: "/account/tokens/revoke", handle: revokeToken }),
];

/** Whom the page is for: these pages are for people who are signed in. */
function ownerOf({ reader }: PageCall): Person {
  return reader!.person!;
}

function show(
  call: PageCall,
  failed?: FormFailure,
  entered: Readonly<Record<string, string>> = {},
): Response {
  const { context, ports, visit } = call;
  const person = ownerOf(call);
  const now = ports.clock.expiryUnixMs();
  const tokens = ports.reader.tokens.all().filter(({ expiresAtUnixMs, owner, revokedAtUnixMs }) =>
    owner?.number === person.number && revokedAtUnixMs === undefined &&
    now < (expiresAtUnixMs ?? Infinity)
  );
  const content = (
    <AccountPage
      visit={visit}
      person={person}
      sessions={ports.sessions.of(person.number)}
      tokens={tokens}
      entered={entered}
      done={failed === undefined
        ? DONE.find((its) => its === context.req.query("done"))
        : undefined}
      problem={failed?.problem}
    />
  );
  return page(context, content, failed?.status);
}

function done({ context }: PageCall, what: Done): Response {
  return context.redirect(`/account?done=${what}`, 303);
}

/** All sessions of before end with the password; this browser gets one of the new generation. */
async function changePassword(call: PageCall): Promise<Response> {
  const { context, ports, source, visit } = call;
  const fields = await fieldsOf(call);
  if (!fields.ok) return show(call, fields.error);
  const next = fields.value("next");
  if (next !== fields.value("again")) {
    return show(call, failure(visit, "passwords-differ", "again"));
  }
  const input = { current: fields.value("current"), next };
  const changed = await ports.accounts.changePassword(ownerOf(call).number, input, source);
  if (!changed.ok) return show(call, failureOf(call, changed.error, PASSWORD));
  ports.sessions.end(takeSession(context));
  const id = beginSession(call, changed.value);
  if (id !== undefined) giveSession(context, id);
  return done(call, "password");
}

const PASSWORD = {
  "password-too-short": "next",
  "password-too-long": "next",
  "password-is-name": "next",
  "password-is-common": "next",
  "wrong-password": "current",
} as const;

async function makeCodes(call: PageCall): Promise<Response> {
  const { context, ports, source, visit } = call;
  const person = ownerOf(call);
  const fields = await fieldsOf(call);
  if (!fields.ok) return show(call, fields.error);
  const confirmed = await confirm(call, fields.value("confirm-codes"));
  if (!confirmed.ok) return show(call, failureOf(call, confirmed.error, CONFIRM_CODES));
  const made = await ports.accounts.newRecoveryCodes(person.number, source);
  if (!made.ok) return show(call, failureOf(call, made.error));
  const next = { href: "/account", name: visit.locale.messages.account.own.back };
  return page(context, <CodesPage visit={visit} person={person} codes={made.value} next={next} />);
}

const CONFIRM_CODES = { "wrong-password": "confirm-codes" } as const;

/** Whether it is the owner who asks for what outlasts the session. */
function confirm(call: PageCall, password: string) {
  return call.ports.accounts.confirm(ownerOf(call).number, password, call.source);
}

/** Before the browser makes a passkey: one that is then refused would stay in it. */
async function requestPasskey(call: PageCall): Promise<Response> {
  const fields = await fieldsOf(call);
  if (!fields.ok) return call.context.json({ message: fields.error.problem.text }, 422);
  const confirmed = await confirm(call, fields.value("confirm-passkey"));
  if (!confirmed.ok) return answerRequest(call, confirmed);
  const { number } = ownerOf(call);
  return answerRequest(call, await call.ports.accounts.passkeyCreation(number, originOf(call)));
}

async function addPasskey(call: PageCall): Promise<Response> {
  const fields = await fieldsOf(call);
  if (!fields.ok) return show(call, fields.error);
  const label = fields.value("label");
  const added = await call.ports.accounts.addPasskey(
    ownerOf(call).number,
    fields.value("ticket"),
    responseOf(fields.value("response")),
    label,
    originOf(call),
    call.source,
  );
  return added.ok ? done(call, "passkey") : show(call, failureOf(call, added.error), { label });
}

async function removePasskey(call: PageCall): Promise<Response> {
  const fields = await fieldsOf(call);
  if (!fields.ok) return show(call, fields.error);
  const { number } = ownerOf(call);
  const removed = await call.ports.accounts.removePasskey(
    number,
    fields.value("id"),
    call.source,
  );
  return removed.ok ? done(call, "passkey-removed") : show(call, failureOf(call, removed.error));
}

async function endSession(call: PageCall): Promise<Response> {
  const fields = await fieldsOf(call);
  if (!fields.ok) return show(call, fields.error);
  const isEnded = call.ports.sessions.endNamed(fields.value("session"), ownerOf(call).number);
  if (isEnded) noteOwn(call, "session-ended");
  return done(call, "session");
}

async function makeToken(call: PageCall): Promise<Response> {
  const { context, ports, source, visit } = call;
  const fields = await fieldsOf(call);
  if (!fields.ok) return show(call, fields.error);
  const entered = Object.fromEntries(
    ["token-name", "role", "scope", "days"].map((name) => [name, fields.value(name)]),
  );
  const role = fields.value("role");
  const token = {
    name: fields.value("token-name"),
    role,
    scope: fields.value("scope") === "act" ? "act" as const : "read" as const,
    days: Number(fields.value("days") || NaN),
  };
  const confirmed = await confirm(call, fields.value("confirm-token"));
  if (!confirmed.ok) return show(call, failureOf(call, confirmed.error, TOKEN), entered);
  const made = await ports.accounts.createToken(ownerOf(call).number, token, source);
  if (!made.ok) return show(call, failureOf(call, made.error, TOKEN), entered);
  const url = `${apiOrigin(call)}${LOOKS[role] ?? "/v1/status"}`;
  return page(context, <TokenPage visit={visit} token={made.value.token} url={url} />);
}

const TOKEN = {
  "wrong-password": "confirm-token",
  "invalid-token-name": "token-name",
  "name-taken": "token-name",
  "invalid-days": "days",
  "role-not-held": "role",
} as const;

/** What the tokens of a role may read, for an example. */
const LOOKS: Readonly<Record<string, string>> = {
  operator: "/v1/incidents",
  technician: "/v1/devices",
  auditor: "/v1/audit",
  admin: "/v1/users",
};

/** Where programs reach the API; of all addresses, the one by which the page was reached. */
function apiOrigin({ context, ports: { api } }: PageCall): string {
  const isOfAll = api.host === "0.0.0.0" || api.host === "::";
  const host = isOfAll ? new URL(context.req.url).hostname : api.host;
  const named = host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
  return `${api.isTls ? "https" : "http"}://${named}:${api.port}`;
}

async function revokeToken(call: PageCall): Promise<Response> {
  const fields = await fieldsOf(call);
  if (!fields.ok) return show(call, fields.error);
  const { number } = ownerOf(call);
  const revoked = await call.ports.accounts.revokeToken(number, fields.value("id"), call.source);
  return revoked.ok ? done(call, "token-revoked") : show(call, failureOf(call, revoked.error));
}
