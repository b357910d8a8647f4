/** The cookie by which a browser proves that its reader has signed in. */
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { parse } from "hono/utils/cookie";
import type { HttpContext } from "../server/route.ts";
import type { ConsolePorts } from "./ports.ts";
import { type Person, PERSON_ROLES } from "../../accounts/accounts.ts";

const COOKIE = "vigil-session";

/** Gives a session to the browser. */
export function giveSession(context: HttpContext, id: string): void {
  setCookie(context, COOKIE, id, {
    httpOnly: true,
    sameSite: "Strict",
    path: "/",
    secure: new URL(context.req.url).protocol === "https:",
  });
}

/** Takes it away; its id. */
export function takeSession(context: HttpContext): string {
  const id = getCookie(context, COOKIE) ?? "";
  deleteCookie(context, COOKIE, { path: "/" });
  return id;
}

/**
 * Who is signed in; undefined: a stranger, or the token was revoked or has expired.
 * @param cookies The header `Cookie`.
 * @param isUse Whether this counts as use of the session. What a page asks for by itself does not.
 */
export function personOf(
  cookies: string | undefined,
  { authenticator, sessions }: Pick<ConsolePorts, "authenticator" | "sessions">,
  isUse: boolean,
): Person | undefined {
  const id = parse(cookies ?? "", COOKIE)[COOKIE] ?? "";
  const authorization = isUse ? sessions.use(id) : sessions.look(id);
  if (authorization === undefined) return undefined;
  const who = authenticator?.identify({ authorization, commonName: undefined });
  const role = PERSON_ROLES.find((its) => who?.roles.includes(its));
  if (who === undefined || role === undefined) return undefined;
  return {
    number: 0,
    id: who.id,
    name: who.name,
    fullName: who.name,
    roles: [role],
    isDisabled: false,
    isSetUp: true,
    hasTotp: false,
    passkeys: [],
    recoveryCodesLeft: 0,
    createdAtUnixMs: 0,
    generation: 1,
  };
}
