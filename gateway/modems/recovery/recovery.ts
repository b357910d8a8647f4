/**
 * Recovers one modem that is faulty: takes the steps of the policy one by one until it works again,
 * logs and counts each.
 *
 *     session: lost, configured ──┐                        ┌─▶ session: probe, reopen, reset, lines
 *     supervision: deaf, heard ───┴─▶ [Recovery] ─ policy ─┼─▶ USB device, configured command
 *                                                          └─▶ alarm to dispatch
 */
import type { Clock, MonotonicMs } from "../../../devices/time.ts";
import type { Log } from "../../../handlers/ports.ts";
import { Deadline } from "../../../handlers/tools/deadline.ts";
import { RecoveryPolicy, type RecoveryStep, type RecoveryTimes } from "./policy.ts";

/** Why a modem is faulty: it cannot be used, or what should be heard is not. */
export type ModemFault = "lost" | "deaf";

/** What can be done to a modem through its open port. Each gives false when it cannot be done. */
export interface RecoveryActions {
  /** Looks at the modem and its settings now. */
  probe(): boolean;
  /** Closes the port; it is opened again within a moment, and the modem is not reported as lost. */
  reopen(): Promise<boolean>;
  /** Restarts the modem. */
  reset(): boolean;
  /** Drops DTR and RTS for a moment. */
  pulseLines(): Promise<boolean>;
}

/**
 * Does one step. Gives false when it cannot be done here, as on a port that is no USB device.
 * `signal` says that the gateway stops.
 */
export type StepAction = (signal: AbortSignal) => boolean | Promise<boolean>;

export interface RecoveryOptions {
  /** Name of the modem in the configuration. */
  readonly modem: string;
  readonly actions: Readonly<Record<RecoveryStep, StepAction>>;
  readonly times: RecoveryTimes;
  readonly clock: Clock;
  readonly log: Log;
}

/** How often each step was taken since the program started, and after which the modem was well. */
export interface RecoveryCounts {
  readonly taken: Readonly<Partial<Record<RecoveryStep, number>>>;
  readonly helped: Readonly<Partial<Record<RecoveryStep, number>>>;
}

/** Serves one modem from its making until it is disposed of. */
export class Recovery implements AsyncDisposable {
  readonly #options: RecoveryOptions;
  readonly #policy: RecoveryPolicy;
  /** What is wrong, and the shortest hold-off of each, in milliseconds. */
  readonly #faults = new Map<ModemFault, number>();
  readonly #taken = new Map<RecoveryStep, number>();
  readonly #helped = new Map<RecoveryStep, number>();
  readonly #stopping = new AbortController();
  readonly #deadline: Deadline;
  #lastStep: RecoveryStep | undefined;
  #working: Promise<void> = Promise.resolve();
  #isWorking = false;

  constructor(options: RecoveryOptions) {
    this.#options = options;
    this.#policy = new RecoveryPolicy(options.times);
    this.#deadline = new Deadline(options.clock, () => this.#due());
  }

  get counts(): RecoveryCounts {
    return { taken: Object.fromEntries(this.#taken), helped: Object.fromEntries(this.#helped) };
  }

  /**
   * The modem is faulty.
   * @param holdOffMs How long it may take at least until a recovery shows.
   */
  ill(fault: ModemFault, holdOffMs = 0): void {
    this.#faults.set(fault, holdOffMs);
    this.#policy.ill(this.#now());
    this.#wait();
  }

  /** It has recovered from this. */
  well(fault: ModemFault): void {
    if (!this.#faults.delete(fault) || this.#faults.size > 0) return;
    this.#policy.well(this.#now());
    if (this.#lastStep === undefined) return;
    const { modem, log } = this.#options;
    count(this.#helped, this.#lastStep);
    log.info("modem recovered", { modem, after: this.#lastStep });
    this.#lastStep = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    this.#deadline[Symbol.dispose]();
    await this.#working;
  }

  #now(): MonotonicMs {
    return this.#options.clock.monotonicMs();
  }

  #wait(): void {
    if (!this.#isWorking) this.#deadline.notAfter(this.#policy.wakeAtMs ?? Infinity);
  }

  /** A step may be due; the modem may have recovered meanwhile. */
  #due(): void {
    if (!this.#isWorking) this.#working = this.#escalate();
  }

  async #escalate(): Promise<void> {
    const step = this.#policy.take(this.#now(), Math.max(0, ...this.#faults.values()));
    if (step !== undefined) {
      this.#isWorking = true;
      const isDone = await this.#do(step);
      this.#isWorking = false;
      if (!isDone) this.#policy.impossible(this.#now());
    }
    this.#wait();
  }

  async #do(step: RecoveryStep): Promise<boolean> {
    const { actions, modem, log } = this.#options;
    try {
      const before = this.#lastStep;
      // Set before: what helps may help before the action is over.
      this.#lastStep = step;
      const isDone = await actions[step](this.#stopping.signal);
      if (!isDone) this.#lastStep = before;
      else this.#report(step);
      return isDone;
    } catch (cause) {
      log.error("a recovery step of a modem failed", { modem, rung: step, cause: String(cause) });
      return false;
    }
  }

  #report(step: RecoveryStep): void {
    count(this.#taken, step);
    const why = [...this.#faults.keys()].join(" and ");
    this.#options.log.warn("recovering a modem", { modem: this.#options.modem, rung: step, why });
  }
}

function count(counts: Map<RecoveryStep, number>, step: RecoveryStep): void {
  counts.set(step, (counts.get(step) ?? 0) + 1);
}
