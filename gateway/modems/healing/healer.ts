/**
 * Helps one modem that is unwell until it is well again: takes the rungs of the ladder one by one,
 * logs and counts each.
 *
 *     session: lost, configured ──┐                      ┌─▶ session: probe, reopen, reset, lines
 *     supervision: deaf, heard ───┴─▶ [Healer] ─ ladder ─┼─▶ USB device, configured command
 *                                                        └─▶ alarm to dispatch
 */
import type { Clock, MonotonicMs } from "../../../devices/time.ts";
import type { Log } from "../../../handlers/ports.ts";
import { HealingLadder, type LadderTimes, type Rung } from "./ladder.ts";

/** Why a modem is unwell: it does not do as it is told, or what should be heard is not. */
export type Illness = "lost" | "deaf";

/**
 * Does one rung. Gives false when it cannot be done here, as on a port that is no USB device.
 * `signal` says that the gateway stops.
 */
export type RungAction = (signal: AbortSignal) => boolean | Promise<boolean>;

export interface HealerOptions {
  /** Name of the modem in the configuration. */
  readonly modem: string;
  readonly actions: Readonly<Record<Rung, RungAction>>;
  readonly times: LadderTimes;
  readonly clock: Clock;
  readonly log: Log;
}

/** How often each rung was taken since the program started, and after which the modem was well. */
export interface HealingCounts {
  readonly taken: Readonly<Partial<Record<Rung, number>>>;
  readonly healed: Readonly<Partial<Record<Rung, number>>>;
}

/** Serves one modem from its making until it is disposed of. */
export class Healer implements AsyncDisposable {
  readonly #options: HealerOptions;
  readonly #ladder: HealingLadder;
  /** Illness and its shortest hold-off, in milliseconds. */
  readonly #illnesses = new Map<Illness, number>();
  readonly #taken = new Map<Rung, number>();
  readonly #healed = new Map<Rung, number>();
  readonly #stopping = new AbortController();
  #lastRung: Rung | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #working: Promise<void> = Promise.resolve();
  #isWorking = false;

  constructor(options: HealerOptions) {
    this.#options = options;
    this.#ladder = new HealingLadder(options.times);
  }

  get counts(): HealingCounts {
    return { taken: Object.fromEntries(this.#taken), healed: Object.fromEntries(this.#healed) };
  }

  /**
   * The modem is unwell.
   * @param holdOffMs How long it may take at least until a recovery shows.
   */
  ill(illness: Illness, holdOffMs = 0): void {
    this.#illnesses.set(illness, holdOffMs);
    this.#ladder.ill(this.#now());
    this.#wait();
  }

  /** It has recovered from this. */
  well(illness: Illness): void {
    if (!this.#illnesses.delete(illness) || this.#illnesses.size > 0) return;
    this.#ladder.well(this.#now());
    clearTimeout(this.#timer);
    if (this.#lastRung === undefined) return;
    const { modem, log } = this.#options;
    count(this.#healed, this.#lastRung);
    log.info("modem healed", { modem, after: this.#lastRung });
    this.#lastRung = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#working;
  }

  #now(): MonotonicMs {
    return this.#options.clock.monotonicMs();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    const at = this.#ladder.wakeAtMs;
    if (at === undefined || this.#isWorking || this.#stopping.signal.aborted) return;
    const waitMs = Math.max(0, Math.ceil(at - this.#now()));
    this.#timer = setTimeout(() => this.#working = this.#climb(), waitMs);
  }

  async #climb(): Promise<void> {
    const rung = this.#ladder.take(this.#now(), Math.max(0, ...this.#illnesses.values()));
    if (rung !== undefined) {
      this.#isWorking = true;
      const isDone = await this.#do(rung);
      this.#isWorking = false;
      if (!isDone) this.#ladder.impossible(this.#now());
    }
    this.#wait();
  }

  async #do(rung: Rung): Promise<boolean> {
    const { actions, modem, log } = this.#options;
    try {
      const before = this.#lastRung;
      // Set before: what helps may help before the action is over.
      this.#lastRung = rung;
      const isDone = await actions[rung](this.#stopping.signal);
      if (!isDone) this.#lastRung = before;
      else this.#tell(rung);
      return isDone;
    } catch (cause) {
      log.error("a way to heal a modem failed", { modem, rung, cause: String(cause) });
      return false;
    }
  }

  #tell(rung: Rung): void {
    count(this.#taken, rung);
    const why = [...this.#illnesses.keys()].join(" and ");
    this.#options.log.warn("healing a modem", { modem: this.#options.modem, rung, why });
  }
}

function count(counts: Map<Rung, number>, rung: Rung): void {
  counts.set(rung, (counts.get(rung) ?? 0) + 1);
}
