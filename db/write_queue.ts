import type { UnitCall } from "./units.ts";
import type { UnitResult } from "./writer.ts";

/** A call that waits for its transaction. */
export interface Waiting {
  readonly call: UnitCall;
  /** 0 is what a critical event needs, 3 what can be done without. */
  readonly urgency: number;
  /** It may wait for company. */
  readonly isPatient: boolean;
  /** How many events it is about. */
  readonly company: number;
  readonly settle: (result: UnitResult) => void;
}

/** Calls about so many events are company enough. */
const COMPANY = 256;

/** What waits for the disk: in order, bounded, the least urgent given up first. */
export class WriteQueue {
  #waiting: Waiting[] = [];
  #apart: Waiting[] = [];
  #impatient = 0;
  #company = 0;

  /** @param limit Calls kept. */
  constructor(readonly limit: number) {}

  get length(): number {
    return this.#waiting.length + this.#apart.length;
  }

  /** Whether everything that waits may wait longer, and there is still room for company. */
  get isPatient(): boolean {
    return this.#impatient === 0 && this.#company < COMPANY;
  }

  /** @returns what had to be given up for it, the newcomer itself perhaps. */
  push(newcomer: Waiting): Waiting | undefined {
    this.#waiting.push(newcomer);
    this.#count(newcomer, 1);
    if (this.#waiting.length <= this.limit) return undefined;
    const lowest = Math.max(...this.#waiting.map(({ urgency }) => urgency));
    const at = this.#waiting.findIndex(({ urgency }) => urgency === lowest);
    const [givenUp] = this.#waiting.splice(at, 1);
    this.#count(givenUp!, -1);
    return givenUp;
  }

  /** Adds what goes between others, and is never given up. */
  pushApart(call: Waiting): void {
    this.#apart.push(call);
  }

  /** The next calls for one transaction. */
  take(count: number): Waiting[] {
    const taken = this.#waiting.splice(0, count);
    for (const call of taken) this.#count(call, -1);
    return [...taken, ...this.takeApart()];
  }

  /** Those alone that go between others. */
  takeApart(): Waiting[] {
    return this.#apart.splice(0);
  }

  /** Puts back what was taken: its transaction did not end well. */
  putBack(taken: readonly Waiting[]): void {
    this.#waiting = [...taken, ...this.#waiting];
    for (const call of taken) this.#count(call, 1);
  }

  #count({ company, isPatient }: Waiting, change: 1 | -1): void {
    this.#company += change * company;
    if (!isPatient) this.#impatient += change;
  }
}
