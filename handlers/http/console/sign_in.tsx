/** Signing in and out at the console. */
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { parse } from "hono/utils/cookie";
import type { Role } from "../../../db/store.ts";
import type { Authenticator, Caller } from "../server/access/auth.ts";
import type { HttpContext } from "../server/route.ts";
import { credentialsOf } from "../server/access/request_credentials.ts";
import { isCrossOrigin } from "../server/security_headers.ts";
import { type FormRefusal, readForm } from "./form.ts";
import type { Visit } from "./pages/visit.ts";
import { SignInPage } from "./pages/pages.tsx";
import { page } from "./reply.tsx";
import type { Sessions } from "./sessions.ts";

const COOKIE = "vigil-session";
/** Who may sign in, and the page that each sees first. */
const HOMES: Partial<Record<Role, string>> = { operator: "/", technician: "/devices" };

/** The page that a caller sees first; undefined: none is for it. */
export function firstPageOf({ roles }: Caller): string | undefined {
  return roles.map((role) => HOMES[role]).find((page) => page !== undefined);
}

export interface SignInPorts {
  /** Who may look; absent: everybody who reaches the port, for the demo. */
  readonly authenticator?: Authenticator | undefined;
  readonly sessions: Sessions;
}

/** The page that asks who is there; with a status other than 200 it says that it was wrong. */
export function signInPage(context: HttpContext, visit: Visit, status: 200 | FormRefusal = 200) {
  return page(context, <SignInPage visit={visit} isWrong={status !== 200} />, status);
}

/** Begins a session for the token of the form. */
export async function signIn(context: HttpContext, ports: SignInPorts, visit: Visit) {
  const form = await readForm(context);
  if (!form.ok) return signInPage(context, visit, form.error);
  const authorization = `Bearer ${(form.value.get("token") ?? "").trim()}`;
  if (!mayLook(context, ports, authorization)) return signInPage(context, visit, 403);
  setCookie(context, COOKIE, ports.sessions.begin(authorization), {
    httpOnly: true,
    sameSite: "Strict",
    path: "/",
    secure: new URL(context.req.url).protocol === "https:",
  });
  return context.redirect(homeOf(ports, authorization));
}

/** Ends the session; a page of another origin may not. */
export function signOut(context: HttpContext, { sessions }: SignInPorts) {
  if (isCrossOrigin(context)) return context.text("", 403);
  sessions.end(getCookie(context, COOKIE) ?? "");
  deleteCookie(context, COOKIE, { path: "/" });
  return context.redirect("/sign-in");
}

/**
 * Who is signed in; undefined: no one, or the token was revoked or has expired.
 * @param cookies The header `Cookie`.
 * @param isUse Whether this counts as use of the session. What a page asks for by itself does not.
 */
export function callerOf(
  cookies: string | undefined,
  { authenticator, sessions }: SignInPorts,
  isUse: boolean,
): Caller | undefined {
  const id = parse(cookies ?? "", COOKIE)[COOKIE] ?? "";
  const authorization = isUse ? sessions.use(id) : sessions.look(id);
  if (authorization === undefined) return undefined;
  const who = authenticator?.identify({ authorization, commonName: undefined });
  return who === undefined || firstPageOf(who) === undefined ? undefined : who;
}

function mayLook(context: HttpContext, { authenticator }: SignInPorts, authorization: string) {
  if (authenticator === undefined) return true;
  // Certificates do not count here: people have none.
  const { isLocal, source } = credentialsOf(context.env.incoming);
  const credentials = { authorization, commonName: undefined, source, isLocal };
  const roles = Object.keys(HOMES) as Role[];
  return authenticator.authorize({ roles }, credentials).ok;
}

function homeOf({ authenticator }: SignInPorts, authorization: string): string {
  const who = authenticator?.identify({ authorization, commonName: undefined });
  return who === undefined ? "/" : firstPageOf(who)!;
}
