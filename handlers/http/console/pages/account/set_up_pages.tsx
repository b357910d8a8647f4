/** The pages by which an account comes to be its owner's: the claim, the one-time code, the proofs. */
import encodeQR from "qr";
import { raw } from "hono/html";
import type { Person } from "../../../../accounts/accounts.ts";
import { MessagePage } from "../pages.tsx";
import { Page } from "../page.tsx";
import type { Visit } from "../visit.ts";
import { Field, type FormProblem, WholeProblem } from "../field.tsx";

interface ClaimProps {
  readonly visit: Visit;
  /** What was entered, beside the code. */
  readonly entered?: { readonly name: string; readonly fullName: string };
  readonly problem?: FormProblem | undefined;
}

/** Makes the first administrator. */
export function ClaimPage({ entered, problem, visit }: ClaimProps) {
  const { claim } = visit.locale.messages.account;
  return (
    <Page visit={visit} title={claim.title} layout="form">
      <h1>{claim.title}</h1>
      <WholeProblem problem={problem} />
      <form method="post" action="/claim">
        <Field name="code" {...claim.code} problem={problem} isFirst={problem === undefined} />
        <Field
          name="name"
          {...claim.name}
          value={entered?.name}
          problem={problem}
          autocomplete="username"
          maxlength={64}
        />
        <Field
          name="fullName"
          {...claim.fullName}
          value={entered?.fullName}
          problem={problem}
          autocomplete="name"
          maxlength={128}
        />
        <p class="acts">
          <button type="submit" class="likely">{claim.next}</button>
        </p>
      </form>
    </Page>
  );
}

/** There is an administrator already. */
export function ClaimedPage({ visit }: { visit: Visit }) {
  const { account, signIn } = visit.locale.messages;
  const back = { href: "/sign-in", name: signIn };
  return <MessagePage visit={visit} message={account.claim.isDone} back={back} />;
}

/** Asks for the one-time code of an account. */
export function SetUpPage({ problem, visit }: { visit: Visit; problem?: FormProblem | undefined }) {
  const { setUp } = visit.locale.messages.account;
  return (
    <Page visit={visit} title={setUp.title} layout="form">
      <h1>{setUp.title}</h1>
      <WholeProblem problem={problem} />
      <form method="post" action="/set-up">
        <Field name="code" {...setUp.code} problem={problem} isFirst />
        <p class="acts">
          <button type="submit" class="likely">{setUp.next}</button>
        </p>
      </form>
    </Page>
  );
}

interface ProofsProps {
  readonly visit: Visit;
  readonly person: Person;
  /** Base32, as an app takes it. */
  readonly secret: string;
  readonly otpauthUri: string;
  readonly problem?: FormProblem | undefined;
}

/** Asks for what will prove the owner: a password, and a code of the app. */
export function ProofsPage({ otpauthUri, person, problem, secret, visit }: ProofsProps) {
  const { setUp, signIn } = visit.locale.messages.account;
  return (
    <Page visit={visit} title={setUp.title} layout="form">
      <h1>{setUp.title}</h1>
      <p>
        {person.fullName} · {signIn.name} <strong>{person.name}</strong>
      </p>
      <WholeProblem problem={problem} />
      <form method="post" action="/set-up/proofs">
        <input type="hidden" name="username" autocomplete="username" value={person.name} />
        <Field
          name="password"
          {...setUp.password}
          type="password"
          problem={problem}
          autocomplete="new-password"
          isFirst={problem === undefined}
        />
        <Field
          name="again"
          label={setUp.again}
          type="password"
          problem={problem}
          autocomplete="new-password"
        />
        <p>{setUp.scan}</p>
        <div class="qr" aria-hidden="true">{raw(encodeQR(otpauthUri, "svg", { border: 3 }))}</div>
        <p>
          {setUp.secret} <code class="secret">{secret.replaceAll(/.{4}(?=.)/g, "$& ")}</code>
        </p>
        <Field
          name="totp"
          label={setUp.totp}
          problem={problem}
          autocomplete="one-time-code"
          inputmode="numeric"
        />
        <p class="acts">
          <button type="submit" class="likely">{setUp.finish}</button>
        </p>
      </form>
    </Page>
  );
}
