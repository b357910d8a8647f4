/** Pages that ask before something is done to an account, and the one that shows a one-time code. */
import type { Person } from "../../../accounts/accounts.ts";
import { clockText, dayText } from "../views/moment.ts";
import { type FormProblem, WholeProblem } from "./field.tsx";
import { Page } from "./page.tsx";
import type { Visit } from "./visit.ts";

/** What can be done to an account and is asked for first. */
export const PERSON_ACTS = ["reset", "disable", "enable"] as const;
export type PersonAct = (typeof PERSON_ACTS)[number];

interface ConfirmProps {
  readonly act: PersonAct;
  readonly person: Person;
  readonly visit: Visit;
  readonly problem?: FormProblem;
}

/** Says what will happen, and does nothing yet. */
export function ConfirmPersonPage({ act, person, problem, visit }: ConfirmProps) {
  const { people } = visit.locale.messages;
  const { consequence, submit, title } = people[act];
  return (
    <Page visit={visit} title={`${title} · ${person.fullName}`} layout="form">
      <h1>{person.fullName} · {person.name}: {title}</h1>
      <WholeProblem problem={problem} />
      <p>{consequence}</p>
      <form method="post" action={`/people/${person.id}/${act}`}>
        <p class="acts">
          <button type="submit" class="likely">{submit}</button>
          <a class="button" href={`/people/${person.id}`}>{people.cancel}</a>
        </p>
      </form>
    </Page>
  );
}

interface CodeProps {
  readonly person: Person;
  readonly code: string;
  /** Where it is entered. */
  readonly address: string;
  readonly endsAtUnixMs: number;
  readonly visit: Visit;
}

/** Shows a code for the only time. */
export function CodePage({ address, code, endsAtUnixMs, person, visit }: CodeProps) {
  const { language, messages: { account, people: { oneTimeCode } } } = visit.locale;
  const title = oneTimeCode.title.replace("{}", person.fullName);
  const end = `${dayText(endsAtUnixMs, language)} ${clockText(endsAtUnixMs, language)}`;
  return (
    <Page visit={visit} title={title} layout="form">
      <h1>{title}</h1>
      <p>{oneTimeCode.handOver}</p>
      <dl class="card once">
        <dt>{account.claim.name.label}</dt>
        <dd>{person.name}</dd>
        <dt>{oneTimeCode.address}</dt>
        <dd>{address}</dd>
        <dt>{oneTimeCode.code}</dt>
        <dd>
          <code>{code}</code>
        </dd>
      </dl>
      <p>{oneTimeCode.holds.replace("{}", end)}</p>
      <p>
        <a class="button" href={`/people/${person.id}`}>{person.fullName}</a>
      </p>
    </Page>
  );
}
