/** What people read of the pages of the box itself. */

/** A form: what it asks, what it does, its button. */
export interface AskMessages {
  readonly title: string;
  readonly consequence: string;
  readonly submit: string;
}

/** What something means, and what to do about it. */
export type Meaning = readonly [what: string, fix: string];

export interface SystemMessages {
  /** Of the page, and of the link to it. */
  readonly title: string;
  readonly back: string;
  readonly cancel: string;
  readonly findings: {
    readonly title: string;
    /** Before the time at which it was looked. */
    readonly looked: string;
    readonly again: string;
    /** Nothing was found yet. */
    readonly looking: string;
    /** `{bad}`, `{warning}` and `{good}` are counts. */
    readonly counts: string;
    /** Opens what is good. */
    readonly good: string;
  };
  readonly facts: {
    readonly title: string;
    readonly version: string;
    readonly uptime: string;
    readonly clock: string;
    readonly clocks: Readonly<Record<"ntp" | "cellular" | "unsynchronised", string>>;
    readonly newest: string;
    readonly free: string;
    readonly waiting: string;
    readonly audit: string;
    readonly people: string;
    readonly tokens: string;
    readonly backup: string;
    readonly none: string;
  };
  readonly rejected: {
    readonly title: string;
    readonly intro: string;
    readonly counts: string;
    readonly reason: string;
    readonly modem: string;
    readonly count: string;
    readonly newest: string;
    /** Why a frame became no event, by the words of the store. */
    readonly reasons: Readonly<Record<string, string>>;
    readonly otherReason: string;
    readonly filter: string;
    readonly any: string;
    readonly show: string;
    readonly none: string;
    readonly signal: string;
    readonly from: string;
    readonly unknown: string;
  };
  readonly attacks: {
    readonly title: string;
    readonly intro: string;
    readonly none: string;
    /** By reason of the event, or by its name where the reason is not among them. */
    readonly meanings: Readonly<Record<string, Meaning>>;
  };
  readonly tokens: {
    readonly title: string;
    readonly intro: string;
    readonly none: string;
    readonly name: string;
    readonly nameHint: string;
    readonly role: string;
    readonly stream: string;
    readonly streamHint: string;
    readonly noStream: string;
    readonly days: string;
    readonly daysHint: string;
    readonly ends: string;
    readonly never: string;
    readonly owner: string;
    readonly make: string;
    readonly monitor: string;
    readonly dispatch: string;
    readonly fresh: string;
    readonly once: string;
    /** `{}` stands for the name. */
    readonly revoke: AskMessages;
    readonly unknown: string;
    readonly problems: Readonly<
      Record<
        "name" | "taken" | "role" | "stream" | "no-stream" | "days" | "not-kept" | "form",
        string
      >
    >;
  };
  readonly backups: {
    readonly title: string;
    readonly intro: string;
    /** No folder is configured. */
    readonly notSet: string;
    /** Before the folder. */
    readonly folder: string;
    readonly none: string;
    readonly name: string;
    readonly size: string;
    readonly make: string;
    readonly making: string;
    readonly check: string;
    readonly whole: string;
    readonly failed: string;
    readonly checked: string;
    readonly unknown: string;
    readonly restore: AskMessages & {
      /** What must be typed; `{}` stands for it. */
      readonly confirm: string;
      readonly wrong: string;
      readonly ready: string;
      readonly why: string;
    };
  };
}
