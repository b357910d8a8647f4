import type { UnitCall } from "./units.ts";
import type { UnitResult } from "./writer.ts";

/** A call that waits for its transaction. */
export interface Waiting {
  readonly call: UnitCall;
  /** 0 is what a critical event needs, 3 what can be done without. */
  readonly urgency: number;
  /** It may wait for company. */
  readonly isPatient: boolean;
  readonly settle: (result: UnitResult) => void;
}

/** So many calls are company enough. */
const COMPANY = 64;

/** What waits for the disk: in order, bounded, the least urgent given up first. */
export class WriteQueue {
  #waiting: Waiting[] = [];

  /** @param limit Calls kept. */
  constructor(readonly limit: number) {}

  get length(): number {
    return this.#waiting.length;
  }

  /** Whether everything that waits may wait longer, and there is still room for company. */
  get isPatient(): boolean {
    return this.#waiting.length < COMPANY && this.#waiting.every(({ isPatient }) => isPatient);
  }

  /** @returns what had to be given up for it, the newcomer itself perhaps. */
  push(newcomer: Waiting): Waiting | undefined {
    this.#waiting.push(newcomer);
    if (this.#waiting.length <= this.limit) return undefined;
    const lowest = Math.max(...this.#waiting.map(({ urgency }) => urgency));
    const at = this.#waiting.findIndex(({ urgency }) => urgency === lowest);
    return this.#waiting.splice(at, 1)[0];
  }

  /** The next calls for one transaction. */
  take(count: number): Waiting[] {
    return this.#waiting.splice(0, count);
  }

  /** Puts back what was taken: its transaction did not end well. */
  putBack(taken: readonly Waiting[]): void {
    this.#waiting = [...taken, ...this.#waiting];
  }
}
