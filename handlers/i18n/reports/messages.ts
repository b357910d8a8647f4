/** What people read of the daily reports. */
export interface ReportMessages {
  /** Of the page, and of the link to it. */
  readonly title: string;
  /** Of one day. @param day Such as `30/11/2026`. */
  readonly ofDay: (day: string) => string;
  /** Of one wearable. */
  readonly ofWearable: (wearable: string) => string;
  readonly previous: string;
  readonly following: string;
  readonly today: string;
  readonly chooseDay: string;
  readonly show: string;
  /** It is not whole yet. */
  readonly preliminary: string;
  /** As of which moment it was made. */
  readonly madeAt: string;
  readonly wearables: string;
  readonly alarms: string;
  readonly noAlarms: string;
  readonly noWearables: string;
  readonly unknownDay: string;
  readonly more: string;
  /** How many alarms of the day are in the file only. */
  readonly moreAlarms: (count: number) => string;
  readonly print: string;
  readonly mail: string;
  readonly days: string;
  readonly back: string;
  /** That a wearable is to be tested and charged each day. */
  readonly expectation: string;
  readonly columns: {
    readonly day: string;
    readonly wearable: string;
    readonly reference: string;
    readonly heard: string;
    readonly lastHeard: string;
    readonly longestSilence: string;
    readonly charged: string;
    readonly battery: string;
    readonly tested: string;
    readonly drills: string;
    readonly alarms: string;
    readonly supervision: string;
    readonly opened: string;
    readonly state: string;
  };
  readonly counts: {
    readonly wearables: string;
    readonly heard: string;
    readonly charged: string;
    readonly tested: string;
    readonly silences: string;
    readonly notCharged: string;
    readonly drills: string;
    readonly real: string;
    readonly false: string;
    readonly test: string;
    readonly drill: string;
    readonly open: string;
  };
  readonly yes: string;
  readonly no: string;
  /** A drill, as the state of an alarm. */
  readonly drillMark: string;
  readonly silent: (times: number) => string;
  readonly supervision: Readonly<Record<"set" | "learned" | "off" | "unknown", string>>;
}
