/**
 * Sends texts through one modem and waits for the reports of the network.
 *
 *     text ─▶ parts ─▶ modem ─▶ reference of each ─▶ report of each ─▶ delivered
 *
 * The reports of parts say so by a reference of one byte that comes again after 256 messages, so the
 * end of the number has to agree as well. A report may come before the modem has given the reference.
 */
import { encodeSubmit, type SubmitPdu } from "../../devices/codecs/sms/encode.ts";
import type { SmsStatusReport } from "../../devices/codecs/sms/tpdu.ts";
import type { Priority } from "../../devices/event.ts";
import type { SmsOutcome, SmsSender } from "../ports.ts";

/** How one part left, or did not. */
export type SubmitOutcome =
  /** `reference`: of its report; absent when the modem does not say. */
  | { readonly result: "submitted"; readonly reference?: number }
  | Exclude<SmsOutcome, { result: "delivered" }>;

/** A modem as far as sending goes. */
export interface Submitter {
  readonly isReady: boolean;
  /** True when it reports what the network says of a message. */
  readonly hasReports: boolean;
  /**
   * Gives a part to the network. Never rejects; given up when `cut` fires before it is begun.
   * @param takeWithinMs How long the modem may take to ask for it, in milliseconds.
   */
  submit(
    part: SubmitPdu,
    urgency: Priority,
    cut?: AbortSignal,
    takeWithinMs?: number,
  ): Promise<SubmitOutcome>;
}

/** A part that the network has, and whose report is awaited. */
interface Awaited {
  readonly reference: number;
  readonly recipient: string;
  readonly settle: (outcome: SmsOutcome) => void;
}

/**
 * How long the network tries, in minutes: the shortest there is. A text about an alarm is sent again,
 * and a phone that is switched on should not get all of them.
 */
const VALIDITY_MINUTES = 5;
/**
 * What another attempt cannot mend (3GPP TS 23.040, section 9.2.3.15): a destination that is
 * incompatible, not obtainable or without interworking. The specification calls others permanent as
 * well, such as a validity that ended while the phone was switched off.
 */
const FOR_GOOD: ReadonlySet<number> = new Set([0x41, 0x43, 0x45]);
/** Digits at the end of a number that are the same however it is written. */
const COMMON_DIGITS = 6;
/** Reports kept that come before the modem has given their reference. */
const EARLY_LIMIT = 16;
const DELIVERED: SmsOutcome = { result: "delivered" };

export class ReportedSender implements SmsSender {
  readonly name: string;
  readonly #modem: Submitter;
  readonly #awaited = new Set<Awaited>();
  #early: SmsStatusReport[] = [];
  #partReference = 0;
  #submitting = 0;

  constructor(name: string, modem: Submitter) {
    this.name = name;
    this.#modem = modem;
  }

  get isReady(): boolean {
    return this.#modem.isReady;
  }

  /** @param takeWithinMs How long the modem may take to ask for each part; else it is not taken. */
  async send(
    to: string,
    text: string,
    urgency: Priority,
    cut: AbortSignal,
    takeWithinMs?: number,
  ): Promise<SmsOutcome> {
    const parts = encodeSubmit({
      to,
      content: { text },
      wantsReport: true,
      partReference: this.#partReference++ & 0xff,
      validityMinutes: VALIDITY_MINUTES,
    });
    if (!parts.ok) return { result: "refused", reason: `cannot write it: ${parts.error.code}` };
    const submit = (part: SubmitPdu) => this.#modem.submit(part, urgency, cut, takeWithinMs);
    const reports = await this.#submitAll(to, parts.value, submit, cut);
    if ("result" in reports) return reports;
    const outcomes = await Promise.all(reports);
    return outcomes.find(({ result }) => result !== "delivered") ?? DELIVERED;
  }

  /** The network says what became of a part. */
  reported(report: SmsStatusReport): void {
    if (report.outcome === "pending") return;
    const awaited = [...this.#awaited].findLast((it) => isAbout(report, it));
    if (awaited !== undefined) return awaited.settle(outcomeOf(report));
    if (this.#submitting > 0) this.#early = [...this.#early, report].slice(-EARLY_LIMIT);
  }

  /** Gives all parts to the network. @returns their reports to come, or why one did not leave. */
  async #submitAll(
    to: string,
    parts: readonly SubmitPdu[],
    submit: (part: SubmitPdu) => Promise<SubmitOutcome>,
    cut: AbortSignal,
  ): Promise<Promise<SmsOutcome>[] | SmsOutcome> {
    const reports: Promise<SmsOutcome>[] = [];
    this.#submitting++;
    try {
      for (const part of parts) {
        const submitted = await submit(part);
        if (submitted.result !== "submitted") return submitted;
        reports.push(this.#awaitReport(to, submitted.reference, cut));
      }
      return reports;
    } finally {
      // A report that no message waits for now is about one that was given up.
      if (--this.#submitting === 0) this.#early = [];
    }
  }

  #awaitReport(
    recipient: string,
    reference: number | undefined,
    cut: AbortSignal,
  ): Promise<SmsOutcome> {
    if (reference === undefined || !this.#modem.hasReports) {
      return Promise.resolve(failed("sent, but this modem tells no delivery reports"));
    }
    const early = this.#early.find((report) => isAbout(report, { reference, recipient }));
    if (early !== undefined) {
      this.#early = this.#early.filter((report) => report !== early);
      return Promise.resolve(outcomeOf(early));
    }
    if (cut.aborted) return Promise.resolve(failed(NO_REPORT));
    return new Promise((resolve) => this.#await(recipient, reference, cut, resolve));
  }

  #await(
    recipient: string,
    reference: number,
    cut: AbortSignal,
    resolve: (outcome: SmsOutcome) => void,
  ): void {
    const giveUp = () => awaited.settle(failed(NO_REPORT));
    const awaited: Awaited = {
      reference,
      recipient,
      settle: (outcome) => {
        this.#awaited.delete(awaited);
        cut.removeEventListener("abort", giveUp);
        resolve(outcome);
      },
    };
    this.#awaited.add(awaited);
    cut.addEventListener("abort", giveUp);
  }
}

const NO_REPORT = "sent, but no delivery report came in time";

function failed(reason: string): SmsOutcome {
  return { result: "failed", reason };
}

function isAbout(
  report: SmsStatusReport,
  { recipient, reference }: Pick<Awaited, "reference" | "recipient">,
): boolean {
  return report.reference === reference &&
    report.recipient.slice(-COMMON_DIGITS) === recipient.slice(-COMMON_DIGITS);
}

function outcomeOf({ outcome, status }: SmsStatusReport): SmsOutcome {
  if (outcome === "delivered") return DELIVERED;
  const reason = `the network did not deliver it: status 0x${status.toString(16)}`;
  return FOR_GOOD.has(status) ? { result: "refused", reason } : failed(reason);
}
