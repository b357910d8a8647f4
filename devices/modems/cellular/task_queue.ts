import type { MonotonicMs } from "../../time.ts";
import type { CellularEvent, StoredPdu } from "./effects.ts";
import type { Schedule } from "./schedule.ts";

/** Most messages that wait to be erased; more are found again. */
const MAX_ERASES = 512;

/** Longest time in which an alarm may have to wait for all else, in milliseconds. */
const MAX_OTHERS_MS = 5_000;

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
  | { readonly task: "read-status" }
  | { readonly task: "ping" }
  | { readonly task: "hang-up" };

/**
 * What is to be done with one modem, most urgent first: setting up, whether it is still there,
 * messages that were hinted at or not statusRead for of late, what is to be sent, calls to refuse, the
 * network, then what is to be erased. Erasing comes last: behind an outage a storage may hold
 * hundreds of messages, and until the network was statusRead at nothing can be sent.
 */
export class TaskQueue {
  readonly #schedule: Schedule;
  readonly #erases: StoredPdu[] = [];
  #submission: Submission | undefined;
  #isSubmitting = false;
  /** Since when the look into the storages runs that was taken last. */
  #sweepingSince: MonotonicMs | undefined;
  /** Until then the others go before the next look. */
  #othersUntil = 0 as MonotonicMs;

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

  /** Takes away a message that is not being sent yet. @returns what is to be told of it. */
  withdraw(pdu: string): CellularEvent[] {
    const submission = this.#submission;
    if (submission?.pdu !== pdu || this.#isSubmitting) return [];
    this.#submission = undefined;
    return [{ do: "unsubmitted", id: submission.id, why: "timeout" }];
  }

  /** True while this very message is being sent. */
  isSubmitting(pdu: string): boolean {
    return this.#isSubmitting && this.#submission?.pdu === pdu;
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
    if (this.#schedule.takePing(now)) return { task: "ping" };
    this.#swept(now);
    const othersFirst = now < this.#othersUntil;
    return (othersFirst ? undefined : this.#sweep(now)) ?? this.#others(now) ?? this.#sweep(now);
  }

  /** Takes away what cannot wait until a long piece of work is over. */
  takeUrgent(now: MonotonicMs): Task | undefined {
    return this.takeSubmission() ?? this.#toLookAt(now);
  }

  /**
   * A flood of messages must not keep the modem from sending and from making room: so long as a look
   * takes, so long others go first afterwards.
   */
  #swept(now: MonotonicMs): void {
    if (this.#sweepingSince === undefined) return;
    const tookMs = now - this.#sweepingSince;
    this.#sweepingSince = undefined;
    this.#othersUntil = now + Math.min(tookMs + 1, MAX_OTHERS_MS) as MonotonicMs;
    this.#schedule.swept(now);
  }

  #sweep(now: MonotonicMs): Task | undefined {
    if (!this.#schedule.takeSweep(now)) return undefined;
    this.#sweepingSince = now;
    return { task: "sweep" };
  }

  #others(now: MonotonicMs): Task | undefined {
    return this.takeUrgent(now) ?? this.#toErase();
  }

  /** Takes away the message that waits to be sent. */
  takeSubmission(): Task | undefined {
    if (this.#submission === undefined || this.#isSubmitting) return undefined;
    this.#isSubmitting = true;
    return { task: "submit", submission: this.#submission };
  }

  #toLookAt(now: MonotonicMs): Task | undefined {
    if (this.#schedule.takeCall()) return { task: "hang-up" };
    return this.#schedule.takeStatusReading(now) ? { task: "read-status" } : undefined;
  }

  #toErase(): Task | undefined {
    const entry = this.#erases.shift();
    return entry === undefined ? undefined : { task: "erase", entry };
  }
}
