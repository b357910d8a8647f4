/** What an administrator asks for by the forms of the pages of people. */
import { StoreError } from "../../../db/store.ts";
import { fail, ok, type Result } from "../../../devices/result.ts";
import type { AccountResult, Person } from "../../accounts/accounts.ts";
import { failureOf, type FormFailure } from "./account/form_problem.ts";
import { readForm } from "./form.ts";
import type { PageCall } from "./page_definition.ts";
import { MessagePage } from "./pages/pages.tsx";
import { CodePage, ConfirmPersonPage, type PersonAct } from "./pages/person_acts.tsx";
import { AddPersonPage, type TypedAccount } from "./pages/person_form.tsx";
import { PersonPage } from "./pages/person_page.tsx";
import { page } from "./reply.tsx";
import { findPerson, readPerson } from "./views/people_view.ts";

/** How long a one-time code holds, in ms. */
const CODE_MS = 72 * 3_600_000;

/** Makes an account and shows its code, or the form again with what was typed. */
export async function addPerson(call: PageCall): Promise<Response> {
  const { by, context, ports, visit } = call;
  const form = await readForm(context);
  if (!form.ok) return notDone(call, form.error);
  const asked = {
    name: form.value.get("name")?.trim() ?? "",
    fullName: form.value.get("fullName")?.trim() ?? "",
    roles: form.value.getAll("roles"),
  };
  const added = await kept(call, () => ports.accounts.add(asked, by));
  if (added.ok) return codePage(call, added.value);
  const { problem, status } = added.error;
  return page(context, <AddPersonPage typed={{ ...asked, problem }} visit={visit} />, status);
}

/** Changes what a person may do. */
export async function setRoles(call: PageCall): Promise<Response> {
  const { by, ports } = call;
  const form = await readForm(call.context);
  if (!form.ok) return notDone(call, form.error);
  const roles = form.value.getAll("roles");
  return await change(
    call,
    (person) => ports.accounts.setRoles(person.name, roles, by),
    { roles },
  );
}

/** Changes how a person is called. */
export async function rename(call: PageCall): Promise<Response> {
  const { by, ports } = call;
  const form = await readForm(call.context);
  if (!form.ok) return notDone(call, form.error);
  const fullName = form.value.get("fullName")?.trim() ?? "";
  return await change(
    call,
    (person) => ports.accounts.rename(person.name, fullName, by),
    { fullName },
  );
}

/** Does what a page has asked about: what gives a code shows it. */
export async function actOnPerson(call: PageCall, act: PersonAct): Promise<Response> {
  const { by, context, ports: { accounts }, visit } = call;
  const person = findPerson(call.ports, context.req.param("id"));
  if (person === undefined) return unknownPerson(call);
  const done = await kept<Person | { person: Person; code: string }>(
    call,
    () => accounts[act](person.name, by),
  );
  if (!done.ok) {
    const { problem, status } = done.error;
    const asked = <ConfirmPersonPage act={act} person={person} problem={problem} visit={visit} />;
    return page(context, asked, status);
  }
  if ("code" in done.value) return codePage(call, done.value);
  return context.redirect(`/people/${person.id}`, 303);
}

/** Signs one browser of a person out. */
export async function endSession(call: PageCall): Promise<Response> {
  const { by, context, ports } = call;
  return await change(call, async ({ name, number }) => {
    if (!ports.sessions.endNamed(context.req.param("session") ?? "", number)) return ok(true);
    const subjects = [{ kind: "account", id: name }] as const;
    const atUnixMs = ports.clock.unixMs();
    await ports.store.write("keepAudit", { by, atUnixMs, what: "session-ended", subjects });
    return ok(true);
  });
}

/** Ends a token that a person has handed to a program; one that has ended already is no problem. */
export async function revokeToken(call: PageCall): Promise<Response> {
  const { by, context, ports } = call;
  return await change(call, async ({ number }) => {
    const id = context.req.param("token");
    const token = ports.reader.tokens.ofOwner(number).find((its) => its.id === id);
    const atUnixMs = ports.clock.unixMs();
    if (token !== undefined) await ports.store.write("revokeToken", { by, atUnixMs, id: token.id });
    return ok(true);
  });
}

async function change(
  call: PageCall,
  make: (person: Person) => Promise<AccountResult<unknown>>,
  typed: TypedAccount = {},
): Promise<Response> {
  const { context, ports, visit } = call;
  const view = readPerson(ports, context.req.param("id"));
  if (view === undefined) return unknownPerson(call);
  const done = await kept(call, () => make(view.person));
  if (done.ok) return context.redirect(`/people/${view.person.id}`, 303);
  const { problem, status } = done.error;
  const shown = <PersonPage view={view} typed={{ ...typed, problem }} visit={visit} />;
  return page(context, shown, status);
}

/** What an account answers, as the form says it; so is a store that does not say that it has it. */
async function kept<T>(
  call: PageCall,
  change: () => Promise<AccountResult<T>>,
): Promise<Result<T, FormFailure>> {
  try {
    const done = await change();
    return done.ok ? ok(done.value) : fail(failureOf(call, done.error));
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return fail({ status: 503, problem: { text: call.visit.locale.messages.people.notKept } });
  }
}

function codePage(
  { context, visit }: PageCall,
  { code, person }: { code: string; person: Person },
): Response {
  const address = `${new URL(context.req.url).origin}/set-up`;
  const shown = { address, code, person, visit, endsAtUnixMs: visit.now.unixMs + CODE_MS };
  return page(context, <CodePage {...shown} />);
}

/** There is no such person. */
export function unknownPerson(call: PageCall): Response {
  return messagePage(call, call.visit.locale.messages.people.unknown, 404);
}

function notDone(call: PageCall, status: 400 | 403 | 413 | 415): Response {
  return messagePage(call, call.visit.locale.messages.people.notAllowed, status);
}

function messagePage(
  { context, visit }: PageCall,
  message: string,
  status: 400 | 403 | 404 | 413 | 415,
): Response {
  const back = { href: "/people", name: visit.locale.messages.people.back };
  return page(context, <MessagePage visit={visit} message={message} back={back} />, status);
}
