import type { TokenRecord } from "../../../../../db/store.ts";
import type { Person } from "../../../../accounts/accounts.ts";
import type { SessionInfo } from "../../sessions.ts";
import type { Visit } from "../visit.ts";
import type { FormProblem } from "../field.tsx";

/** What was done before, as the page says it. */
export const DONE = ["password", "passkey", "passkey-removed", "session", "token-revoked"] as const;
export type Done = (typeof DONE)[number];

/** What the page of one's own account shows. */
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
