/** What people read of the promise meter. */
export interface PromiseMessages {
  readonly title: string;
  readonly intro: string;
  /** Every limit is a target of the design: nothing here was certified. */
  readonly notCertified: string;
  readonly legsTitle: string;
  readonly leg: string;
  readonly count: string;
  readonly mean: string;
  /** 95 of 100 are no longer. */
  readonly most: string;
  readonly longest: string;
  readonly target: string;
  readonly legs: Readonly<
    Record<
      | "press-to-heard"
      | "heard-to-stored"
      | "heard-to-offered"
      | "offered-to-confirmed"
      | "heard-to-confirmed"
      | "heard-to-answered",
      string
    >
  >;
  /** `{mean}`, `{most}` and `{longest}` stand for times. */
  readonly limits: string;
  readonly missed: string;
  readonly kept: string;
  readonly availabilityTitle: string;
  readonly what: string;
  readonly availability: string;
  readonly badMinutes: string;
  readonly subjects: Readonly<Record<"gateway" | "dispatch" | "radio" | "running", string>>;
  readonly destination: string;
  readonly modem: string;
  readonly badTitle: string;
  readonly none: string;
  /** `{from}` and `{to}` stand for times, `{minutes}` for how many. */
  readonly span: string;
  readonly unknownTitle: string;
  readonly unknown: readonly string[];
  /** `{}` stands for a time. */
  readonly since: string;
  readonly nothingYet: string;
  readonly json: string;
  /** Where the figures of the targets come from. */
  readonly source: string;
}
