/** What people read of the pages of delivery. */
import type { Priority } from "../../../devices/event.ts";
import type { PromiseMessages } from "./promise_messages.ts";

/** Where events go: what waits, what was refused, and what a person can do about it. */
export interface DeliveryMessages {
  /** Of the page, and of the link to it. */
  readonly title: string;
  readonly none: string;
  /** What each priority is, in the words of those who wait for it. */
  readonly kinds: Readonly<Record<Priority, string>>;
  readonly destination: string;
  readonly state: string;
  readonly waiting: string;
  readonly oldest: string;
  readonly refused: string;
  readonly nothingWaits: string;
  readonly reached: string;
  readonly notReached: string;
  /** Its confirmation is waited for before a wearable is told "received". */
  readonly required: string;
  readonly paused: string;
  /** How it is brought there; of a type that is not here its own name is shown. */
  readonly types: Readonly<Record<string, string>>;
  readonly lastError: string;
  /** What to do when it cannot be reached, by type. */
  readonly remedies: Readonly<Record<"mqtt" | "webhook" | "sms" | "stream" | "other", string>>;
  readonly refusals: {
    readonly title: string;
    readonly hint: string;
    /** `{}` stands for how often. */
    readonly times: string;
    readonly tryAgain: string;
    readonly tryAllAgain: string;
    /** `{}` stands for how many are not listed. */
    readonly more: string;
  };
  readonly pause: {
    readonly title: string;
    readonly consequence: string;
    readonly reason: string;
    readonly reasonHint: string;
    readonly submit: string;
    /** `{by}`, `{at}` and `{reason}` stand for who, when and why. */
    readonly said: string;
    readonly resume: string;
    readonly problems: Readonly<
      Record<
        | "unknown-destination"
        | "unknown-event"
        | "invalid-request"
        | "already-paused"
        | "not-paused",
        string
      >
    >;
  };
  readonly periods: Readonly<Record<"day" | "week" | "month", string>>;
  readonly period: string;
  readonly plots: {
    readonly confirmed: string;
    readonly latency: string;
    readonly mean: string;
    readonly longest: string;
    readonly pending: string;
    readonly failures: string;
  };
  readonly unknown: string;
  readonly notAForm: string;
  readonly notKept: string;
  readonly promise: PromiseMessages;
}
