/** The pages of tokens of programs: the list with its form, the new one, and its end. */
import { type Role, ROLES, type TokenRecord } from "../../../../../db/store.ts";
import { printable } from "../../../../../devices/printable.ts";
import type { Messages } from "../../../../i18n/messages.ts";
import { dayText } from "../../views/moment.ts";
import { Field, type FormProblem, Select, WholeProblem } from "../field.tsx";
import { Page } from "../page.tsx";
import { CardRow, CardTable, Cell } from "../table.tsx";
import type { Visit } from "../visit.ts";

/** What was typed, and what is wrong with it. */
export interface TypedToken {
  readonly name?: string;
  readonly role?: string;
  readonly stream?: string;
  readonly days?: string;
  readonly problem?: FormProblem;
}

interface TokensProps {
  /** Those that hold. */
  readonly tokens: readonly TokenRecord[];
  readonly typed: TypedToken;
  readonly visit: Visit;
}

export function TokensPage({ tokens, typed, visit }: TokensProps) {
  const { system } = visit.locale.messages;
  const its = system.tokens;
  return (
    <Page visit={visit} title={its.title} layout="form" styles={["system.css"]}>
      <h1>{its.title}</h1>
      <p>{its.intro}</p>
      {tokens.length === 0
        ? <p class="empty">{its.none}</p>
        : <TokenTable tokens={tokens} visit={visit} />}
      <TokenForm typed={typed} visit={visit} />
      <p>
        <a class="button" href="/system">{system.back}</a>
      </p>
    </Page>
  );
}

function roleText(role: Role, { account, system }: Messages): string {
  if (role === "dispatch" || role === "monitor") return system.tokens[role];
  return account.roles[role as keyof typeof account.roles];
}

function TokenTable({ tokens, visit }: Omit<TokensProps, "typed">) {
  const { language, messages } = visit.locale;
  const its = messages.system.tokens;
  const headings = [its.name, its.role, its.ends, { hidden: its.revoke.submit }];
  return (
    <CardTable headings={headings}>
      {tokens.map(({ expiresAtUnixMs, id, name, owner, role, stream }) => (
        <CardRow>
          <Cell>
            <strong>{printable(name)}</strong>
            {owner === undefined
              ? null
              : <span class="quiet">{` ${its.owner} ${printable(owner.name)}`}</span>}
          </Cell>
          <Cell label={its.role}>
            {roleText(role, messages)}
            {stream === undefined ? null : <span class="quiet">{` ${printable(stream)}`}</span>}
          </Cell>
          <Cell label={its.ends}>
            {expiresAtUnixMs === undefined
              ? <strong class="mark high">{its.never}</strong>
              : dayText(expiresAtUnixMs, language)}
          </Cell>
          <Cell>
            {owner === undefined
              ? (
                <a
                  class="button"
                  href={`/system/tokens/${id}/revoke`}
                  aria-label={`${its.revoke.submit}: ${printable(name)}`}
                >
                  {its.revoke.submit}…
                </a>
              )
              : null}
          </Cell>
        </CardRow>
      ))}
    </CardTable>
  );
}

function TokenForm({ typed, visit }: { typed: TypedToken; visit: Visit }) {
  const { messages } = visit.locale;
  const its = messages.system.tokens;
  const streams = visit.status.destinations.filter(({ type }) => type === "stream");
  const { problem } = typed;
  return (
    <form method="post" action="/system/tokens">
      <WholeProblem problem={problem} />
      <Field
        name="name"
        label={its.name}
        hint={its.nameHint}
        value={typed.name}
        maxlength={64}
        problem={problem}
      />
      <Select
        name="role"
        label={its.role}
        options={ROLES.map((role) => [role, roleText(role, messages)])}
        chosen={typed.role}
        problem={problem}
      />
      <Select
        name="stream"
        label={its.stream}
        hint={its.streamHint}
        options={[["", its.noStream], ...streams.map(({ name }) => [name, name] as const)]}
        chosen={typed.stream}
        problem={problem}
      />
      <Field
        name="days"
        label={its.days}
        hint={its.daysHint}
        value={typed.days ?? "365"}
        inputmode="numeric"
        maxlength={4}
        problem={problem}
      />
      <p class="acts">
        <button type="submit" class="likely">{its.make}</button>
      </p>
    </form>
  );
}

/** A new token, the only time that it is shown. */
export function NewTokenPage(
  { name, token, visit }: { name: string; token: string; visit: Visit },
) {
  const its = visit.locale.messages.system.tokens;
  return (
    <Page visit={visit} title={its.fresh} layout="form" styles={["system.css"]}>
      <h1>{its.fresh}: {printable(name)}</h1>
      <p>{its.once}</p>
      <pre class="line" tabindex={0}>{token}</pre>
      <p class="acts">
        <a class="button" href="/system/tokens">{its.title}</a>
      </p>
    </Page>
  );
}

interface RevokeProps {
  readonly token: TokenRecord;
  readonly visit: Visit;
  readonly problem?: FormProblem;
}

/** Says what will happen, and does nothing yet. */
export function RevokeTokenPage({ problem, token, visit }: RevokeProps) {
  const { system } = visit.locale.messages;
  const { consequence, submit, title } = system.tokens.revoke;
  const heading = title.replace("{}", printable(token.name));
  return (
    <Page visit={visit} title={heading} layout="form">
      <h1>{heading}</h1>
      <WholeProblem problem={problem} />
      <p>{consequence}</p>
      <form method="post" action={`/system/tokens/${token.id}/revoke`}>
        <p class="acts">
          <button type="submit" class="likely">{submit}</button>
          <a class="button" href="/system/tokens">{system.cancel}</a>
        </p>
      </form>
    </Page>
  );
}
