/** What people read of accounts: signing in, and what a role may open. */

/** Of a page that the reader's roles do not open. */
export interface RefusalMessages {
  readonly title: string;
  /** @param roles Of which one is needed, as a list. */
  needed(roles: string): string;
  /** @param roles That the reader has, as a list. */
  yours(roles: string): string;
  readonly ask: string;
  readonly back: string;
  /** A form that another page than one of this console has sent. */
  readonly foreignForm: string;
}

export interface AccountMessages {
  readonly roles: Readonly<Record<"operator" | "technician" | "auditor" | "admin", string>>;
  readonly refusal: RefusalMessages;
}
