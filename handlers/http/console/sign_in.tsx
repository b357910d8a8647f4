/** Signing in and out at the console. */
import type { Role } from "../../../db/store.ts";
import type { HttpContext } from "../server/route.ts";
import { credentialsOf } from "../server/access/request_credentials.ts";
import { type FormRefusal, readForm } from "./form.ts";
import { definePage, type PageCall, type PageDefinition } from "./page_definition.ts";
import type { Visit } from "./pages/visit.ts";
import type { ConsolePorts } from "./ports.ts";
import { SignInPage } from "./pages/pages.tsx";
import { page } from "./reply.tsx";
import { giveSession, takeSession } from "./session_cookie.ts";

export const SIGN_IN_PAGES: readonly PageDefinition[] = [
  definePage({
    method: "GET",
    path: "/sign-in",
    access: "anyone",
    shows: "nothing",
    handle: ({ context, visit }) => signInPage(context, visit),
  }),
  definePage({
    method: "POST",
    path: "/sign-in",
    access: "anyone",
    shows: "nothing",
    handle: signIn,
  }),
  definePage({
    method: "POST",
    path: "/sign-out",
    access: "anyone",
    shows: "nothing",
    handle: signOut,
  }),
];

/** The page that asks who is there; with a status other than 200 it says that it was wrong. */
function signInPage(context: HttpContext, visit: Visit, status: 200 | 403 | FormRefusal = 200) {
  return page(context, <SignInPage visit={visit} isWrong={status !== 200} />, status);
}

/** Begins a session for the token of the form. */
async function signIn({ context, ports, visit }: PageCall) {
  const form = await readForm(context);
  if (!form.ok) return signInPage(context, visit, form.error);
  const authorization = `Bearer ${(form.value.get("token") ?? "").trim()}`;
  if (!mayLook(context, ports, authorization)) return signInPage(context, visit, 403);
  giveSession(context, ports.sessions.begin(authorization));
  return context.redirect("/");
}

/** Ends the session. */
function signOut({ context, ports: { sessions } }: PageCall) {
  sessions.end(takeSession(context));
  return context.redirect("/sign-in");
}

function mayLook(context: HttpContext, { authenticator }: ConsolePorts, authorization: string) {
  if (authenticator === undefined) return true;
  // Certificates do not count here: people have none.
  const { isLocal, source } = credentialsOf(context.env.incoming);
  const credentials = { authorization, commonName: undefined, source, isLocal };
  const roles: Role[] = ["operator", "technician"];
  return authenticator.authorize({ roles }, credentials).ok;
}
