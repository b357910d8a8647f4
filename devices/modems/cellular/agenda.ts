import type { MonotonicMs } from "../../time.ts";
import type { CellularEvent, StoredPdu } from "./effects.ts";
import type { Schedule } from "./schedule.ts";

/** Most messages that wait to be erased; more are found again. */
const MAX_ERASES = 512;

/** A message on its way to the network. */
export interface Submission {
  readonly id: number;
  /** Hex with the service centre's address. */
  readonly pdu: string;
  /** Octets of it without that address. */
  readonly sizeBytes: number;
}

/** What to do with a modem. */
export type Task =
  | { readonly task: "set-up" }
  | { readonly task: "sweep" }
  | { readonly task: "submit"; readonly submission: Submission }
  | { readonly task: "erase"; readonly entry: StoredPdu }
  | { readonly task: "look" };

/**
 * What is to be done with one modem, most urgent first: setting up, messages that were hinted at or
 * not looked for of late, what is to be sent, what is to be erased, then the network.
 */
export class Agenda {
  readonly #schedule: Schedule;
  readonly #erases: StoredPdu[] = [];
  #submission: Submission | undefined;
  #isSubmitting = false;
  #hasSweptLast = false;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
  }

  /** True when a message waits to be sent or is being sent. */
  get hasSubmission(): boolean {
    return this.#submission !== undefined;
  }

  /** A message is to be sent; only while there is no other. */
  submit(submission: Submission): void {
    this.#submission = submission;
    this.#isSubmitting = false;
  }

  /** The message was sent, or was not. */
  submitted(): void {
    this.#submission = undefined;
  }

  /** The message is not sent any more. @returns what is to be told of it; none: there was none. */
  abandonSubmission(): CellularEvent[] {
    const submission = this.#submission;
    this.#submission = undefined;
    return submission === undefined ? [] : [{ do: "unsubmitted", id: submission.id, why: "reset" }];
  }

  /** A message is to be erased. */
  erase(entry: StoredPdu): void {
    const isWaiting = this.#erases.some((it) =>
      it.storage === entry.storage && it.index === entry.index && it.pdu === entry.pdu
    );
    if (!isWaiting && this.#erases.length < MAX_ERASES) this.#erases.push(entry);
  }

  /** The modem began anew: what lies where is not known any more. */
  forgetErases(): void {
    this.#erases.length = 0;
  }

  /** Takes away what is to be done next. @param isSetUp More than setting up makes sense. */
  take(isSetUp: boolean, now: MonotonicMs): Task | undefined {
    if (this.#schedule.takeSetUp(now)) return { task: "set-up" };
    if (!isSetUp) return undefined;
    // A flood of messages must not keep the modem from sending and from making room.
    const othersFirst = this.#hasSweptLast;
    this.#hasSweptLast = false;
    const task = (othersFirst ? undefined : this.#sweep(now)) ?? this.#others(now) ??
      this.#sweep(now);
    this.#hasSweptLast = task?.task === "sweep";
    return task;
  }

  #sweep(now: MonotonicMs): Task | undefined {
    return this.#schedule.takeSweep(now) ? { task: "sweep" } : undefined;
  }

  #others(now: MonotonicMs): Task | undefined {
    if (this.#submission !== undefined && !this.#isSubmitting) {
      this.#isSubmitting = true;
      return { task: "submit", submission: this.#submission };
    }
    const entry = this.#erases.shift();
    if (entry !== undefined) return { task: "erase", entry };
    return this.#schedule.takeLook(now) ? { task: "look" } : undefined;
  }
}
