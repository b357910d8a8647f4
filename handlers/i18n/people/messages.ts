/** Of the pages on which an administrator says who works with this gateway, and as what. */

/** The roles that people have. */
export type RoleName = "operator" | "technician" | "auditor" | "admin";

/** What a person's account can be like. */
export type AccountStateName = "active" | "notSetUp" | "disabled";

/** Of one act that is asked for on a page of its own: what it is, and what it will do. */
export interface ConfirmMessages {
  /** On the button or link that leads to the page. */
  readonly name: string;
  /** Heads the page. */
  readonly title: string;
  /** What will happen, before it happens. */
  readonly consequence: string;
  /** On the button that does it. */
  readonly submit: string;
}

/** Of a one-time code, which is shown once; `{}` stands for the name of its owner, or a time. */
export interface CodeMessages {
  readonly title: string;
  readonly handOver: string;
  readonly address: string;
  readonly code: string;
  /** `{}`: until when it holds. */
  readonly holds: string;
}

export interface PeopleMessages {
  readonly title: string;
  readonly none: string;
  readonly nameHint: string;
  readonly fullName: string;
  readonly fullNameHint: string;
  /** What a role lets a person do. */
  readonly roleHints: Readonly<Record<RoleName, string>>;
  readonly rolesConsequence: string;
  readonly renameConsequence: string;
  readonly save: string;
  readonly state: string;
  readonly states: Readonly<Record<AccountStateName, string>>;
  readonly secondFactor: string;
  readonly yes: string;
  readonly no: string;
  readonly lastSignIn: string;
  readonly openSessions: string;
  readonly authenticatorApp: string;
  readonly change: string;
  readonly add: ConfirmMessages;
  readonly reset: ConfirmMessages;
  readonly disable: ConfirmMessages;
  readonly enable: ConfirmMessages;
  /** Leaves a page that asks, without doing it. */
  readonly cancel: string;
  readonly back: string;
  readonly oneTimeCode: CodeMessages;
  readonly sessions: string;
  readonly noSessions: string;
  readonly sessionConsequence: string;
  readonly browser: string;
  readonly token: string;
  readonly tokenConsequence: string;
  readonly notAllowed: string;
  /** The store did not say that it has it. */
  readonly notKept: string;
  readonly unknown: string;
}
