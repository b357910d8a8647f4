/** The page of one's own account: what proves its owner, where it is signed in, and its tokens. */
import { Page } from "../page.tsx";
import { rolesText } from "../refusal_page.tsx";
import type { AccountView } from "./account_view.ts";
import { Field, WholeProblem } from "../field.tsx";
import { PasskeyPart } from "./own_passkeys.tsx";
import { SessionPart } from "./own_sessions.tsx";
import { TokenPart } from "./own_tokens.tsx";
import { PasskeyScript } from "./passkey_form.tsx";

/** The whole page. */
export function AccountPage(view: AccountView) {
  const { done, person, problem, visit } = view;
  const { messages } = visit.locale;
  const { own } = messages.account;
  return (
    <Page visit={visit} title={own.title} layout="form">
      <h1>{own.title}</h1>
      <p>
        {person.fullName} · {person.name} · {rolesText(person.roles, messages)}
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

function CodesPart({ person, problem, visit }: AccountView) {
  const { own } = visit.locale.messages.account;
  return (
    <section class="card" aria-labelledby="codes-title">
      <h2 id="codes-title">{own.codes}</h2>
      <p>{own.codesLeft(person.recoveryCodesLeft)}</p>
      <form method="post" action="/account/recovery-codes">
        <Field
          name="confirm-codes"
          label={own.current}
          type="password"
          problem={problem}
          autocomplete="current-password"
        />
        <p class="acts">
          <button type="submit">{own.newCodes}</button>
        </p>
      </form>
    </section>
  );
}
