import { defined } from "../../../devices/tools/defined.ts";
import { type Clock, isoTime, type UnixMs } from "../../../devices/time.ts";
import type { Raise } from "../../events/gateway_events.ts";
import type { Log } from "../../ports.ts";
import type { Timers } from "../../tools/timers.ts";
import type { DestinationReport, DestinationState } from "../destination_report.ts";
import type { SendOutcome } from "../transport.ts";
import { CircuitBreaker } from "./circuit_breaker.ts";
import { PathWatch } from "./path_watch.ts";

export interface DeliveryPathPorts {
  /** Name of the destination. */
  readonly name: string;
  readonly raise: Raise;
  readonly clock: Clock;
  readonly log: Log;
  readonly timers?: Timers;
  /** Gives numbers from 0 up to, not including, 1. */
  readonly random: () => number;
  readonly lostAfterMs: number;
  /** Something critical waits, which may cut a pause short. */
  readonly hasCritical: () => boolean;
}

/** What was failing until now, and goes on. */
export interface Recovery {
  /** Nothing got through. */
  readonly ofFailures: boolean;
  /** The receiver took nothing from this gateway. */
  readonly ofBar: boolean;
}

const NO_RECOVERY: Recovery = { ofFailures: false, ofBar: false };

/** The way to a receiver: how it is, since when, and when it may be tried. */
export class DeliveryPath implements Disposable {
  readonly #ports: DeliveryPathPorts;
  readonly #breaker: CircuitBreaker;
  readonly #watch: PathWatch;
  #state: DestinationState = "connecting";
  #since: UnixMs;
  /** Why the last attempt failed; undefined: none has. */
  #lastError: string | undefined;
  #isBarred = false;

  constructor(ports: DeliveryPathPorts) {
    this.#ports = ports;
    this.#breaker = new CircuitBreaker(ports.random);
    this.#since = ports.clock.unixMs();
    this.#watch = new PathWatch({ ...ports, lastError: () => this.#lastError });
  }

  report(): Pick<DestinationReport, "state" | "since" | "lastError"> {
    return {
      state: this.#state,
      since: isoTime(this.#since),
      ...defined({ lastError: this.#lastError }),
    };
  }

  /** Whether events may go now. Something critical may end a pause. */
  maySend(): boolean {
    return this.#breaker.allows(this.#ports.clock.monotonicMs()) ||
      this.#breaker.allowsCritical(this.#ports.hasCritical);
  }

  /** When that may change, in ms of the monotonic clock. */
  get retryAtMs(): number {
    return this.#breaker.retryAtMs;
  }

  /** Only one event should be on its way. */
  get isHalfOpen(): boolean {
    return this.#breaker.isHalfOpen;
  }

  /** Something is known to be critical: that may end a pause. */
  expedite(): void {
    this.#breaker.allowsCritical(() => true);
  }

  /** A link is being made. */
  opening(): void {
    this.#enter("connecting");
  }

  /** A connection was made. */
  opened(): void {
    this.#breaker.connected(this.#ports.clock.monotonicMs());
    this.#enter("connected");
  }

  /** The link ended, or none could be made. */
  ended(reason: string): void {
    this.#breaker.ended(this.#ports.clock.monotonicMs());
    this.#lastError = reason;
    this.#watch.broken();
    this.#enter("waiting");
    this.#warn("a connection to a destination ended", reason);
  }

  /** The receiver answered something. */
  answered(): void {
    this.#watch.answered();
  }

  /** A receipt says that dispatch has an event that came this way. */
  delivered(): void {
    this.#breaker.delivered();
  }

  /** An event was handed over, or was not. */
  took(outcome: SendOutcome): Recovery {
    const now = this.#ports.clock.monotonicMs();
    switch (outcome.result) {
      case "delivered": {
        const before = { ofFailures: this.#breaker.isHalfOpen, ofBar: this.#isBarred };
        this.#breaker.succeeded(now);
        this.#isBarred = false;
        this.#reached();
        return before;
      }
      case "accepted":
      case "unheard":
        this.#reached();
        break;
      case "refused":
        this.#warn("a receiver refuses an event", outcome.reason);
        this.#reached();
        break;
      case "busy":
        this.#breaker.asked(now, outcome.pauseMs);
        this.#lastError = outcome.reason;
        this.#watch.answered();
        break;
      case "barred":
        this.#isBarred = true;
        this.#fail(outcome.reason);
        break;
      case "failed":
        this.#fail(outcome.reason);
    }
    return NO_RECOVERY;
  }

  /** The receiver was looked up without an event; why it was not found, or undefined. */
  probed(reason: string | undefined): void {
    if (reason !== undefined) this.#lose(reason);
    // A receiver that listens may still refuse events.
    else if (!this.#breaker.isHalfOpen && !this.#isBarred) this.#reached();
  }

  #fail(reason: string): void {
    this.#breaker.failed(this.#ports.clock.monotonicMs());
    if (this.#breaker.isHalfOpen || this.#isBarred) this.#lose(reason);
    else this.#lastError = reason;
  }

  #lose(reason: string): void {
    this.#lastError = reason;
    this.#watch.broken();
    if (this.#state !== "waiting") this.#warn("a destination cannot be reached", reason);
    this.#enter("waiting");
  }

  #enter(state: DestinationState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#since = this.#ports.clock.unixMs();
  }

  #reached(): void {
    this.#watch.answered();
    this.#enter("connected");
  }

  #warn(message: string, reason: string): void {
    this.#ports.log.warn(message, { destination: this.#ports.name, reason });
  }

  [Symbol.dispose](): void {
    this.#watch[Symbol.dispose]();
  }
}
