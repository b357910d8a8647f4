import {
  type LiveStore,
  type Reader,
  RecentWrites,
  StoreError,
  type WriteInput,
  type WriteName,
  type WriteOutput,
  type WriteRequest,
} from "../../db/store.ts";
import { requestOf } from "../../db/transactions/transactions.ts";
import type { Timers } from "../../handlers/tools/timers.ts";
import type { Disk, Fault } from "./disk.ts";
import type { Random } from "./random.ts";

/** Before a batch that failed is tried again, in ms. */
const RETRY_MS = 100;

export interface SlowWriterPorts {
  readonly disk: Disk;
  readonly timers: Timers;
  readonly random: Random;
  /** The disk may fail and be slow now. */
  readonly mayFail: () => boolean;
  readonly onFault: () => void;
}

interface Waiting {
  readonly request: WriteRequest;
  readonly resolve: (value: unknown) => void;
}

/**
 * The writer of one process, as the rest of the gateway sees the real one: one batch in flight,
 * nothing resolves before its commit, what failed is tried again until it is known to be there.
 */
export class SlowWriter implements LiveStore {
  readonly recent = new RecentWrites();
  readonly read: Reader;
  #waiting: Waiting[] = [];
  #isBusy = false;

  constructor(readonly ports: SlowWriterPorts) {
    this.read = ports.disk.read;
  }

  write<N extends WriteName>(name: N, input: WriteInput<N>): Promise<WriteOutput<N>> {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    this.#waiting.push({ request: requestOf(name, input), resolve });
    this.#flush();
    return this.recent.follow(name, input, promise as Promise<WriteOutput<N>>);
  }

  get isIdle(): boolean {
    return !this.#isBusy && this.#waiting.length === 0;
  }

  #flush(): void {
    if (this.#isBusy || this.#waiting.length === 0) return;
    this.#isBusy = true;
    const batch = this.#waiting.splice(0);
    this.ports.timers.after(this.#syncMs(), () => this.#commit(batch));
  }

  #commit(batch: readonly Waiting[]): void {
    const { disk, onFault, timers } = this.ports;
    try {
      const results = disk.commit(batch.map(({ request }) => request), this.#fault());
      timers.after(this.#replyMs(), () => this.#settle(batch, results));
    } catch (cause) {
      if (!(cause instanceof StoreError) || !cause.message.includes("simulated")) throw cause;
      onFault();
      timers.after(RETRY_MS, () => this.#commit(batch));
    }
  }

  #settle(batch: readonly Waiting[], results: readonly unknown[]): void {
    batch.forEach(({ resolve }, at) => resolve(results[at]));
    this.#isBusy = false;
    this.#flush();
  }

  /** A card that syncs, one that is busy with itself, one that hangs. */
  #syncMs(): number {
    const { mayFail, random } = this.ports;
    if (!mayFail()) return 2;
    if (random.chance(0.03)) return random.whole(1_000, 4_000);
    return random.chance(0.1) ? random.whole(100, 900) : random.whole(1, 8);
  }

  #replyMs(): number {
    return this.ports.random.whole(0, 3);
  }

  #fault(): Fault | undefined {
    const { mayFail, random } = this.ports;
    if (!mayFail() || !random.chance(0.12)) return undefined;
    return random.pick<Fault>(["before", "after", { atStatement: random.whole(1, 20) }]);
  }
}
