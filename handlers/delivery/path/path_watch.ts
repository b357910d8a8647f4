import type { Raise } from "../../events/gateway_events.ts";
import { SYSTEM_TIMERS, type Timers } from "../../tools/timers.ts";

export interface PathWatchPorts {
  /** Name of the destination. */
  readonly name: string;
  readonly raise: Raise;
  /** Why it is not reached, for people. */
  readonly lastError: () => string | undefined;
  /** How long it may not answer, in ms. */
  readonly lostAfterMs: number;
  readonly timers?: Timers;
}

/** Raises `path-lost` when a destination has not answered for a while, `path-recovered` when it does. */
export class PathWatch implements Disposable {
  readonly #ports: PathWatchPorts;
  #stopWaiting: (() => void) | undefined;
  #isLost = false;

  /** Begins with a destination that was not reached yet. */
  constructor(ports: PathWatchPorts) {
    this.#ports = ports;
    this.broken();
  }

  /** The destination cannot be reached from now on. */
  broken(): void {
    if (this.#isLost || this.#stopWaiting !== undefined) return;
    const { lostAfterMs, timers = SYSTEM_TIMERS } = this.#ports;
    this.#stopWaiting = timers.after(lostAfterMs, () => this.#lose());
  }

  /** The destination answered. */
  answered(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
    if (!this.#isLost) return;
    this.#isLost = false;
    this.#ports.raise({ name: "path-recovered", reason: "reachable", subject: this.#subject });
  }

  #lose(): void {
    this.#stopWaiting = undefined;
    this.#isLost = true;
    const lastError = this.#ports.lastError();
    this.#ports.raise({
      name: "path-lost",
      reason: "unreachable",
      subject: this.#subject,
      ...(lastError !== undefined && { details: { lastError } }),
    });
  }

  get #subject(): string {
    return `destination/${this.#ports.name}`;
  }

  [Symbol.dispose](): void {
    this.#stopWaiting?.();
  }
}
