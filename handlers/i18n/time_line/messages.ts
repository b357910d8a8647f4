/** What people read of the time line of an incident, and of the report that is made of it. */
import type { Anomaly, Flag } from "../../../devices/event.ts";

export interface TimeLineMessages {
  readonly title: string;
  /** Where retention has taken all events. */
  readonly empty: string;
  readonly pressed: string;
  /** `{}`: a span. */
  readonly pressedBefore: string;
  readonly late: string;
  readonly unverified: string;
  /** `{}`: per cent. */
  readonly battery: string;
  readonly accuracyUnknown: string;
  /** `{}`: a span. */
  readonly fixAge: string;
  readonly heard: string;
  readonly heardAgain: string;
  readonly snr: string;
  /** `{}`: the sequence of the event. */
  readonly stored: string;
  readonly answeredStored: string;
  readonly answered: string;
  /** Of an answer that is due. */
  readonly answerDue: string;
  readonly wearableHeard: string;
  readonly sent: string;
  /** `{}`: a destination. */
  readonly reached: string;
  /** `{}`: a span. */
  readonly after: string;
  /** `{}`: a destination, in these three. */
  readonly escalated: string;
  readonly escalationSent: string;
  readonly escalationReached: string;
  readonly by: string;
  /** `{}`: a stream, token or destination. */
  readonly via: string;
  /** Behind a wish to cancel. */
  readonly cancelAsked: string;
  /** `{}`: who. */
  readonly looked: string;
  readonly lookedLast: string;
  /** `{}`: a span. */
  readonly clockForward: string;
  readonly clockBack: string;
  readonly older: string;
  /** `{}`: a count. */
  readonly implausible: string;
  readonly note: string;
  readonly paths: string;
  readonly alarmReached: string;
  /** Of a destination that only gets what is escalated. */
  readonly notNeeded: string;
  readonly exports: string;
  readonly exportHint: string;
  readonly proof: string;
  readonly cap: string;
  readonly json: string;
  readonly report: string;
  readonly reportTitle: string;
  readonly reportBy: string;
  readonly reportAt: string;
  readonly reportProof: string;
  /** Behind the hash. */
  readonly reportProofHint: string;
  /** `{}`: a count. */
  readonly reportPartial: string;
  readonly what: string;
  readonly how: string;
  readonly demoReader: string;
  readonly opened: string;
  readonly place: string;
  readonly noProof: string;
  readonly page: string;
  /** @param count At least 1. */
  times(count: number): string;
  readonly flags: Readonly<Record<Flag, string>>;
  readonly anomalies: Readonly<Record<Anomaly, string>>;
}
