/** The pages of signing in: name and password, or a passkey; then the second step. */
import { Page } from "../page.tsx";
import type { Visit } from "../visit.ts";
import { Field, type FormProblem, WholeProblem } from "../field.tsx";
import { PasskeyScript } from "./passkey_form.tsx";

interface SignInProps {
  readonly visit: Visit;
  /** What was entered as name. */
  readonly name?: string | undefined;
  readonly problem?: FormProblem | undefined;
  /** There is no administrator yet. */
  readonly mayClaim: boolean;
}

/** Asks who is there. */
export function SignInPage({ mayClaim, name, problem, visit }: SignInProps) {
  const { account, signIn } = visit.locale.messages;
  const its = account.signIn;
  return (
    <Page visit={visit} title={signIn} layout="card sign-in">
      <h1>Vigil</h1>
      <WholeProblem problem={problem} />
      <form method="post" action="/sign-in">
        <Field
          name="name"
          label={its.name}
          value={name}
          problem={problem}
          autocomplete="username"
          isFirst={name === undefined}
        />
        <Field
          name="password"
          label={its.password}
          type="password"
          problem={problem}
          autocomplete="current-password"
          isFirst={name !== undefined}
        />
        <button type="submit" class="likely">{its.next}</button>
      </form>
      <form method="post" action="/sign-in/passkey" data-passkey="get" hidden>
        <input type="hidden" name="ticket" />
        <input type="hidden" name="response" />
        <p class="problem" role="alert" data-failed hidden>{its.passkeyFailed}</p>
        <button type="submit">{its.passkey}</button>
      </form>
      <ul class="ways">
        <li>
          <a href="/set-up">{its.hasCode}</a>
        </li>
        {mayClaim
          ? (
            <li>
              <a href="/claim">{its.claim}</a>
            </li>
          )
          : null}
      </ul>
      <PasskeyScript />
    </Page>
  );
}

/** Asks for the second step: the code of the app, or a recovery code. */
export function SecondStepPage(
  { problem, visit }: { visit: Visit; problem?: FormProblem | undefined },
) {
  const { account, signIn } = visit.locale.messages;
  const its = account.signIn;
  const isRecovery = problem?.field === "recovery";
  return (
    <Page visit={visit} title={its.secondStep} layout="card sign-in">
      <h1>{its.secondStep}</h1>
      <WholeProblem problem={problem} />
      <form method="post" action="/sign-in/code">
        <Field
          name="totp"
          label={its.totp.label}
          hint={its.totp.hint}
          problem={problem}
          autocomplete="one-time-code"
          inputmode="numeric"
          isFirst={!isRecovery}
        />
        <button type="submit" class="likely">{signIn}</button>
      </form>
      <details open={isRecovery}>
        <summary>{its.noPhone}</summary>
        <form method="post" action="/sign-in/code">
          <Field
            name="recovery"
            label={its.recovery.label}
            hint={its.recovery.hint}
            problem={problem}
          />
          <button type="submit">{signIn}</button>
        </form>
      </details>
      <p>
        <a href="/sign-in">{its.again}</a>
      </p>
    </Page>
  );
}
