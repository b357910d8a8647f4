import type { Person } from "../../../../accounts/accounts.ts";
import { dayText } from "../../views/moment.ts";
import { Page } from "../page.tsx";
import type { Visit } from "../visit.ts";

interface CodesProps {
  readonly visit: Visit;
  readonly person: Person;
  readonly codes: readonly string[];
  /** Where to go on when they are kept. */
  readonly next: { readonly href: string; readonly name: string };
}

/** The recovery codes, the only time that they are shown; made to be printed. */
export function CodesPage({ codes, next, person, visit }: CodesProps) {
  const { locale: { language, messages }, now } = visit;
  const its = messages.account.codes;
  return (
    <Page visit={visit} title={its.title} layout="form">
      <h1>{its.title}</h1>
      <p>{its.once}</p>
      <ul class="codes">
        {codes.map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <p>{its.each}</p>
      <p class="quiet">
        Vigil · {person.fullName} ({person.name}) · {its.madeOn} {dayText(now.unixMs, language)}
      </p>
      <p class="acts">
        <a class="button" href={next.href}>{next.name}</a>
      </p>
    </Page>
  );
}
