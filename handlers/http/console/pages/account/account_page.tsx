/** The page of one's own account: what proves its owner, where it is signed in, and its tokens. */
import { type Person, PERSON_ROLES } from "../../../../accounts/accounts.ts";
import { printable } from "../../../../../devices/printable.ts";
import type { TokenRecord } from "../../../../../db/store.ts";
import type { SessionInfo } from "../../sessions.ts";
import { dayText } from "../../views/moment.ts";
import { Page } from "../page.tsx";
import { rolesText } from "../refusal_page.tsx";
import type { Visit } from "../visit.ts";
import { Ago } from "../when.tsx";
import { browserName } from "./browser_name.ts";
import { Field, type FormProblem, WholeProblem } from "./field.tsx";
import { PasskeyScript } from "./passkey_form.tsx";

/** What was done before, as the page says it. */
export const DONE = ["password", "passkey", "passkey-removed", "session", "token-revoked"] as const;
export type Done = (typeof DONE)[number];

export interface AccountView {
  readonly visit: Visit;
  readonly person: Person;
  readonly sessions: readonly SessionInfo[];
  /** Those that still hold. */
  readonly tokens: readonly TokenRecord[];
  readonly done?: Done | undefined;
  readonly problem?: FormProblem | undefined;
  /** What was entered, by the names of the inputs; never a secret. */
  readonly entered?: Readonly<Record<string, string>>;
}

/** The whole page. */
export function AccountPage(view: AccountView) {
  const { done, person, problem, visit } = view;
  const { messages } = visit.locale;
  const { own, rolesTitle } = messages.account;
  return (
    <Page visit={visit} title={own.title} layout="form">
      <h1>{own.title}</h1>
      <p>
        {person.fullName} · {person.name} · {rolesTitle}: {rolesText(person.roles, messages)}
      </p>
      {done === undefined ? null : <p class="good" role="status">{own.done[done]}</p>}
      <WholeProblem problem={problem} />
      <PasswordPart {...view} />
      <PasskeyPart {...view} />
      <CodesPart {...view} />
      <SessionPart {...view} />
      <TokenPart {...view} />
      <PasskeyScript />
    </Page>
  );
}

function PasswordPart({ person, problem, visit }: AccountView) {
  const { own } = visit.locale.messages.account;
  const isSecret = { type: "password", problem } as const;
  return (
    <section class="card" aria-labelledby="password-title">
      <h2 id="password-title">{own.password}</h2>
      <form method="post" action="/account/password">
        <input type="hidden" name="username" autocomplete="username" value={person.name} />
        <Field name="current" label={own.current} {...isSecret} autocomplete="current-password" />
        <Field name="next" {...own.next} {...isSecret} autocomplete="new-password" />
        <Field name="again" label={own.again} {...isSecret} autocomplete="new-password" />
        <p class="acts">
          <button type="submit">{own.change}</button>
        </p>
      </form>
    </section>
  );
}

function PasskeyPart({ entered, person, problem, visit }: AccountView) {
  const { language, messages: { account } } = visit.locale;
  const { passkeys, signIn } = account;
  return (
    <section class="card" aria-labelledby="passkeys-title">
      <h2 id="passkeys-title">{passkeys.title}</h2>
      <p class="quiet">{passkeys.about}</p>
      {person.passkeys.length === 0 ? <p>{passkeys.none}</p> : (
        <ul class="held">
          {person.passkeys.map(({ createdAtUnixMs, id, label, usedAtUnixMs }) => (
            <li>
              <span>
                <strong>{printable(label)}</strong>{" "}
                <span class="quiet">
                  {passkeys.made} {dayText(createdAtUnixMs, language)} · {usedAtUnixMs === undefined
                    ? passkeys.neverUsed
                    : `${passkeys.used} ${dayText(usedAtUnixMs, language)}`}
                </span>
              </span>
              <form method="post" action="/account/passkeys/remove">
                <input type="hidden" name="id" value={id} />
                <button type="submit" aria-label={`${passkeys.remove}: ${printable(label)}`}>
                  {passkeys.remove}
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
      <p class="quiet" data-without-passkeys>{passkeys.notHere}</p>
      <form method="post" action="/account/passkeys" data-passkey="create" hidden>
        <input type="hidden" name="ticket" />
        <input type="hidden" name="response" />
        <Field
          name="label"
          {...passkeys.label}
          value={entered?.["label"]}
          problem={problem}
          maxlength={64}
        />
        <p class="problem" role="alert" hidden>{signIn.passkeyFailed}</p>
        <p class="acts">
          <button type="submit">{passkeys.add}</button>
        </p>
      </form>
    </section>
  );
}

function CodesPart({ person, visit }: AccountView) {
  const { own } = visit.locale.messages.account;
  return (
    <section class="card" aria-labelledby="codes-title">
      <h2 id="codes-title">{own.codes}</h2>
      <p>{own.codesLeft(person.recoveryCodesLeft)}</p>
      <form method="post" action="/account/recovery-codes">
        <p class="acts">
          <button type="submit">{own.newCodes}</button>
        </p>
      </form>
    </section>
  );
}

function SessionPart({ sessions: open, visit }: AccountView) {
  const { sessions } = visit.locale.messages.account;
  return (
    <section class="card" aria-labelledby="sessions-title">
      <h2 id="sessions-title">{sessions.title}</h2>
      <ul class="held">
        {open.map(({ agent, name, source, startedAgoMs, usedAgoMs }) => (
          <li>
            <span>
              <strong>{browserName(agent) ?? sessions.unknownBrowser}</strong>{" "}
              {name === visit.session?.name ? <span class="badge">{sessions.here}</span> : null}
              {" "}
              <span class="quiet">
                {sessions.from} {source} · {sessions.began}{" "}
                <Ago ageMs={startedAgoMs} locale={visit.locale} /> · {sessions.used}{" "}
                <Ago ageMs={usedAgoMs} locale={visit.locale} />
              </span>
            </span>
            <form method="post" action="/account/sessions/end">
              <input type="hidden" name="session" value={name} />
              <button
                type="submit"
                aria-label={`${sessions.end}: ${
                  browserName(agent) ?? sessions.unknownBrowser
                }, ${source}`}
              >
                {sessions.end}
              </button>
            </form>
          </li>
        ))}
      </ul>
    </section>
  );
}

function TokenPart({ entered, person, problem, tokens: held, visit }: AccountView) {
  const { language, messages: { account } } = visit.locale;
  const { roles, tokens } = account;
  return (
    <section class="card" aria-labelledby="tokens-title">
      <h2 id="tokens-title">{tokens.title}</h2>
      <p class="quiet">{tokens.about}</p>
      {held.length === 0 ? <p>{tokens.none}</p> : (
        <ul class="held">
          {held.map(({ expiresAtUnixMs, id, name, role, scope }) => (
            <li>
              <span>
                <strong>{printable(name)}</strong>{" "}
                <span class="quiet">
                  {roles[role as keyof typeof roles]} · {tokens.scopes[scope ?? "read"]} ·{" "}
                  {tokens.ends} {dayText(expiresAtUnixMs ?? 0, language)}
                </span>
              </span>
              <form method="post" action="/account/tokens/revoke">
                <input type="hidden" name="id" value={id} />
                <button type="submit" aria-label={`${tokens.revoke}: ${printable(name)}`}>
                  {tokens.revoke}
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
      <form method="post" action="/account/tokens">
        <Field
          name="token-name"
          {...tokens.name}
          value={entered?.["token-name"]}
          problem={problem}
          maxlength={64}
        />
        <Options
          legend={tokens.role}
          name="role"
          options={PERSON_ROLES.filter((role) => person.roles.includes(role))
            .map((role) => [role, roles[role]] as const)}
          chosen={entered?.["role"]}
          problem={problem}
        />
        <Options
          legend={tokens.scope}
          name="scope"
          options={[["read", tokens.scopes.read], ["act", tokens.scopes.act]]}
          chosen={entered?.["scope"]}
          problem={problem}
        />
        <Field
          name="days"
          {...tokens.days}
          value={entered?.["days"] ?? "90"}
          problem={problem}
          inputmode="numeric"
        />
        <p class="acts">
          <button type="submit">{tokens.make}</button>
        </p>
      </form>
    </section>
  );
}

interface OptionsProps {
  readonly legend: string;
  readonly name: string;
  /** Value and text of each; the first is chosen by default. */
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly chosen: string | undefined;
  readonly problem: FormProblem | undefined;
}

function Options({ chosen, legend, name, options, problem }: OptionsProps) {
  const isKnown = options.some(([value]) => value === chosen);
  return (
    <fieldset>
      <legend>{legend}</legend>
      {problem?.field === name ? <p class="problem" role="alert">{problem.text}</p> : null}
      {options.map(([value, text], at) => (
        <label class="choice">
          <input
            type="radio"
            name={name}
            value={value}
            checked={isKnown ? value === chosen : at === 0}
          />{" "}
          {text}
        </label>
      ))}
    </fieldset>
  );
}
