/** The page of all people who have an account. */
import type { PersonLine } from "../views/people_view.ts";
import { NONE, Page } from "./page.tsx";
import { CardRow, CardTable, Cell } from "./table.tsx";
import type { Locale, Visit } from "./visit.ts";
import { When } from "./when.tsx";

/** The whole page. */
export function PeoplePage({ people, visit }: { people: readonly PersonLine[]; visit: Visit }) {
  const { messages } = visit.locale;
  return (
    <Page visit={visit} title={messages.people.title}>
      <h1>{messages.people.title}</h1>
      <p>
        <a class="button" href="/people/add">{messages.people.add.name}</a>
      </p>
      {people.length === 0
        ? <p class="empty">{messages.people.none}</p>
        : <PeopleTable people={people} locale={visit.locale} />}
    </Page>
  );
}

function PeopleTable({ locale, people }: { locale: Locale; people: readonly PersonLine[] }) {
  const { people: messages } = locale.messages;
  const headings = [
    messages.fullName,
    messages.state,
    locale.messages.account.rolesTitle,
    messages.secondFactor,
    messages.openSessions,
    messages.lastSignIn,
  ];
  return (
    <CardTable headings={headings} class="lines">
      {people.map((line) => <PersonRow line={line} locale={locale} />)}
    </CardTable>
  );
}

const STATE_TONES = { active: "good", notSetUp: "mark high", disabled: "quiet" } as const;

function PersonRow({ line, locale }: { line: PersonLine; locale: Locale }) {
  const { hasSecondFactor, openSessions, person, signedInAtUnixMs, state } = line;
  const { people: messages } = locale.messages;
  return (
    <CardRow>
      <Cell class="subject">
        <a href={`/people/${person.id}`}>{person.fullName}</a>{" "}
        <span class="quiet">{person.name}</span>
      </Cell>
      <Cell>
        <span class={STATE_TONES[state]}>{messages.states[state]}</span>
      </Cell>
      <Cell label={locale.messages.account.rolesTitle}>{roleText(person.roles, locale)}</Cell>
      <Cell label={messages.secondFactor}>
        {hasSecondFactor ? messages.yes : <span class="mark high">{messages.no}</span>}
      </Cell>
      <Cell label={messages.openSessions}>{openSessions}</Cell>
      <Cell label={messages.lastSignIn} class="time">
        {signedInAtUnixMs === undefined ? NONE : <When locale={locale} unixMs={signedInAtUnixMs} />}
      </Cell>
    </CardRow>
  );
}

/** Roles in the reader's language. */
export function roleText(roles: readonly string[], { messages: { account } }: Locale): string {
  return roles.map((role) => (account.roles as Record<string, string>)[role] ?? role).join(", ");
}
