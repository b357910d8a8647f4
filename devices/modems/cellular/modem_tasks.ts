/**
 * What is to be done with one modem, most urgent first: setting it up, asking whether it is still
 * there, reading messages that were hinted at or not looked for of late, what is to be sent, calls
 * to refuse, the network, then what is to be erased. Erasing comes last: behind an outage a storage
 * may hold hundreds of messages, and until the network's state is read nothing can be sent.
 */
import type { MonotonicMs } from "../../time.ts";
import type { CellularEvent, CellularSettings, StoredPdu } from "./effects.ts";
import { type Job, ModemState } from "./job.ts";
import { hangUp, ping, readNetworkStatus, readNetworkTime } from "./status_jobs.ts";
import { erase, submit, sweep } from "./messages_jobs.ts";
import type { Schedule } from "./schedule.ts";
import { type Impossible, setUp } from "./set_up.ts";

/** How long a modem may be without a network before it counts as lost, in milliseconds. */
const NO_NETWORK_MS = 60_000;
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

/** What the jobs of one conversation share. */
export interface TaskDependencies {
  readonly settings: CellularSettings;
  readonly schedule: Schedule;
  /** The time of the turn that runs. */
  readonly now: () => MonotonicMs;
  /** A message lies in a storage; called as it is listed. */
  readonly found: (entry: StoredPdu) => void;
  /** A storage was read through. */
  readonly listed: () => void;
}

/** Chooses the next job, and keeps what jobs find out: whether it is set up and has a network. */
export class ModemTasks {
  readonly #dependencies: TaskDependencies;
  readonly #erases: StoredPdu[] = [];
  #known = new ModemState();
  #isSetUp = false;
  #isConfigured = false;
  #withoutNetworkSince: MonotonicMs | undefined;
  #submission: Submission | undefined;
  #isSubmitting = false;
  /** Since when the look into the storages runs that was begun last. */
  #sweepingSince: MonotonicMs | undefined;
  /** Until then the others go before the next look. */
  #othersUntil = 0 as MonotonicMs;

  constructor(dependencies: TaskDependencies) {
    this.#dependencies = dependencies;
  }

  /** True when it keeps messages and has a network. */
  get isConfigured(): boolean {
    return this.#isConfigured;
  }

  /** True when a message may be handed in to be sent. */
  get canSubmit(): boolean {
    return this.#isConfigured && this.#isSetUp && this.#submission === undefined;
  }

  /** True when the modem hands over or keeps the reports of what was sent. */
  get hasReports(): boolean {
    return this.#known.hasReports;
  }

  /** The modem restarted and has forgotten everything. @returns what became of a message. */
  restarted(): CellularEvent[] {
    this.#isSetUp = false;
    this.#isConfigured = false;
    // What lies where is not known any more.
    this.#erases.length = 0;
    return this.#endSubmission("reset");
  }

  /** The modem cannot be used. @returns what is to be reported of it. */
  lose({ text, why }: Impossible): CellularEvent {
    this.#isConfigured = false;
    return { do: "unconfigured", text: `Cannot use the modem: ${text}`, why };
  }

  /** A message is to be sent; only while `canSubmit`. */
  submit(submission: Submission): void {
    this.#submission = submission;
    this.#isSubmitting = false;
  }

  /** Takes away a message that is not being sent yet. @returns what is to be reported of it. */
  withdraw(pdu: string): CellularEvent[] {
    const isWaiting = this.#submission?.pdu === pdu && !this.#isSubmitting;
    return isWaiting ? this.#endSubmission("timeout") : [];
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

  /** The job to do next; undefined: there is none now. */
  next(now: MonotonicMs): Job<void> | undefined {
    const { schedule } = this.#dependencies;
    if (schedule.takeSetUp(now)) return this.#setUp();
    if (!this.#isSetUp) return undefined;
    if (schedule.takePing(now)) return ping();
    this.#swept(now);
    const othersFirst = now < this.#othersUntil;
    return (othersFirst ? undefined : this.#sweep(now)) ?? this.#urgent(now) ?? this.#eraseNext() ??
      this.#sweep(now);
  }

  /** What cannot wait until a long piece of work is over. */
  #urgent(now: MonotonicMs): Job<void> | undefined {
    const { schedule } = this.#dependencies;
    const submission = this.#takeSubmission();
    if (submission !== undefined) return submission;
    if (schedule.takeCall()) return hangUp(this.#known);
    return schedule.takeStatusReading(now) ? this.#readStatus() : undefined;
  }

  #sweep(now: MonotonicMs): Job<void> | undefined {
    const { found, listed, schedule } = this.#dependencies;
    if (!schedule.takeSweep(now)) return undefined;
    this.#sweepingSince = now;
    return sweep(this.#known, { found, listed, giveWay: () => this.#doUrgent() });
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
    this.#dependencies.schedule.swept(now);
  }

  #eraseNext(): Job<void> | undefined {
    const entry = this.#erases.shift();
    return entry && erase(entry, this.#known);
  }

  /** Does what a long piece of work lets go first. */
  *#doUrgent(): Job<void> {
    const { now } = this.#dependencies;
    for (let job = this.#urgent(now()); job; job = this.#urgent(now())) yield* job;
  }

  *#setUp(): Job<void> {
    const { now, schedule, settings } = this.#dependencies;
    const { sim } = this.#known.identity;
    this.#known = new ModemState();
    const impossible = yield* this.#sendingBetween(setUp(this.#known, settings));
    this.#isSetUp = impossible === undefined;
    schedule.wasSetUp(this.#isSetUp, now());
    if (impossible !== undefined) {
      for (const event of this.#endSubmission("reset")) yield { report: event };
      yield { report: this.lose(impossible) };
      return;
    }
    // A SIM may be exchanged while the modem runs.
    if (this.#isConfigured && this.#known.identity.sim !== sim) yield* this.#configured();
  }

  /** Messages are sent between two steps where the modem is set up once more: that takes seconds. */
  *#sendingBetween<T>(job: Job<T>): Job<T> {
    let step = job.next();
    while (!step.done) {
      const reply = yield step.value;
      const submission = this.#isSetUp ? this.#takeSubmission() : undefined;
      if (submission !== undefined) yield* submission;
      step = job.next(reply);
    }
    return step.value;
  }

  #takeSubmission(): Job<void> | undefined {
    if (this.#submission === undefined || this.#isSubmitting) return undefined;
    this.#isSubmitting = true;
    return this.#submit(this.#submission);
  }

  *#submit({ id, pdu, sizeBytes }: Submission): Job<void> {
    const outcome = yield* submit(id, pdu, sizeBytes);
    this.#submission = undefined;
    yield { report: outcome };
  }

  /** The message is not sent any more. */
  #endSubmission(why: "timeout" | "reset"): CellularEvent[] {
    const submission = this.#submission;
    this.#submission = undefined;
    return submission === undefined ? [] : [{ do: "unsubmitted", id: submission.id, why }];
  }

  *#readStatus(): Job<void> {
    const { now, schedule } = this.#dependencies;
    const { isRegistered, registration } = yield* readNetworkStatus(this.#known);
    schedule.statusRead(isRegistered, now());
    this.#withoutNetworkSince = isRegistered ? undefined : this.#withoutNetworkSince ?? now();
    const isLost = now() - (this.#withoutNetworkSince ?? now()) >= NO_NETWORK_MS ||
      registration === "denied";
    if (isLost) {
      const text = `no network, it is ${registration}; check antenna, SIM and subscription`;
      yield { report: this.lose({ text, why: "no-network" }) };
    }
    if (isRegistered && !this.#isConfigured) yield* this.#configured();
    if (schedule.takeClock(now())) yield* readNetworkTime(this.#known);
  }

  *#configured(): Job<void> {
    this.#isConfigured = true;
    yield { report: { do: "configured", identity: this.#known.identity } };
  }
}
