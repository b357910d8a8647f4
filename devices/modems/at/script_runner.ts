/**
 * A script is a generator that yields the steps to take with a modem, gets the outcome of each and
 * returns a result. It knows nothing of time or bytes; `ScriptRunner` takes it from step to step.
 */
import type { MonotonicMs } from "../../time.ts";
import type { AtCommand, Reply } from "./command.ts";

/** One step of a script. @typeParam E What it has to report. */
export type Step<E = never> =
  /** Says a command; the reply comes back. */
  | AtCommand
  /** Reports what happened; the script goes on at once. */
  | { readonly report: E }
  /** Lets time pass. */
  | { readonly waitMs: number }
  /** Waits for a PIN; it comes back as the only line of a reply, or a timeout. */
  | { readonly needs: "pin" };

export type Script<T, E = never> = Generator<Step<E>, T, Reply>;

/** What a step comes back with that is no command. */
const NOTHING: Reply = { ok: true, lines: [], entries: [] };

/** Runs one script at a time. Its methods give the result once the script has come to its end. */
export class ScriptRunner<T, E = never> {
  readonly #onReport: (event: E) => void;
  #script: Script<T, E> | undefined;
  #command: AtCommand | undefined;
  #waitUntil: MonotonicMs | undefined;
  #needsPin = false;

  constructor(onReport: (event: E) => void = () => {}) {
    this.#onReport = onReport;
  }

  get isBusy(): boolean {
    return this.#script !== undefined;
  }

  /** When a pause of the script ends; undefined: there is none. */
  get wakeAtMs(): MonotonicMs | undefined {
    return this.#waitUntil;
  }

  /** Begins a script; one that ran is given up. */
  begin(script: Script<T, E>, now: MonotonicMs): { result: T } | undefined {
    this.forget();
    this.#script = script;
    return this.reply(NOTHING, now);
  }

  /** Takes away the command that is to be said, if there is one. */
  takeCommand(): AtCommand | undefined {
    const command = this.#command;
    this.#command = undefined;
    return command;
  }

  /** Goes on with what came of the command. */
  reply(reply: Reply, now: MonotonicMs): { result: T } | undefined {
    this.#waitUntil = undefined;
    for (let next = reply; this.#script !== undefined; next = NOTHING) {
      const step = this.#script.next(next);
      if (step.done) {
        this.forget();
        return { result: step.value };
      }
      if (!("report" in step.value)) return this.#take(step.value, now);
      this.#onReport(step.value.report);
    }
  }

  /** Goes on with a PIN, if the script waits for one. */
  answerPin(reply: Reply, now: MonotonicMs): { result: T } | undefined {
    if (!this.#needsPin) return undefined;
    this.#needsPin = false;
    return this.reply(reply, now);
  }

  /** Changes the end of the pause that the script makes, if it makes one. */
  pauseUntil(at: MonotonicMs): void {
    if (this.#waitUntil !== undefined) this.#waitUntil = at;
  }

  /** To be called at `wakeAtMs`, or later. */
  tick(now: MonotonicMs): { result: T } | undefined {
    if (this.#waitUntil === undefined || now < this.#waitUntil) return undefined;
    return this.reply(NOTHING, now);
  }

  /** Gives the script up. */
  forget(): void {
    this.#script = undefined;
    this.#command = undefined;
    this.#waitUntil = undefined;
    this.#needsPin = false;
  }

  #take(step: Exclude<Step<E>, { report: E }>, now: MonotonicMs): undefined {
    if ("command" in step) this.#command = step;
    else if ("waitMs" in step) this.#waitUntil = now + step.waitMs as MonotonicMs;
    else this.#needsPin = true;
  }
}
