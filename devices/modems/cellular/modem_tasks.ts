import type { MonotonicMs } from "../../time.ts";
import type { Submission, Task, TaskQueue } from "./task_queue.ts";
import type { CellularEvent, CellularSettings, StoredPdu } from "./effects.ts";
import { type Job, nothingKnown } from "./job.ts";
import { hangUp, ping, readNetworkStatus, readNetworkTime } from "./status_jobs.ts";
import { erase, submit, sweep } from "./messages_jobs.ts";
import type { Schedule } from "./schedule.ts";
import { type Impossible, setUp } from "./set_up.ts";

/** How long a modem may be without a network before it counts as lost, in milliseconds. */
const NO_NETWORK_MS = 60_000;

/** What the jobs of one conversation share. */
export interface TaskDependencies {
  readonly settings: CellularSettings;
  readonly tasks: TaskQueue;
  readonly schedule: Schedule;
  /** The time of the turn that runs. */
  readonly now: () => MonotonicMs;
  /** A message lies in a storage; told as it is listed. */
  readonly found: (entry: StoredPdu) => void;
  /** A storage was statusRead through. */
  readonly listed: () => void;
}

/** Turns tasks into jobs, and keeps what they find out: whether it is set up and has a network. */
export class ModemTasks {
  readonly #dependencies: TaskDependencies;
  readonly #network = new RegistrationMonitor();
  #known = nothingKnown();
  #isSetUp = false;
  #isConfigured = false;

  constructor(dependencies: TaskDependencies) {
    this.#dependencies = dependencies;
  }

  /** True when the modem keeps messages. */
  get isSetUp(): boolean {
    return this.#isSetUp;
  }

  /** True when it keeps messages and has a network. */
  get isConfigured(): boolean {
    return this.#isConfigured;
  }

  /** True when the modem hands over or keeps the reports of what was sent. */
  get hasReports(): boolean {
    return this.#known.hasReports;
  }

  /** The modem has forgotten everything. */
  forget(): void {
    this.#isSetUp = false;
    this.#isConfigured = false;
  }

  /** The modem cannot be used. @returns what is to be told of it. */
  lose({ text, why }: Impossible): CellularEvent {
    this.#isConfigured = false;
    return { do: "unconfigured", text: `Cannot use the modem: ${text}`, why };
  }

  /** What is said to the modem for a task. */
  job(task: Task): Job<void> {
    switch (task.task) {
      case "set-up":
        return this.#setUp();
      case "sweep":
        return sweep(this.#known, {
          found: this.#dependencies.found,
          listed: this.#dependencies.listed,
          giveWay: () => this.#doUrgent(),
        });
      case "submit":
        return this.#submit(task.submission);
      case "erase":
        return erase(task.entry, this.#known);
      case "read-status":
        return this.#readStatus();
      case "ping":
        return ping();
      case "hang-up":
        return hangUp(this.#known);
    }
  }

  /** Does what a long piece of work lets go first. */
  *#doUrgent(): Job<void> {
    const { tasks, now } = this.#dependencies;
    for (let task = tasks.takeUrgent(now()); task; task = tasks.takeUrgent(now())) {
      yield* this.job(task);
    }
  }

  *#setUp(): Job<void> {
    const { tasks, now, schedule, settings } = this.#dependencies;
    const { sim } = this.#known.identity;
    this.#known = nothingKnown();
    const impossible = yield* this.#sendingBetween(setUp(this.#known, settings));
    this.#isSetUp = impossible === undefined;
    schedule.wasSetUp(this.#isSetUp, now());
    if (impossible !== undefined) {
      for (const event of tasks.abandonSubmission()) yield { report: event };
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
      const task = this.#isSetUp ? this.#dependencies.tasks.takeSubmission() : undefined;
      if (task !== undefined) yield* this.job(task);
      step = job.next(reply);
    }
    return step.value;
  }

  *#submit({ id, pdu, sizeBytes }: Submission): Job<void> {
    const outcome = yield* submit(id, pdu, sizeBytes);
    this.#dependencies.tasks.submitted();
    yield { report: outcome };
  }

  *#readStatus(): Job<void> {
    const { now, schedule } = this.#dependencies;
    const { isRegistered, registration } = yield* readNetworkStatus(this.#known);
    schedule.statusRead(isRegistered, now());
    const text = this.#network.update(isRegistered, registration, now());
    if (text !== undefined) yield { report: this.lose({ text, why: "no-network" }) };
    if (isRegistered && !this.#isConfigured) yield* this.#configured();
    if (schedule.takeClock(now())) yield* readNetworkTime(this.#known);
  }

  *#configured(): Job<void> {
    this.#isConfigured = true;
    yield { report: { do: "configured", identity: this.#known.identity } };
  }
}

/** Decides whether a modem counts as one that works, by its registration. */
class RegistrationMonitor {
  #withoutSince: MonotonicMs | undefined;

  /** @returns why the modem counts as lost; undefined: it does not, or not yet. */
  update(isRegistered: boolean, registration: string, now: MonotonicMs): string | undefined {
    if (isRegistered) {
      this.#withoutSince = undefined;
      return undefined;
    }
    this.#withoutSince ??= now;
    if (now - this.#withoutSince < NO_NETWORK_MS && registration !== "denied") return undefined;
    return `no network, it is ${registration}; check antenna, SIM and subscription`;
  }
}
