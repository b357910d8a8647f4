import type { Raise } from "../gateway_events.ts";

/** A destination that does not answer for so long is lost; within the 90 s that are promised. */
const LOST_AFTER_MS = 60_000;

export interface PathWatchPorts {
  /** Name of the destination. */
  readonly name: string;
  readonly raise: Raise;
  /** Why it is not reached, for people. */
  readonly lastError: () => string | undefined;
  readonly lostAfterMs?: number;
}

/** Raises `path-lost` when a destination has not answered for a while, `path-recovered` when it does. */
export class PathWatch implements Disposable {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isLost = false;

  /** Begins with a destination that was not reached yet. */
  constructor(readonly ports: PathWatchPorts) {
    this.broken();
  }

  /** The destination cannot be reached from now on. */
  broken(): void {
    if (this.#isLost || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => this.#lose(), this.ports.lostAfterMs ?? LOST_AFTER_MS);
  }

  /** The destination answered. */
  answered(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#isLost) return;
    this.#isLost = false;
    this.ports.raise({ name: "path-recovered", reason: "reachable", subject: this.#subject });
  }

  #lose(): void {
    this.#timer = undefined;
    this.#isLost = true;
    const lastError = this.ports.lastError();
    this.ports.raise({
      name: "path-lost",
      reason: "unreachable",
      subject: this.#subject,
      ...(lastError === undefined ? {} : { details: { lastError } }),
    });
  }

  get #subject(): string {
    return `destination/${this.ports.name}`;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }
}
