/**
 * Looks at the clock, tells of its steps and keeps the floor of time.
 *
 *     step ─▶ clock-step at once ─▶ 10 minutes in which further steps are only counted ─▶ told as one
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
/** Steps of a kind within this time are told together, in ms. */
const HOLD_OFF_MS = 600_000;

export interface ClockWatchPorts {
  readonly clock: FlooredClock;
  readonly store: StoreWriter;
  readonly raise: Raise;
  readonly log: Log;
}

export class ClockWatch implements AsyncDisposable {
  readonly #steps: StepTeller;
  readonly #largeSteps: StepTeller;
  readonly #timer: ReturnType<typeof setInterval>;
  #keptAtMs = -Infinity;

  /** Tells at once of a clock that is behind the floor. */
  constructor(readonly ports: ClockWatchPorts) {
    const { clock, raise } = ports;
    this.#steps = new StepTeller("clock-step", raise);
    this.#largeSteps = new StepTeller("security", raise);
    clock.watch((step) => this.#onStep(step));
    if (clock.behindMs > STEP_MS) this.#tellBehind();
    this.#timer = setInterval(() => this.look(), LOOK_MS);
  }

  /** Looks at the clock, and keeps the floor when it is time. */
  look(): void {
    const { clock } = this.ports;
    clock.look();
    const now = clock.monotonicMs();
    this.#steps.tellHeldBack(now);
    this.#largeSteps.tellHeldBack(now);
    if (now - this.#keptAtMs < KEEP_MS) return;
    this.#keptAtMs = now;
    void this.#keep();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    this.ports.clock.watch(() => {});
    await this.#keep();
  }

  #onStep(step: ClockStep): void {
    const now = this.ports.clock.monotonicMs();
    this.ports.log.warn("the wall clock stepped", { stepMs: step.stepMs });
    this.#steps.tell(step, now);
    if (Math.abs(step.stepMs) > LARGE_STEP_MS) this.#largeSteps.tell(step, now);
  }

  #tellBehind(): void {
    const { clock, raise } = this.ports;
    const wall = clock.look();
    const stepMs = wall - clock.floor.unixMs;
    const details = { stepMs, from: isoTime(clock.floor.unixMs as UnixMs), to: isoTime(wall) };
    raise({ name: "clock-step", reason: "behind-floor", details });
    if (-stepMs > LARGE_STEP_MS) raise({ name: "security", reason: "clock-step", details });
  }

  async #keep(): Promise<void> {
    try {
      await this.ports.store.write("keepTimeFloor", this.ports.clock.floor);
    } catch (cause) {
      this.ports.log.warn("cannot keep the floor of time", { cause: String(cause) });
    }
  }
}

/** Tells of steps by one kind of event, without a flood. */
class StepTeller {
  #quietUntilMs = -Infinity;
  #heldBack: ClockStep | undefined;
  #heldBackCount = 0;

  constructor(
    readonly name: Extract<GatewayEventFacts["name"], "clock-step" | "security">,
    readonly raise: Raise,
  ) {}

  tell(step: ClockStep, now: number): void {
    const earlier = this.#heldBack;
    this.#heldBackCount++;
    this.#heldBack = earlier === undefined
      ? step
      : { stepMs: earlier.stepMs + step.stepMs, from: earlier.from, to: step.to };
    this.tellHeldBack(now);
  }

  /** Tells of what was counted, unless it is too soon after the last time. */
  tellHeldBack(now: number): void {
    if (this.#heldBack === undefined || now < this.#quietUntilMs) return;
    this.#quietUntilMs = now + HOLD_OFF_MS;
    this.#raise(this.#heldBack, this.#heldBackCount);
    this.#heldBack = undefined;
    this.#heldBackCount = 0;
  }

  /** `stepMs` is the sum of all `steps`. */
  #raise({ stepMs, from, to }: ClockStep, steps: number): void {
    this.raise({
      name: this.name,
      reason: this.name === "security" ? "clock-step" : "stepped",
      details: { stepMs, from: isoTime(from), to: isoTime(to), steps },
    });
  }
}
