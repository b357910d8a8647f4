/** The claim of a gateway, and setting up an account with a one-time code. */
import { definePage, type PageCall, type PageDefinition } from "../page_definition.ts";
import { CodesPage } from "../pages/account/codes_page.tsx";
import { ClaimedPage, ClaimPage, ProofsPage, SetUpPage } from "../pages/account/set_up_pages.tsx";
import { page } from "../reply.tsx";
import { giveTicket, takeTicket, ticketOf } from "../session_cookie.ts";
import { failure, failureOf, fieldsOf, type FormFailure } from "./form_problem.ts";

const anyone = { access: "anyone", shows: "nothing" } as const;

export const SET_UP_PAGES: readonly PageDefinition[] = [
  definePage({
    ...anyone,
    method: "GET",
    path: "/claim",
    // Where nobody signs in there is nothing to claim.
    handle: (call) => call.ports.isOpen ? call.context.redirect("/") : showClaim(call),
  }),
  definePage({ ...anyone, method: "POST", path: "/claim", handle: claim }),
  definePage({ ...anyone, method: "GET", path: "/set-up", handle: (call) => showSetUp(call) }),
  definePage({ ...anyone, method: "POST", path: "/set-up", handle: beginSetUp }),
  definePage({
    ...anyone,
    method: "GET",
    path: "/set-up/proofs",
    handle: (call) => showProofs(call),
  }),
  definePage({ ...anyone, method: "POST", path: "/set-up/proofs", handle: finishSetUp }),
];

function showClaim(
  { context, ports, visit }: PageCall,
  failed?: FormFailure,
  entered?: { readonly name: string; readonly fullName: string },
): Response {
  if (ports.accounts.claimCode === undefined) return page(context, <ClaimedPage visit={visit} />);
  const content = (
    <ClaimPage visit={visit} problem={failed?.problem} {...(entered && { entered })} />
  );
  return page(context, content, failed?.status);
}

async function claim(call: PageCall): Promise<Response> {
  const fields = await fieldsOf(call);
  if (!fields.ok) return showClaim(call, fields.error);
  const entered = { name: fields.value("name"), fullName: fields.value("fullName") };
  const input = { code: fields.value("code"), ...entered };
  const begun = await call.ports.accounts.claim(input, call.source);
  if (!begun.ok) return showClaim(call, failureOf(call, begun.error, CODE), entered);
  return toProofs(call, begun.value.ticket);
}

function showSetUp({ context, visit }: PageCall, failed?: FormFailure): Response {
  return page(context, <SetUpPage visit={visit} problem={failed?.problem} />, failed?.status);
}

async function beginSetUp(call: PageCall): Promise<Response> {
  const fields = await fieldsOf(call);
  if (!fields.ok) return showSetUp(call, fields.error);
  const begun = await call.ports.accounts.beginSetUp(fields.value("code"), call.source);
  return begun.ok
    ? toProofs(call, begun.value.ticket)
    : showSetUp(call, failureOf(call, begun.error, CODE));
}

const CODE = { "wrong-code": "code" } as const;

function toProofs({ context }: PageCall, ticket: string): Response {
  giveTicket(context, ticket);
  return context.redirect("/set-up/proofs", 303);
}

/** Shows what the app has to know; a set-up that is over begins with the code again. */
function showProofs(call: PageCall, failed?: FormFailure): Response {
  const { context, ports, visit } = call;
  const begun = ports.accounts.setUpSecret(ticketOf(context));
  if (!begun.ok) return showSetUp(call, failureOf(call, begun.error));
  const content = <ProofsPage visit={visit} problem={failed?.problem} {...begun.value} />;
  return page(context, content, failed?.status);
}

async function finishSetUp(call: PageCall): Promise<Response> {
  const { context, ports, source, visit } = call;
  const fields = await fieldsOf(call);
  if (!fields.ok) return showProofs(call, fields.error);
  const password = fields.value("password");
  if (password !== fields.value("again")) {
    return showProofs(call, failure(visit, "passwords-differ", "again"));
  }
  const input = { ticket: ticketOf(context), password, totp: fields.value("totp") };
  const finished = await ports.accounts.finishSetUp(input, source);
  if (!finished.ok) return showProofs(call, failureOf(call, finished.error, PROOFS));
  takeTicket(context);
  const { person, recoveryCodes: codes } = finished.value;
  const next = { href: "/sign-in", name: visit.locale.messages.account.codes.signIn };
  return page(context, <CodesPage visit={visit} person={person} codes={codes} next={next} />);
}

const PROOFS = {
  "password-too-short": "password",
  "password-too-long": "password",
  "password-is-name": "password",
  "password-is-common": "password",
  "wrong-totp": "totp",
} as const;
