/**
 * Looks at the clock, reports its steps and keeps the floor of time.
 *
 *     step ─▶ clock-step at once ─▶ 10 minutes in which further steps are only counted ─▶ reported as one
 *         └─ by more than 5 minutes ─▶ security as well, held off in the same way
 */
import type { StoreWriter } from "../../../db/store.ts";
import { isoTime, type UnixMs } from "../../../devices/time.ts";
import type { GatewayEventFacts, Raise } from "../../../handlers/events/gateway_events.ts";
import type { Log } from "../../../handlers/ports.ts";
import { type ClockStep, type FlooredClock, LARGE_STEP_MS, STEP_MS } from "./floored_clock.ts";

/** Between two looks at an idle gateway, in ms. */
const LOOK_MS = 1_000;
/** The floor is kept at most so often, in ms: every write wears the card. */
const KEEP_MS = 60_000;
/** Steps of a kind within this time are reported together, in ms. */
const HOLD_OFF_MS = 600_000;

export interface ClockWatchPorts {
  readonly clock: FlooredClock;
  readonly store: StoreWriter;
  readonly raise: Raise;
  readonly log: Log;
}

export class ClockWatch implements AsyncDisposable {
  readonly #steps: StepReporter;
  readonly #largeSteps: StepReporter;
  readonly #timer: ReturnType<typeof setInterval>;
  #keptAtMs = -Infinity;
  readonly #ports: ClockWatchPorts;

  /** Reports at once a clock that is behind the floor. */
  constructor(ports: ClockWatchPorts) {
    this.#ports = ports;
    const { clock, raise } = ports;
    this.#steps = new StepReporter((details) =>
      raise({ name: "clock-step", reason: "stepped", details })
    );
    this.#largeSteps = new StepReporter((details) =>
      raise({ name: "security", reason: "clock-step", details })
    );
    clock.watch((step) => this.#onStep(step));
    if (clock.behindMs > STEP_MS) this.#reportBehind();
    this.#timer = setInterval(() => this.look(), LOOK_MS);
  }

  /** Looks at the clock, and keeps the floor when it is time. */
  look(): void {
    const { clock } = this.#ports;
    clock.look();
    const now = clock.monotonicMs();
    this.#steps.reportHeldBack(now);
    this.#largeSteps.reportHeldBack(now);
    if (now - this.#keptAtMs < KEEP_MS) return;
    this.#keptAtMs = now;
    void this.#keep();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    this.#ports.clock.watch(() => {});
    await this.#keep();
  }

  #onStep(step: ClockStep): void {
    const now = this.#ports.clock.monotonicMs();
    this.#ports.log.warn("the wall clock stepped", { stepMs: step.stepMs });
    this.#steps.report(step, now);
    if (Math.abs(step.stepMs) > LARGE_STEP_MS) this.#largeSteps.report(step, now);
  }

  #reportBehind(): void {
    const { clock, raise } = this.#ports;
    const wall = clock.look();
    const stepMs = wall - clock.floor.unixMs;
    const details = { stepMs, from: isoTime(clock.floor.unixMs as UnixMs), to: isoTime(wall) };
    raise({ name: "clock-step", reason: "behind-floor", details });
    if (-stepMs > LARGE_STEP_MS) raise({ name: "security", reason: "clock-step", details });
  }

  async #keep(): Promise<void> {
    try {
      await this.#ports.store.write("keepTimeFloor", this.#ports.clock.floor);
    } catch (cause) {
      this.#ports.log.warn("cannot keep the floor of time", { cause: String(cause) });
    }
  }
}

type RaiseDetails = (details: NonNullable<GatewayEventFacts["details"]>) => void;

/** Reports steps by one kind of event, without a flood. */
class StepReporter {
  readonly #raise: RaiseDetails;
  #quietUntilMs = -Infinity;
  #heldBack: ClockStep | undefined;
  #heldBackCount = 0;

  constructor(raise: RaiseDetails) {
    this.#raise = raise;
  }

  report(step: ClockStep, now: number): void {
    const earlier = this.#heldBack;
    this.#heldBackCount++;
    this.#heldBack = earlier === undefined
      ? step
      : { stepMs: earlier.stepMs + step.stepMs, from: earlier.from, to: step.to };
    this.reportHeldBack(now);
  }

  /** Reports what was counted, unless it is too soon after the last time: `stepMs` is the sum of all `steps`. */
  reportHeldBack(now: number): void {
    if (this.#heldBack === undefined || now < this.#quietUntilMs) return;
    this.#quietUntilMs = now + HOLD_OFF_MS;
    const { from, stepMs, to } = this.#heldBack;
    this.#raise({ stepMs, from: isoTime(from), to: isoTime(to), steps: this.#heldBackCount });
    this.#heldBack = undefined;
    this.#heldBackCount = 0;
  }
}
