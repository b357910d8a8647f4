/** Signing in and out: a password and a second step, or a passkey. */
import type { Person } from "../../../accounts/accounts.ts";
import { definePage, type PageCall, type PageDefinition } from "../page_definition.ts";
import { SecondStepPage, SignInPage } from "../pages/account/sign_in_pages.tsx";
import { ownPath } from "../preferences.ts";
import { page } from "../reply.tsx";
import {
  giveSession,
  giveTicket,
  takeSession,
  takeTicket,
  takeWay,
  ticketOf,
} from "../session_cookie.ts";
import { failure, failureOf, fieldsOf, type FormFailure } from "./form_problem.ts";
import { answerRequest, originOf, responseOf } from "./passkey_exchange.ts";

const anyone = { access: "anyone", shows: "nothing" } as const;

export const SIGN_IN_PAGES: readonly PageDefinition[] = [
  definePage({
    ...anyone,
    method: "GET",
    path: "/sign-in",
    handle: (call) => call.reader === undefined ? showFirst(call) : call.context.redirect("/"),
  }),
  definePage({ ...anyone, method: "POST", path: "/sign-in", handle: checkPassword }),
  definePage({
    ...anyone,
    method: "GET",
    path: "/sign-in/code",
    handle: (call) => ticketOf(call.context) === "" ? toFirst(call) : showSecond(call),
  }),
  definePage({ ...anyone, method: "POST", path: "/sign-in/code", handle: checkCode }),
  definePage({
    ...anyone,
    method: "POST",
    path: "/sign-in/passkey/request",
    handle: async (call) =>
      answerRequest(call, await call.ports.accounts.passkeyRequest(originOf(call))),
  }),
  definePage({ ...anyone, method: "POST", path: "/sign-in/passkey", handle: checkPasskey }),
  definePage({ ...anyone, method: "POST", path: "/sign-out", handle: signOut }),
];

function showFirst(call: PageCall, failed?: FormFailure, name?: string): Response {
  const { context, ports, visit } = call;
  const mayClaim = ports.accounts.claimCode !== undefined;
  const content = (
    <SignInPage visit={visit} mayClaim={mayClaim} name={name} problem={failed?.problem} />
  );
  return page(context, content, failed?.status);
}

function showSecond({ context, visit }: PageCall, failed?: FormFailure): Response {
  return page(
    context,
    <SecondStepPage visit={visit} problem={failed?.problem} />,
    failed?.status,
  );
}

function toFirst({ context }: PageCall): Response {
  return context.redirect("/sign-in", 303);
}

async function checkPassword(call: PageCall): Promise<Response> {
  const fields = await fieldsOf(call);
  if (!fields.ok) return showFirst(call, fields.error);
  const name = fields.value("name");
  const input = { name, password: fields.value("password") };
  const checked = await call.ports.accounts.checkPassword(input, call.source);
  // Beside neither field: which of the two is wrong is not said.
  if (!checked.ok) return showFirst(call, withoutField(failureOf(call, checked.error)), name);
  giveTicket(call.context, checked.value.ticket);
  return call.context.redirect("/sign-in/code", 303);
}

async function checkCode(call: PageCall): Promise<Response> {
  const fields = await fieldsOf(call);
  if (!fields.ok) return showSecond(call, fields.error);
  const { accounts } = call.ports;
  const ticket = ticketOf(call.context);
  const recovery = fields.value("recovery");
  const checked = recovery === ""
    ? await accounts.checkTotp(ticket, fields.value("totp"), call.source)
    : await accounts.checkRecovery(ticket, recovery, call.source);
  if (checked.ok) return signIn(call, checked.value);
  const failed = failureOf(call, checked.error, FIELDS);
  if (checked.error.code !== "ticket-ended") return showSecond(call, failed);
  takeTicket(call.context);
  return showFirst(call, failed);
}

const FIELDS = { "wrong-totp": "totp", "wrong-recovery-code": "recovery" } as const;

async function checkPasskey(call: PageCall): Promise<Response> {
  const fields = await fieldsOf(call);
  if (!fields.ok) return showFirst(call, fields.error);
  const checked = await call.ports.accounts.checkPasskey(
    fields.value("ticket"),
    responseOf(fields.value("response")),
    originOf(call),
    call.source,
  );
  return checked.ok
    ? signIn(call, checked.value)
    : showFirst(call, withoutField(failureOf(call, checked.error)));
}

/** Begins a session in this browser, and leads to where its owner wanted to go. */
function signIn(call: PageCall, person: Person): Response {
  const { context, ports } = call;
  ports.sessions.end(takeSession(context));
  const id = beginSession(call, person);
  if (id === undefined) return showFirst(call, failure(call.visit, "sessions-full"));
  takeTicket(context);
  giveSession(context, id);
  return context.redirect(ownPath(takeWay(context)), 303);
}

/** A session of a person in the browser that asks; undefined: as many as may be are open. */
export function beginSession(
  { context, ports, source }: PageCall,
  { generation, id: account, number: user }: Person,
): string | undefined {
  const agent = context.req.header("user-agent") ?? "";
  return ports.sessions.begin({ user, account, generation, source, agent });
}

function signOut(call: PageCall): Response {
  const { context, ports: { sessions }, reader } = call;
  sessions.end(takeSession(context));
  if (reader?.person !== undefined) noteOwn(call, "signed-out");
  return context.redirect("/sign-in");
}

/** Keeps what somebody did with an own session; a disk that takes nothing keeps nobody signed in. */
export function noteOwn({ by, ports }: PageCall, what: "signed-out" | "session-ended"): void {
  ports.auditTrail.note({ by, what, subjects: [{ kind: "account", id: by.name }] });
}

function withoutField({ problem: { text }, status }: FormFailure): FormFailure {
  return { status, problem: { text } };
}
