import type { MonotonicMs } from "../../time.ts";
import type { AtCommand, PduEntry, Reply } from "../at/command.ts";
import type { CellularEvent } from "./effects.ts";
import type { Job } from "./job.ts";

/** What a step comes back with that is no command. */
const NOTHING: Reply = { ok: true, lines: [], entries: [] };

/** Takes one job from step to step. */
export class JobRunner {
  #job: Job<void> | undefined;
  #command: AtCommand | undefined;
  #onEntry: ((entry: PduEntry) => void) | undefined;
  #waitUntil: MonotonicMs | undefined;
  #isAskingPin = false;

  get isBusy(): boolean {
    return this.#job !== undefined;
  }

  get wakeAtMs(): MonotonicMs | undefined {
    return this.#waitUntil;
  }

  /** Begins a job; only while not busy. @returns what it tells before its first command. */
  begin(job: Job<void>, now: MonotonicMs): CellularEvent[] {
    this.#job = job;
    return this.reply(NOTHING, now);
  }

  /** Takes away the command that is to be said, if there is one. */
  takeCommand(): AtCommand | undefined {
    const command = this.#command;
    this.#command = undefined;
    return command;
  }

  /** A PDU of the answer that is coming. */
  entry(entry: PduEntry): void {
    this.#onEntry?.(entry);
  }

  /** Goes on with what came of the command. */
  reply(reply: Reply, now: MonotonicMs): CellularEvent[] {
    const told: CellularEvent[] = [];
    this.#onEntry = undefined;
    for (let next = reply; this.#job !== undefined; next = NOTHING) {
      const step = this.#job.next(next);
      if (step.done) this.#job = undefined;
      else if (step.value.step === "tell") told.push(step.value.event);
      else {
        this.#take(step.value, now);
        break;
      }
    }
    return told;
  }

  /** Goes on with a PIN, if the job asked for one. */
  answerPin(reply: Reply, now: MonotonicMs): CellularEvent[] {
    if (!this.#isAskingPin) return [];
    this.#isAskingPin = false;
    return this.reply(reply, now);
  }

  /** To be called at `wakeAtMs`, or later. */
  tick(now: MonotonicMs): CellularEvent[] {
    if (this.#waitUntil === undefined || now < this.#waitUntil) return [];
    this.#waitUntil = undefined;
    return this.reply(NOTHING, now);
  }

  /** Gives the job up. */
  forget(): void {
    this.#job = undefined;
    this.#command = undefined;
    this.#onEntry = undefined;
    this.#waitUntil = undefined;
    this.#isAskingPin = false;
  }

  #take(step: Exclude<ReturnType<Job<void>["next"]>["value"], void>, now: MonotonicMs): void {
    switch (step.step) {
      case "say":
        this.#command = step.command;
        this.#onEntry = step.onEntry;
        return;
      case "wait":
        this.#waitUntil = now + step.forMs as MonotonicMs;
        return;
      case "ask-pin":
        this.#isAskingPin = true;
    }
  }
}
