/** Where a person is signed in, and which tokens programs have of that person; each can be ended. */
import type { TokenRecord } from "../../../../db/store.ts";
import { printable } from "../../../../devices/printable.ts";
import type { SessionInfo } from "../sessions.ts";
import type { PersonView } from "../views/people_view.ts";
import { browserName } from "./account/browser_name.ts";
import { NONE } from "./page.tsx";
import { roleText } from "./people_page.tsx";
import { CardRow, CardTable, Cell } from "./table.tsx";
import type { Locale } from "./visit.ts";
import { Ago, When } from "./when.tsx";

interface PartProps {
  readonly view: PersonView;
  readonly locale: Locale;
}

/** The sessions that last. */
export function Sessions({ locale, view: { person, sessions } }: PartProps) {
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

/** The tokens that hold. */
export function Tokens({ locale, view: { person, tokens } }: PartProps) {
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
