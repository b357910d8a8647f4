import type { Role } from "../../../../db/store.ts";
import { PERSON_ROLES } from "../../../accounts/accounts.ts";
import type { Messages } from "../../../i18n/messages.ts";
import { homeOf, type PageAccess } from "../reader.ts";
import { Page } from "./page.tsx";
import type { Visit } from "./visit.ts";

/** The names of roles, in the order in which pages list them. */
export function rolesText(roles: readonly Role[], { account }: Messages): string {
  return PERSON_ROLES.filter((role) => roles.includes(role))
    .map((role) => account.roles[role]).join(", ");
}

interface RefusalProps {
  readonly visit: Visit;
  readonly access: PageAccess;
  /** Full names of the administrators. */
  readonly admins: readonly string[];
}

/** Says which role a page needs, which the reader has, and whom to ask. */
export function RefusalPage({ access, admins, visit }: RefusalProps) {
  const { locale: { messages }, person } = visit;
  const { refusal } = messages.account;
  return (
    <Page visit={visit} title={refusal.title} layout="form">
      <h1>{refusal.title}</h1>
      {typeof access === "string"
        ? null
        : <p>{refusal.needed(rolesText(access.roles, messages))}</p>}
      {person === undefined ? <p>{refusal.demo}</p> : (
        <>
          <p>{refusal.yours(rolesText(person.roles, messages))}</p>
          <p>{refusal.ask(admins.join(", "))}</p>
        </>
      )}
      <p>
        <a class="button" href={homeOf(visit.opens)}>{refusal.back}</a>
      </p>
    </Page>
  );
}
