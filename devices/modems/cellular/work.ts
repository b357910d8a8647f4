import type { MonotonicMs } from "../../time.ts";
import type { Agenda, Submission, Task } from "./agenda.ts";
import type { CellularEvent, CellularSettings, StoredPdu } from "./effects.ts";
import { type Job, tell } from "./job.ts";
import { nothingKnown } from "./knowledge.ts";
import { hangUp, lookAtClock, lookAtNetwork, ping } from "./look.ts";
import { erase, submit, sweep } from "./messages_jobs.ts";
import { NetworkJudge } from "./network_judge.ts";
import type { Schedule } from "./schedule.ts";
import { type Impossible, setUp } from "./set_up.ts";

/** What the jobs of one conversation share. */
export interface WorkFriends {
  readonly settings: CellularSettings;
  readonly agenda: Agenda;
  readonly schedule: Schedule;
  /** The time of the turn that runs. */
  readonly now: () => MonotonicMs;
  /** A message lies in a storage; told as it is listed. */
  readonly found: (entry: StoredPdu) => void;
  /** A storage was looked through. */
  readonly listed: () => void;
}

/** Turns tasks into jobs, and keeps what they find out: whether it is set up and has a network. */
export class Work {
  readonly #friends: WorkFriends;
  readonly #network = new NetworkJudge();
  #known = nothingKnown();
  #isSetUp = false;
  #isConfigured = false;

  constructor(friends: WorkFriends) {
    this.#friends = friends;
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
          found: this.#friends.found,
          listed: this.#friends.listed,
          giveWay: () => this.#doUrgent(),
        });
      case "submit":
        return this.#submit(task.submission);
      case "erase":
        return erase(task.entry, this.#known);
      case "look":
        return this.#look();
      case "ping":
        return ping();
      case "hang-up":
        return hangUp(this.#known);
    }
  }

  /** Does what a long piece of work lets go first. */
  *#doUrgent(): Job<void> {
    const { agenda, now } = this.#friends;
    for (let task = agenda.takeUrgent(now()); task; task = agenda.takeUrgent(now())) {
      yield* this.job(task);
    }
  }

  *#setUp(): Job<void> {
    const { agenda, now, schedule, settings } = this.#friends;
    const { sim } = this.#known.identity;
    this.#known = nothingKnown();
    const impossible = yield* this.#sendingBetween(setUp(this.#known, settings));
    this.#isSetUp = impossible === undefined;
    schedule.wasSetUp(this.#isSetUp, now());
    if (impossible !== undefined) {
      for (const event of agenda.abandonSubmission()) yield* tell(event);
      return yield* tell(this.lose(impossible));
    }
    // A SIM may be exchanged while the modem runs.
    if (this.#isConfigured && this.#known.identity.sim !== sim) yield* this.#configured();
  }

  /** Messages are sent between two steps where the modem is set up once more: that takes seconds. */
  *#sendingBetween<T>(job: Job<T>): Job<T> {
    let step = job.next();
    while (!step.done) {
      const reply = yield step.value;
      const task = this.#isSetUp ? this.#friends.agenda.takeSubmission() : undefined;
      if (task !== undefined) yield* this.job(task);
      step = job.next(reply);
    }
    return step.value;
  }

  *#submit({ id, pdu, sizeBytes }: Submission): Job<void> {
    const outcome = yield* submit(id, pdu, sizeBytes);
    this.#friends.agenda.submitted();
    yield* tell(outcome);
  }

  *#look(): Job<void> {
    const { now, schedule } = this.#friends;
    const { isRegistered, registration } = yield* lookAtNetwork(this.#known);
    schedule.looked(isRegistered, now());
    const text = this.#network.judge(isRegistered, registration, now());
    if (text !== undefined) yield* tell(this.lose({ text, why: "no-network" }));
    if (isRegistered && !this.#isConfigured) yield* this.#configured();
    if (schedule.takeClock(now())) yield* lookAtClock(this.#known);
  }

  *#configured(): Job<void> {
    this.#isConfigured = true;
    yield* tell({ do: "configured", identity: this.#known.identity });
  }
}
