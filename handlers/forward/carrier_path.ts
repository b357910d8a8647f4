import type { Clock, MonotonicMs } from "../../devices/time.ts";
import type { Raise } from "../gateway_events.ts";
import type { Log } from "../ports.ts";
import type { CarrierOutcome } from "./carrier.ts";
import { CarrierGate } from "./carrier_gate.ts";
import { PathState } from "./path_state.ts";
import { PathWatch } from "./path_watch.ts";

export interface CarrierPathPorts {
  /** Name of the destination. */
  readonly name: string;
  readonly raise: Raise;
  readonly clock: Clock;
  readonly log: Log;
  /** Gives numbers from 0 up to, not including, 1. */
  readonly random: () => number;
  readonly lostAfterMs: number;
}

/** What was failing until now, and goes on. */
export interface Recovery {
  /** Nothing got through. */
  readonly ofFailures: boolean;
  /** The receiver took nothing from this gateway. */
  readonly ofBar: boolean;
}

/** What the outcomes of single events say of the way to their receiver. */
export class CarrierPath implements Disposable {
  readonly gate: CarrierGate;
  readonly #watch: PathWatch;
  readonly #state: PathState;
  #isBarred = false;

  constructor(readonly ports: CarrierPathPorts) {
    this.gate = new CarrierGate(ports.random);
    this.#state = new PathState(ports.clock);
    this.#watch = new PathWatch({ ...ports, lastError: () => this.#state.lastError });
  }

  report(): ReturnType<PathState["report"]> {
    return this.#state.report();
  }

  /** An event was handed over, or was not. */
  took(outcome: CarrierOutcome): Recovery {
    const now = this.ports.clock.monotonicMs();
    const before = { ofFailures: this.gate.isOnTrial, ofBar: this.#isBarred };
    switch (outcome.result) {
      case "delivered":
        this.gate.succeeded(now);
        this.#isBarred = false;
        this.#reached();
        return before;
      case "refused":
        this.#warn("a receiver refuses an event", outcome.reason);
        this.#reached();
        break;
      case "busy":
        this.gate.asked(now, outcome.pauseMs);
        this.#state.lastError = outcome.reason;
        this.#watch.answered();
        break;
      case "barred":
        this.#isBarred = true;
        this.#fail(now, outcome.reason);
        break;
      case "failed":
        this.#fail(now, outcome.reason);
    }
    return { ofFailures: false, ofBar: false };
  }

  /** The receiver was looked up without an event; why it was not found, or undefined. */
  probed(reason: string | undefined): void {
    if (reason !== undefined) this.#lose(reason);
    // That it listens does not prove that it takes events.
    else if (!this.gate.isOnTrial && !this.#isBarred) this.#reached();
  }

  #fail(now: MonotonicMs, reason: string): void {
    this.gate.failed(now);
    if (this.gate.isOnTrial || this.#isBarred) this.#lose(reason);
    else this.#state.lastError = reason;
  }

  #lose(reason: string): void {
    this.#state.lastError = reason;
    this.#watch.broken();
    if (this.#state.state !== "waiting") this.#warn("a destination cannot be reached", reason);
    this.#state.enter("waiting");
  }

  #reached(): void {
    this.#watch.answered();
    this.#state.enter("connected");
  }

  #warn(message: string, reason: string): void {
    this.ports.log.warn(message, { destination: this.ports.name, reason });
  }

  [Symbol.dispose](): void {
    this.#watch[Symbol.dispose]();
  }
}
