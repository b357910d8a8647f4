/** Forms about an account: they work without a script, keep what was typed and say what will happen. */
import { PERSON_ROLES } from "../../../accounts/accounts.ts";
import type { Messages } from "../../../i18n/messages.ts";
import { Field, type FormProblem, WholeProblem } from "./field.tsx";
import { Page } from "./page.tsx";
import type { Visit } from "./visit.ts";

/** What was typed, and what is wrong with it. */
export interface TypedAccount {
  readonly name?: string;
  readonly fullName?: string;
  readonly roles?: readonly string[];
  readonly problem?: FormProblem;
}

/** Adds a person. */
export function AddPersonPage({ typed, visit }: { typed: TypedAccount; visit: Visit }) {
  const { messages } = visit.locale;
  const { people } = messages;
  return (
    <Page visit={visit} title={people.add.title} layout="form">
      <h1>{people.add.title}</h1>
      <p>{people.add.consequence}</p>
      <WholeProblem problem={typed.problem} />
      <form method="post" action="/people/add">
        <Field
          name="name"
          label={messages.account.claim.name.label}
          hint={people.nameHint}
          value={typed.name}
          maxlength={64}
          problem={typed.problem}
          isFirst
        />
        <Field
          name="fullName"
          label={people.fullName}
          hint={people.fullNameHint}
          value={typed.fullName}
          maxlength={128}
          problem={typed.problem}
        />
        <RoleChoices typed={typed} messages={messages} />
        <p class="acts">
          <button type="submit" class="likely">{people.add.submit}</button>
          <a class="button" href="/people">{people.cancel}</a>
        </p>
      </form>
    </Page>
  );
}

/** The roles a person may have, any of them. */
export function RoleChoices({ messages, typed }: { messages: Messages; typed: TypedAccount }) {
  const { account, people } = messages;
  const { problem, roles = [] } = typed;
  return (
    <fieldset>
      <legend>{account.rolesTitle}</legend>
      {problem?.field === "roles" ? <p class="problem" role="alert">{problem.text}</p> : null}
      {PERSON_ROLES.map((role) => (
        <label class="choice">
          <input type="checkbox" name="roles" value={role} checked={roles.includes(role)} />{" "}
          {account.roles[role]} <span class="quiet">{people.roleHints[role]}</span>
        </label>
      ))}
    </fieldset>
  );
}
