/** The cookie by which a browser proves that its reader has signed in. */
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { parse } from "hono/utils/cookie";
import type { IncomingMessage } from "node:http";
import type { TLSSocket } from "node:tls";
import type { Person } from "../../accounts/accounts.ts";
import type { HttpContext } from "../server/route.ts";
import type { ConsolePorts } from "./ports.ts";
import type { SessionInfo } from "./sessions.ts";

/** How much a request counts: as use, as an open wall, or as what a page does by itself. */
export type Presence = "use" | "look";

const SESSION = "vigil-session";
const STEP = "vigil-step";
const BACK = "vigil-back";
/** What leads from one step to the next is kept so long, in s; its ticket may end before. */
const STEP_S = 1_800;

/** Gives a session to the browser. */
export function giveSession(context: HttpContext, id: string): void {
  give(context, SESSION, id);
}

/** Takes it away; its id. */
export function takeSession(context: HttpContext): string {
  return take(context, SESSION);
}

/** The ticket that leads from one step of signing in or setting up to the next. */
export function giveTicket(context: HttpContext, ticket: string): void {
  give(context, STEP, ticket, STEP_S);
}

/** The ticket of the step before; empty: there is none. */
export function ticketOf(context: HttpContext): string {
  return getCookie(context, nameFor(isSecure(context), STEP)) ?? "";
}

export function takeTicket(context: HttpContext): string {
  return take(context, STEP);
}

/** Keeps where somebody wanted to go, until signed in. */
export function keepWay(context: HttpContext, path: string): void {
  give(context, BACK, path, STEP_S);
}

/** Where somebody wanted to go; null: nowhere in particular. */
export function takeWay(context: HttpContext): string | null {
  const way = take(context, BACK);
  return way === "" ? null : way;
}

/** Who is signed in, with the session that says so. */
export interface SignedIn {
  readonly person: Person;
  readonly session: SessionInfo;
}

/** Who has sent a request; undefined: a stranger, or the session or the account is over. */
export function signedInBy(
  { headers, socket }: Pick<IncomingMessage, "headers" | "socket">,
  { accounts, sessions }: Pick<ConsolePorts, "accounts" | "sessions">,
  presence: Presence,
): SignedIn | undefined {
  const name = nameFor((socket as TLSSocket).encrypted === true, SESSION);
  const id = parse(headers.cookie ?? "", name)[name] ?? "";
  const session = sessions[presence](id);
  if (session === undefined) return undefined;
  const person = accounts.person(session.user);
  const holds = person !== undefined && !person.isDisabled &&
    person.id === session.account && person.generation === session.generation;
  if (holds) return { person, session };
  sessions.end(id);
  return undefined;
}

/** The prefix has the browser refuse such a cookie from elsewhere, and send it nowhere else. */
function nameFor(secure: boolean, name: string): string {
  return secure ? `__Host-${name}` : name;
}

function isSecure(context: HttpContext): boolean {
  return (context.env.incoming.socket as TLSSocket).encrypted === true;
}

function give(context: HttpContext, name: string, value: string, maxAge?: number): void {
  const secure = isSecure(context);
  setCookie(context, nameFor(secure, name), value, {
    httpOnly: true,
    sameSite: "Strict",
    path: "/",
    secure,
    ...(maxAge === undefined ? {} : { maxAge }),
  });
}

function take(context: HttpContext, name: string): string {
  const secure = isSecure(context);
  const value = getCookie(context, nameFor(secure, name)) ?? "";
  deleteCookie(context, nameFor(secure, name), { path: "/", secure });
  return value;
}
