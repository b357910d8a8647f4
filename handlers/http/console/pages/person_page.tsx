/** The page of one person: what he may do, how he proves himself, where he is signed in. */
import type { Child } from "hono/jsx";
import type { TokenRecord } from "../../../../db/store.ts";
import { printable } from "../../../../devices/printable.ts";
import type { SessionInfo } from "../sessions.ts";
import type { PersonView } from "../views/people_view.ts";
import { browserName } from "./account/browser_name.ts";
import { Field, WholeProblem } from "./account/field.tsx";
import { NONE, Page } from "./page.tsx";
import { roleText } from "./people_page.tsx";
import { RoleChoices, type TypedAccount } from "./person_form.tsx";
import { CardRow, CardTable, Cell } from "./table.tsx";
import type { Locale, Visit } from "./visit.ts";
import { Ago, When } from "./when.tsx";

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
  const rows: readonly [string, Child][] = [
    [locale.messages.devices.state, people.states[state]],
    [locale.messages.account.rolesTitle, roleText(person.roles, locale)],
    [people.authenticatorApp, person.hasTotp ? people.yes : people.no],
    [locale.messages.account.passkeys.title, passkeyText(person.passkeys)],
    [locale.messages.account.own.codes, person.recoveryCodesLeft],
  ];
  return (
    <section class="cards account">
      <div class="card">
        <h2>{people.state}</h2>
        <dl>
          {rows.map(([name, value]) => (
            <>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </>
          ))}
        </dl>
      </div>
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

function Sessions({ locale, view: { person, sessions } }: PartProps) {
  const { account: { sessions: messages }, people } = locale.messages;
  const { began, end, from, used } = messages;
  return (
    <section>
      <h2>{people.sessions}</h2>
      {sessions.length === 0 ? <p class="empty">{people.noSessions}</p> : (
        <>
          <p class="quiet">{people.sessionConsequence}</p>
          <CardTable class="lines" headings={[people.browser, from, began, used, { hidden: end }]}>
            {sessions.map((session) => (
              <SessionRow person={person.id} session={session} locale={locale} />
            ))}
          </CardTable>
        </>
      )}
    </section>
  );
}

function SessionRow({ locale, person, session }: {
  person: string;
  session: SessionInfo;
  locale: Locale;
}) {
  const { began, end, from, unknownBrowser, used } = locale.messages.account.sessions;
  return (
    <CardRow>
      <Cell class="subject">{browserName(session.agent) ?? unknownBrowser}</Cell>
      <Cell label={from}>{session.source}</Cell>
      <Cell label={began}>
        <Ago locale={locale} ageMs={session.startedAgoMs} />
      </Cell>
      <Cell label={used}>
        <Ago locale={locale} ageMs={session.usedAgoMs} />
      </Cell>
      <Cell>
        <form method="post" action={`/people/${person}/sessions/${session.name}/end`}>
          <button type="submit">{end}</button>
        </form>
      </Cell>
    </CardRow>
  );
}

function Tokens({ locale, view: { person, tokens } }: PartProps) {
  const { account: { tokens: messages }, people } = locale.messages;
  const { ends, revoke, scope } = messages;
  return (
    <section>
      <h2>{messages.title}</h2>
      {tokens.length === 0 ? <p class="empty">{messages.none}</p> : (
        <>
          <p class="quiet">{people.tokenConsequence}</p>
          <CardTable class="lines" headings={[people.token, scope, ends, { hidden: revoke }]}>
            {tokens.map((token) => <TokenRow person={person.id} token={token} locale={locale} />)}
          </CardTable>
        </>
      )}
    </section>
  );
}

function TokenRow({ locale, person, token }: {
  person: string;
  token: TokenRecord;
  locale: Locale;
}) {
  const { tokens: messages } = locale.messages.account;
  return (
    <CardRow>
      <Cell class="subject">{printable(token.name)}</Cell>
      <Cell label={messages.scope}>
        {roleText([token.role], locale)}: {messages.scopes[token.scope ?? "act"]}
      </Cell>
      <Cell label={messages.ends}>
        {token.expiresAtUnixMs === undefined
          ? NONE
          : <When locale={locale} unixMs={token.expiresAtUnixMs} />}
      </Cell>
      <Cell>
        <form method="post" action={`/people/${person}/tokens/${token.id}/revoke`}>
          <button type="submit">{messages.revoke}</button>
        </form>
      </Cell>
    </CardRow>
  );
}
