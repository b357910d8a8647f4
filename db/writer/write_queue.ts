import type { WriteRequest } from "../transactions/transactions.ts";
import type { WriteResult } from "./writer_worker.ts";
import { Fifo } from "./fifo.ts";

/** A call that waits for its transaction. */
export interface Waiting {
  readonly call: WriteRequest;
  /** 0 is what a critical event needs, 3 what can be done without. */
  readonly urgency: number;
  /** It may wait for company. */
  readonly isPatient: boolean;
  /** How many events it is about. */
  readonly company: number;
  readonly settle: (result: WriteResult) => void;
}

/** Calls about so many events are company enough. */
const COMPANY = 256;

/** Ranks of urgency, 0 the most urgent. */
const URGENCIES = 4;

interface Numbered {
  readonly waiting: Waiting;
  /** Its turn among all. */
  readonly number: number;
}

/**
 * What waits for the disk: in order, bounded, the least urgent given up first. Nothing takes longer
 * however much waits: a flood that has filled the queue must not stop the program besides.
 */
export class WriteQueue {
  /** By urgency, each in order. */
  readonly #ranks = Array.from({ length: URGENCIES }, () => new Fifo<Numbered>());
  #apart: Waiting[] = [];
  #waitingCount = 0;
  #impatient = 0;
  #company = 0;
  #nextNumber = 0;
  #firstNumber = 0;

  /** @param limit Calls kept. */
  constructor(readonly limit: number) {}

  get length(): number {
    return this.#waitingCount + this.#apart.length;
  }

  /** Whether everything that waits may wait longer, and there is still room for company. */
  get isPatient(): boolean {
    return this.#impatient === 0 && this.#company < COMPANY;
  }

  /** @returns what had to be given up for it, the newcomer itself perhaps. */
  push(newcomer: Waiting): Waiting | undefined {
    this.#ranks[newcomer.urgency]!.push({ waiting: newcomer, number: this.#nextNumber++ });
    this.#count(newcomer, 1);
    if (this.#waitingCount <= this.limit) return undefined;
    return this.#shift(this.#ranks.findLast((rank) => rank.length > 0)!);
  }

  /** Adds what goes between others, and is never given up. */
  pushApart(call: Waiting): void {
    this.#apart.push(call);
  }

  /** The next calls for one transaction. */
  take(count: number): Waiting[] {
    const taken: Waiting[] = [];
    while (taken.length < count && this.#waitingCount > 0) {
      const oldest = this.#ranks.filter((rank) => rank.length > 0)
        .reduce((a, b) => a.first!.number < b.first!.number ? a : b);
      taken.push(this.#shift(oldest));
    }
    return [...taken, ...this.takeApart()];
  }

  /** Those alone that go between others. */
  takeApart(): Waiting[] {
    return this.#apart.splice(0);
  }

  /** Puts back what was taken: its transaction did not end well. */
  putBack(taken: readonly Waiting[]): void {
    for (const waiting of taken.toReversed()) {
      this.#ranks[waiting.urgency]!.unshift({ waiting, number: --this.#firstNumber });
      this.#count(waiting, 1);
    }
  }

  #shift(rank: Fifo<Numbered>): Waiting {
    const { waiting } = rank.shift()!;
    this.#count(waiting, -1);
    return waiting;
  }

  #count({ company, isPatient }: Waiting, change: 1 | -1): void {
    this.#waitingCount += change;
    this.#company += change * company;
    if (!isPatient) this.#impatient += change;
  }
}
