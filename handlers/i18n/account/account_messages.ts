/** What people read of accounts: signing in, setting up, and what a role may open. */
import type { AccountProblemCode } from "../../accounts/accounts.ts";

/** Of a page that the reader's roles do not open. */
export interface RefusalMessages {
  readonly title: string;
  /** @param roles Of which one is needed, as a list. */
  needed(roles: string): string;
  /** @param roles That the reader has, as a list. */
  yours(roles: string): string;
  /** @param admins Full names, as a list; empty: there is none who can sign in. */
  ask(admins: string): string;
  /** Where nobody signs in. */
  readonly demo: string;
  readonly back: string;
  /** A form that another page than one of this console has sent. */
  readonly foreignForm: string;
}

/** An input: its name, and what belongs into it. */
export interface FieldMessages {
  readonly label: string;
  readonly hint: string;
}

export interface SignInMessages {
  readonly name: string;
  readonly password: string;
  readonly next: string;
  readonly passkey: string;
  /** The browser gave no passkey. */
  readonly passkeyFailed: string;
  /** Leads to the set-up with a one-time code. */
  readonly hasCode: string;
  /** Leads to the claim, while there is no administrator. */
  readonly claim: string;
  readonly secondStep: string;
  readonly totp: FieldMessages;
  readonly noPhone: string;
  readonly recovery: FieldMessages;
  readonly again: string;
}

export interface ClaimMessages {
  readonly title: string;
  readonly code: FieldMessages;
  readonly name: FieldMessages;
  readonly fullName: FieldMessages;
  readonly next: string;
  /** There is an administrator already. */
  readonly isDone: string;
}

export interface SetUpMessages {
  readonly title: string;
  readonly code: FieldMessages;
  readonly next: string;
  readonly password: FieldMessages;
  readonly again: string;
  /** How to scan the code that is shown. */
  readonly scan: string;
  /** Before the key that an app takes by its text. */
  readonly secret: string;
  readonly totp: string;
  readonly finish: string;
}

/** Of the recovery codes, when they are shown. */
export interface CodesMessages {
  readonly title: string;
  readonly once: string;
  readonly each: string;
  readonly madeOn: string;
  readonly signIn: string;
}

export interface OwnAccountMessages {
  readonly title: string;
  readonly back: string;
  readonly password: string;
  readonly current: string;
  readonly next: FieldMessages;
  readonly again: string;
  readonly change: string;
  readonly codes: string;
  /** @param count Of recovery codes that are left, at least 0. */
  codesLeft(count: number): string;
  readonly newCodes: string;
  /** What was done, by the word in the address of the page. */
  readonly done: Readonly<
    Record<"password" | "passkey" | "passkey-removed" | "session" | "token-revoked", string>
  >;
}

export interface PasskeyMessages {
  readonly title: string;
  readonly about: string;
  readonly none: string;
  readonly label: FieldMessages;
  readonly add: string;
  readonly remove: string;
  readonly made: string;
  readonly used: string;
  readonly neverUsed: string;
  readonly notHere: string;
}

export interface SessionMessages {
  readonly title: string;
  readonly here: string;
  readonly from: string;
  readonly began: string;
  readonly used: string;
  readonly end: string;
  readonly unknownBrowser: string;
}

export interface TokenMessages {
  readonly title: string;
  readonly about: string;
  readonly none: string;
  readonly name: FieldMessages;
  readonly role: string;
  readonly scope: string;
  readonly scopes: Readonly<Record<"read" | "act", string>>;
  readonly days: FieldMessages;
  readonly make: string;
  readonly revoke: string;
  readonly ends: string;
  readonly fresh: string;
  readonly once: string;
  readonly use: string;
}

export interface AccountMessages {
  readonly roles: Readonly<Record<"operator" | "technician" | "auditor" | "admin", string>>;
  readonly rolesTitle: string;
  readonly refusal: RefusalMessages;
  readonly signIn: SignInMessages;
  readonly claim: ClaimMessages;
  readonly setUp: SetUpMessages;
  readonly codes: CodesMessages;
  readonly own: OwnAccountMessages;
  readonly passkeys: PasskeyMessages;
  readonly sessions: SessionMessages;
  readonly tokens: TokenMessages;
  /** Why something was not done, and what to do; `{}` stands for how long to wait. */
  readonly problems: Readonly<
    Record<AccountProblemCode | "passwords-differ" | "sessions-full" | "not-a-form", string>
  >;
}
