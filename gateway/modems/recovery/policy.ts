/**
 * The order in which recovery of a faulty modem is tried, from what disturbs least to what disturbs
 * most:
 *
 *     fault ─▶ probe ─▶ reopen ─▶ reset ─▶ lines ─▶ usb ─▶ power ─▶ alarm ─▶ rest ─▶ probe …
 *
 * After each step the modem has a time to recover (the hold-off). A modem that recovers and fails
 * again soon goes on with the next step: one that helped for a moment only is not tried first again.
 */
import type { MonotonicMs } from "../../../devices/time.ts";
import { type DelayRange, exponentialDelayMs } from "../../../devices/tools/exponential_delay.ts";

/** Ways to recover a modem, in the order in which they are tried. */
export const RECOVERY_STEPS = [
  "probe", // look at its settings, write them again
  "reopen", // close its port and open it
  "reset", // the make's own command to restart
  "lines", // pulse DTR and RTS, which many boards wire to the module's reset
  "usb", // have the kernel let go of its USB device and take it again
  "power", // the configured command: a hub or a relay
  "alarm", // report to dispatch that nothing helped
] as const;
export type RecoveryStep = (typeof RECOVERY_STEPS)[number];

/** When a step is taken, in milliseconds. */
export interface StepTimes {
  /** How long the modem may take to recover after it. */
  readonly holdOffMs: number;
  /** Not sooner than so long after the fault began: a cable may have been touched. */
  readonly notBeforeMs?: number;
}

/** All in milliseconds. */
export interface RecoveryTimes {
  readonly steps: Readonly<Record<RecoveryStep, StepTimes>>;
  /** A modem that worked for so long begins at the first step again. */
  readonly stableMs: number;
  /** Between two rounds of all steps. */
  readonly rest: DelayRange;
}

/** A make needs up to 10 s to restart and to be set up; what has its power switched needs longer. */
export const RECOVERY_TIMES: RecoveryTimes = {
  steps: {
    probe: { holdOffMs: 10_000 },
    reopen: { holdOffMs: 15_000 },
    reset: { holdOffMs: 20_000 },
    lines: { holdOffMs: 20_000 },
    usb: { holdOffMs: 30_000, notBeforeMs: 30_000 },
    power: { holdOffMs: 60_000, notBeforeMs: 60_000 },
    alarm: { holdOffMs: 0, notBeforeMs: 120_000 },
  },
  stableMs: 600_000,
  rest: { firstMs: 300_000, lastMs: 3_600_000 },
};

/** A cellular modem that restarts looks for its network for a minute and more. */
export const CELLULAR_RECOVERY_TIMES: RecoveryTimes = {
  ...RECOVERY_TIMES,
  steps: {
    ...RECOVERY_TIMES.steps,
    reopen: { holdOffMs: 30_000 },
    reset: { holdOffMs: 120_000 },
    lines: { holdOffMs: 120_000 },
    usb: { holdOffMs: 120_000, notBeforeMs: 30_000 },
    power: { holdOffMs: 180_000, notBeforeMs: 60_000 },
  },
};

/** Says which step is due. It does nothing itself and reads no clock. */
export class RecoveryPolicy {
  readonly #times: RecoveryTimes;
  /** Index of the step that is next. */
  #next = 0;
  #rounds = 0;
  #isIll = false;
  #dueAtMs = 0;
  #illSinceMs = 0;
  #wellSinceMs = -Infinity;

  constructor(times: RecoveryTimes) {
    this.#times = times;
  }

  /** When a step is due; undefined while the modem works. */
  get wakeAtMs(): MonotonicMs | undefined {
    if (!this.#isIll) return undefined;
    const { notBeforeMs = 0 } = this.#times.steps[RECOVERY_STEPS[this.#next]!];
    return Math.max(this.#dueAtMs, this.#illSinceMs + notBeforeMs) as MonotonicMs;
  }

  /** The modem is faulty. Reported again, it changes nothing. */
  ill(now: MonotonicMs): void {
    if (this.#isIll) return;
    this.#isIll = true;
    this.#illSinceMs = now;
    if (now - this.#wellSinceMs < this.#times.stableMs) return;
    this.#next = this.#rounds = 0;
    this.#dueAtMs = now;
  }

  /** The modem works. */
  well(now: MonotonicMs): void {
    if (!this.#isIll) return;
    this.#isIll = false;
    this.#wellSinceMs = now;
  }

  /**
   * The step that is due now; it counts as taken.
   * @param atLeastMs Shortest hold-off, for a modem whose recovery shows only by what it hears.
   */
  take(now: MonotonicMs, atLeastMs = 0): RecoveryStep | undefined {
    if (this.wakeAtMs === undefined || now < this.wakeAtMs) return undefined;
    const step = RECOVERY_STEPS[this.#next]!;
    this.#next = (this.#next + 1) % RECOVERY_STEPS.length;
    const holdOffMs = step === "alarm"
      ? exponentialDelayMs(++this.#rounds, this.#times.rest)
      : this.#times.steps[step].holdOffMs;
    this.#dueAtMs = now + Math.max(holdOffMs, atLeastMs);
    return step;
  }

  /** The step that was just taken cannot be done here: nothing is waited for. */
  impossible(now: MonotonicMs): void {
    this.#dueAtMs = now;
  }
}
