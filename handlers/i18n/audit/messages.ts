/** Of the page of the audit log: who did or looked at what. */
import type { AuditSubject, AuditWhat } from "../../../db/store.ts";

/** What entries are about, as a reader chooses among them. */
export const AUDIT_GROUPS = ["looks", "incidents", "wearables", "people", "gateway"] as const;
export type AuditGroup = (typeof AUDIT_GROUPS)[number];

/** Failed attempts to sign in under a name that no account has. */
export const UNKNOWN_SIGN_IN = "sign-in-failed-unknown";

/** Events that a program has fetched: nothing was sent to it. */
export const FETCHED = "events-fetched";

/** Of the form that finds entries. */
export interface AuditFilterMessages {
  readonly title: string;
  readonly by: string;
  readonly byHint: string;
  readonly subject: string;
  readonly subjectHint: string;
  readonly group: string;
  readonly anything: string;
  readonly groups: Readonly<Record<AuditGroup, string>>;
  readonly day: string;
  readonly show: string;
  readonly showAll: string;
}

/** Of the check of the chain; `{}` stands for a number, and `{hash}` for a hash. */
export interface AuditVerifyMessages {
  readonly title: string;
  readonly hint: string;
  readonly submit: string;
  readonly whole: string;
  /** Nothing is in the chain yet. */
  readonly empty: string;
  /** Before what follows a chain that is whole. */
  readonly keepHash: string;
  /** `{}`: the first entry that does not fit. */
  readonly broken: string;
  readonly brokenHint: string;
  /** `{}`: how many days were removed at the end of their retention. */
  readonly closed: string;
}

export interface AuditMessages {
  readonly title: string;
  readonly intro: string;
  readonly filter: AuditFilterMessages;
  readonly none: string;
  /** The search went back so far and found no more: `{}` is the time. */
  readonly searchedTo: string;
  readonly searchOn: string;
  readonly number: string;
  readonly entry: string;
  /** Who did it; `{}` stands for a name. */
  readonly by: Readonly<Record<"program" | "box" | "gateway" | "demo", string>>;
  readonly viaToken: string;
  readonly said: string;
  readonly from: string;
  readonly to: string;
  readonly why: string;
  /** @param count At least 2. */
  times(count: number): string;
  readonly subjects: Readonly<Record<AuditSubject["kind"], string>>;
  /** @param count Of subjects that are not named. */
  more(count: number): string;
  readonly nothing: string;
  /** By the word of an entry; `{by}` stands for who, `{of}` for what it was done to. */
  readonly sentences: Readonly<Record<AuditWhat | typeof FETCHED | typeof UNKNOWN_SIGN_IN, string>>;
  /** Of a word that is not among them, which `{what}` stands for. */
  readonly other: string;
  /** In place of an entry that cannot be read. */
  readonly damaged: string;
  /** Before the state that an incident came to, and the roles that an account has since. */
  readonly state: string;
  readonly roles: string;
  readonly verify: AuditVerifyMessages;
  readonly export: string;
  readonly exportHint: string;
  /** On the page of an incident. @param count Of persons and programs. */
  lookers(count: number): string;
  readonly lookersHint: string;
  readonly lookedLast: string;
  readonly allEntries: string;
}
