import type { CommitPolicy, WriteRequest } from "../transactions/transactions.ts";
import { Fifo } from "./fifo.ts";
import type { WriteResult } from "./messages.ts";

/** A write that waits for its transaction. */
export interface WaitingWrite {
  readonly request: WriteRequest;
  readonly policy: CommitPolicy;
  readonly settle: (result: WriteResult) => void;
}

/** Writes about so many events fill a batch: they are deferred no longer. */
const BATCH_EVENTS = 256;

/** Ranks of retention, 0 what is kept most dearly. */
const RANKS = 4;

interface Numbered {
  readonly write: WaitingWrite;
  /** Its turn among all. */
  readonly number: number;
}

/**
 * What waits for the disk: in order, bounded, the lowest in rank given up first. Nothing takes longer
 * however much waits: a flood that has filled the queue must not stop the program besides.
 */
export class WriteQueue {
  /** By rank, each in order. */
  readonly #ranks = Array.from({ length: RANKS }, () => new Fifo<Numbered>());
  #standalone: WaitingWrite[] = [];
  #count = 0;
  /** How many of these may not be deferred. */
  #immediate = 0;
  #events = 0;
  #nextNumber = 0;
  #firstNumber = 0;

  /** @param limit Writes kept. */
  constructor(readonly limit: number) {}

  get length(): number {
    return this.#count + this.#standalone.length;
  }

  /** Whether everything that waits may wait longer, and the batch is not full. */
  get mayDefer(): boolean {
    return this.#immediate === 0 && this.#events < BATCH_EVENTS;
  }

  /** @returns what had to be given up for it, the newcomer itself perhaps. */
  push(newcomer: WaitingWrite): WaitingWrite | undefined {
    if (newcomer.policy.isStandalone) {
      this.#standalone.push(newcomer);
      return undefined;
    }
    this.#ranks[newcomer.policy.rank]!.push({ write: newcomer, number: this.#nextNumber++ });
    this.#add(newcomer, 1);
    if (this.#count <= this.limit) return undefined;
    return this.#shift(this.#ranks.findLast((rank) => rank.length > 0)!);
  }

  /** The next writes for one transaction. */
  take(count: number): WaitingWrite[] {
    const taken: WaitingWrite[] = [];
    while (taken.length < count && this.#count > 0) {
      const oldest = this.#ranks.filter((rank) => rank.length > 0)
        .reduce((a, b) => a.first!.number < b.first!.number ? a : b);
      taken.push(this.#shift(oldest));
    }
    return [...taken, ...this.takeStandalone()];
  }

  /** Those alone that go between others. */
  takeStandalone(): WaitingWrite[] {
    return this.#standalone.splice(0);
  }

  /** Puts back what was taken: its transaction did not end well. */
  putBack(taken: readonly WaitingWrite[]): void {
    for (const write of taken.toReversed()) {
      this.#ranks[write.policy.rank]!.unshift({ write, number: --this.#firstNumber });
      this.#add(write, 1);
    }
  }

  #shift(rank: Fifo<Numbered>): WaitingWrite {
    const { write } = rank.shift()!;
    this.#add(write, -1);
    return write;
  }

  #add({ policy }: WaitingWrite, change: 1 | -1): void {
    this.#count += change;
    this.#events += change * policy.batchEvents;
    if (!policy.mayDefer) this.#immediate += change;
  }
}
