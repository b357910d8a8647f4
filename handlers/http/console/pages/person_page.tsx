/** The page of one person: what he may do, how he proves himself, where he is signed in. */
import { printable } from "../../../../devices/printable.ts";
import type { PersonView } from "../views/people_view.ts";
import { type Fact, FactCard } from "./fact_list.tsx";
import { Field, WholeProblem } from "./field.tsx";
import { Page } from "./page.tsx";
import { roleText } from "./people_page.tsx";
import { Sessions, Tokens } from "./person_credentials.tsx";
import { RoleChoices, type TypedAccount } from "./person_form.tsx";
import type { Locale, Visit } from "./visit.ts";

interface PersonProps {
  readonly view: PersonView;
  readonly visit: Visit;
  /** What was typed and not taken; without it the account is shown as it is. */
  readonly typed?: TypedAccount;
}

/** The whole page. */
export function PersonPage({ typed = {}, view, visit }: PersonProps) {
  const { locale } = visit;
  const { people } = locale.messages;
  const { person } = view;
  return (
    <Page visit={visit} title={`${person.fullName} · ${people.title}`}>
      <h1>{person.fullName} · {person.name}</h1>
      <WholeProblem problem={typed.problem} />
      <Proof view={view} locale={locale} />
      <AccountActs view={view} locale={locale} />
      {person.isDisabled ? null : <Changes typed={typed} view={view} locale={locale} />}
      <Sessions view={view} locale={locale} />
      <Tokens view={view} locale={locale} />
      <p>
        <a class="button" href="/people">{people.back}</a>
      </p>
    </Page>
  );
}

interface PartProps {
  readonly view: PersonView;
  readonly locale: Locale;
}

/** What the account is like, and what its owner signs in with. */
function Proof({ locale, view: { person, state } }: PartProps) {
  const { people } = locale.messages;
  const rows: readonly Fact[] = [
    [locale.messages.wearables.state, people.states[state]],
    [locale.messages.account.rolesTitle, roleText(person.roles, locale)],
    [people.authenticatorApp, person.hasTotp ? people.yes : people.no],
    [locale.messages.account.passkeys.title, passkeyText(person.passkeys)],
    [locale.messages.account.own.codes, person.recoveryCodesLeft],
  ];
  return (
    <section class="cards account">
      <FactCard title={people.state} facts={rows} />
    </section>
  );
}

function passkeyText(passkeys: PersonView["person"]["passkeys"]): string {
  if (passkeys.length === 0) return "0";
  return `${passkeys.length}: ${passkeys.map(({ label }) => printable(label)).join(", ")}`;
}

/** Acts that have a page of their own, which says what they will do. */
function AccountActs({ locale: { messages: { people } }, view: { person } }: PartProps) {
  const acts = person.isDisabled ? ["enable"] as const : ["reset", "disable"] as const;
  return (
    <p class="acts">
      {acts.map((act) => (
        <a class="button" href={`/people/${person.id}/${act}`}>{people[act].name}</a>
      ))}
    </p>
  );
}

function Changes({ locale: { messages }, typed, view: { person } }: PartProps & {
  readonly typed: TypedAccount;
}) {
  const { people } = messages;
  const roles = typed.roles === undefined ? { ...typed, roles: person.roles } : typed;
  return (
    <section class="form">
      <h2>{people.change}</h2>
      <form method="post" action={`/people/${person.id}/roles`}>
        <RoleChoices typed={roles} messages={messages} />
        <p class="quiet">{people.rolesConsequence}</p>
        <p class="acts">
          <button type="submit">{people.save}: {messages.account.rolesTitle}</button>
        </p>
      </form>
      <form method="post" action={`/people/${person.id}/full-name`}>
        <Field
          name="fullName"
          label={people.fullName}
          hint={people.renameConsequence}
          value={typed.fullName ?? person.fullName}
          maxlength={128}
          problem={typed.problem}
        />
        <p class="acts">
          <button type="submit">{people.save}: {people.fullName}</button>
        </p>
      </form>
    </section>
  );
}
