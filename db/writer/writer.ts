import { defined } from "../../devices/tools/defined.ts";
import { StoreError } from "../sqlite/connection.ts";
import type { StoreFault } from "../sqlite/store_fault.ts";
import {
  commitPolicy,
  requestOf,
  TRANSACTIONS,
  type WriteInput,
  type WriteName,
  type WriteOutput,
} from "../transactions/transactions.ts";
import type { EventPlace } from "../transactions/events.ts";
import { CommitDelay } from "./commit_delay.ts";
import { FaultReport } from "./fault_report.ts";
import type { WriteResult } from "./messages.ts";
import { healthOf, type StoreHealth } from "./store_health.ts";
import { StoreWorker } from "./store_worker.ts";
import { type WaitingWrite, WriteQueue } from "./write_queue.ts";
import { guarded, SILENT, type WriterListener } from "./writer_listener.ts";

/** Writes of one batch, so that a burst cannot hold the write lock for seconds. */
const BATCH_LIMIT = 2_000;
/** Writes kept while the disk does not take them; one is about 2 KiB. */
const QUEUE_LIMIT = 20_000;
/** How often an idle store is checked for files that others took away, in ms. */
const CHECK_MS = 1_000;

/** How a writer goes about it. */
export interface WriterOptions {
  /** Writes kept while the disk does not take them. */
  readonly queueLimit?: number;
  /** Disk space kept for alarms; absent: as much as suits the disk. */
  readonly reserveBytes?: number;
  /** Longest that a write which may be deferred waits for others, in ms; 0: not at all. */
  readonly commitDelayMs?: number;
  /** A store that cannot be used, or proves damaged, is set aside and a fresh one used. */
  readonly replacesUnusable?: boolean;
  /** Started ahead with `startWriterWorker`; absent: one is started. */
  readonly worker?: Worker;
}

/**
 * The main thread's side of the writer: one batch in flight, the next one grows meanwhile. When the
 * disk is at fault nothing is given up: what was asked for waits until the store is open again.
 */
export class Writer implements AsyncDisposable {
  readonly #queue: WriteQueue;
  readonly #delay: CommitDelay;
  readonly #faults: FaultReport;
  readonly #worker: StoreWorker;
  #inFlight: WaitingWrite[] = [];
  /** Why the last event was not taken; undefined: it was. */
  #refusal: string | undefined;
  #checkTimer: ReturnType<typeof setInterval> | undefined;
  #onQuiet: (() => void) | undefined;
  #batchCount = 0;
  #givenUpCount = 0;
  /** A busy store is looked after too: what comes next waits for it, not the other way round; alarms do not. */
  #isCheckDue = false;
  #isClosing = false;
  #isEnded = false;
  #stopTimer: ReturnType<typeof setTimeout> | undefined;
  /** Since when there has been something that waits. */
  #waitsSinceMs: number | undefined;

  private constructor(
    path: string,
    listener: WriterListener,
    options: WriterOptions,
  ) {
    const {
      commitDelayMs = 0,
      queueLimit = QUEUE_LIMIT,
      replacesUnusable = false,
      reserveBytes,
      worker,
    } = options;
    this.#queue = new WriteQueue(queueLimit);
    this.#delay = new CommitDelay(commitDelayMs, () => this.#sendNext());
    const guardedListener = guarded(listener);
    this.#faults = new FaultReport(guardedListener);
    this.#worker = new StoreWorker({
      opening: { do: "open", path, ...defined({ reserveBytes }) },
      ...defined({ worker }),
      replacesUnusable,
      listener: guardedListener,
      faults: this.#faults,
      onSafe: (places) => places.forEach((place, at) => this.#inFlight[at]!.onSafe?.(place)),
      onResults: (results) => this.#settle(results),
      onFailure: () => this.#putBack(),
      onIdle: () => this.#goOn(),
    });
  }

  /**
   * Starts the Worker if there is none yet, opens the store there and brings it to this build's schema.
   * @throws StoreError when it cannot be opened.
   */
  static async open(
    path: string,
    listener: WriterListener = SILENT,
    options: WriterOptions = {},
  ): Promise<Writer> {
    const writer = new Writer(path, listener, options);
    await writer.#worker.open();
    writer.#checkTimer = setInterval(() => writer.#check(), CHECK_MS);
    return writer;
  }

  /**
   * Changes the store. Resolves after the commit is on the disk, however long that takes.
   * @throws StoreError when the write itself was wrong, when too much waits for the disk, or when
   * the store was closed before.
   * @param onSafe Called when an alarm is on the disk, though what is read of it follows.
   */
  write<N extends WriteName>(
    name: N,
    input: WriteInput<N>,
    onSafe?: (place: EventPlace) => void,
  ): Promise<WriteOutput<N>> {
    if (this.#isClosing) {
      return Promise.reject(new StoreError(`Cannot write ${name}: the store is closed`, undefined));
    }
    return new Promise((resolve, reject) => {
      const settle = (result: WriteResult) => {
        if (result.ok) resolve(result.value as WriteOutput<N>);
        else reject(new StoreError(result.error.message, result.error.errcode));
      };
      const policy = commitPolicy(name, input);
      this.#waitsSinceMs ??= performance.now();
      this.#queue.push({ request: requestOf(name, input), policy, onSafe, settle })?.settle(
        this.#givenUp(),
      );
      this.#sendNext();
    });
  }

  /** Writes that are not on the disk yet. */
  get backlog(): number {
    return this.#queue.length + this.#inFlight.length;
  }

  /** What is wrong with the disk; undefined: nothing. */
  get fault(): StoreFault | undefined {
    return this.#faults.fault?.reason;
  }

  /** Whether alarms are committed, and what is wrong. */
  get health(): StoreHealth {
    return healthOf({
      failures: this.#worker.failures,
      askedForMs: this.#worker.askedForMs,
      refusal: this.#refusal,
      fault: this.#faults.fault,
    });
  }

  /**
   * How long work has waited without any answer of the Worker, in ms; 0: nothing waits. A disk that is
   * slow or fails answers; only a Worker that hangs does not.
   */
  get silentMs(): number {
    if (this.backlog === 0 || this.#waitsSinceMs === undefined) return 0;
    return performance.now() - Math.max(this.#waitsSinceMs, this.#worker.answeredAtMs);
  }

  /** Writes that were given up because too many waited. */
  get givenUpCount(): number {
    return this.#givenUpCount;
  }

  /** Batches sent to the Worker since it was opened; each is one transaction. */
  get batchCount(): number {
    return this.#batchCount;
  }

  /** Why a write had to be given up: a disk that is in order may be asked for too much. */
  #givenUp(): WriteResult {
    this.#givenUpCount++;
    const fault = this.#faults.fault;
    return failure(
      fault === undefined
        ? `Cannot store: ${this.#queue.limit} calls wait, more than the disk takes in time: look in ` +
          "/metrics for a modem that hears too much"
        : `Cannot store: ${this.#queue.limit} calls wait for a disk in trouble (${fault.reason}): ` +
          "check the disk",
    );
  }

  #sendNext(): void {
    if (!this.#worker.isIdle) return;
    if (this.#isCheckDue && (!this.#queue.hasAlarm || this.#queue.isTurnOfOthers)) {
      this.#isCheckDue = false;
      return this.#worker.ask({ do: "check" });
    }
    if (this.#queue.length === 0) return;
    // What is deferred goes on waiting meanwhile, from its own beginning.
    if (this.#queue.hasUrgent) return this.#send(this.#queue.take(BATCH_LIMIT));
    if (this.#queue.mayDefer && this.#delay.mayLast) {
      this.#delay.begin();
      return this.#send(this.#queue.takeStandalone());
    }
    this.#delay.end();
    this.#send(this.#queue.take(BATCH_LIMIT));
  }

  #send(writes: WaitingWrite[]): void {
    if (writes.length === 0) return;
    this.#inFlight = writes;
    this.#batchCount++;
    this.#worker.ask({ do: "batch", writes: writes.map(({ request }) => request) });
  }

  /** From now on nothing is deferred any more: a gateway that stops waits for what is on its way. */
  flush(): void {
    this.#delay[Symbol.dispose]();
    this.#sendNext();
  }

  /**
   * The gateway stops: nothing is deferred any more, and what the disk has not taken in time is
   * given up, so that its callers can end.
   */
  stopWithin(limitMs: number): void {
    this.flush();
    this.#stopTimer ??= setTimeout(() => this.#giveUp(), limitMs);
  }

  #check(): void {
    this.#isCheckDue = true;
    this.#sendNext();
  }

  /** The Worker may be asked for the next thing. */
  #goOn(): void {
    this.#sendNext();
    if (this.backlog > 0) return;
    this.#waitsSinceMs = undefined;
    this.#onQuiet?.();
  }

  #settle(results: readonly WriteResult[]): void {
    const settled = this.#inFlight;
    this.#inFlight = [];
    settled.forEach(({ request, settle }, at) => {
      const result = results[at]!;
      if (TRANSACTIONS[request.name].bringsEvents) {
        this.#refusal = result.ok ? undefined : result.error.message;
      }
      settle(result);
    });
  }

  /** What was in flight goes first when the store is open again. */
  #putBack(): void {
    this.#queue.putBack(this.#inFlight);
    this.#inFlight = [];
  }

  /** Sets the store aside, and goes on with a fresh one: somebody has read that it is damaged. */
  replaceDamaged(message: string): void {
    this.#worker.replaceDamaged(message);
  }

  /**
   * Takes nothing more and waits until all is on the disk. What a disk at fault does not take in
   * time is given up: its callers were never told that it is stored.
   */
  async finish(): Promise<void> {
    if (this.#isClosing) return;
    this.#isClosing = true;
    clearInterval(this.#checkTimer);
    this.flush();
    await this.#quiet(FINISH_MS);
    this.#giveUp();
  }

  /** Its callers were never told that it is stored. */
  #giveUp(): void {
    this.#isClosing = true;
    this.#worker.stop();
    clearTimeout(this.#stopTimer);
    clearInterval(this.#checkTimer);
    for (const { settle } of [...this.#inFlight, ...this.#queue.takeAll()]) settle(CLOSED);
    this.#inFlight = [];
    this.#onQuiet?.();
  }

  /** Finishes, closes the store and ends the Worker. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.finish();
    if (this.#isEnded) return;
    this.#isEnded = true;
    clearTimeout(this.#stopTimer);
    await this.#worker[Symbol.asyncDispose]();
  }

  /** Resolves when nothing waits and nothing is asked, or the time is over. */
  async #quiet(waitMs: number): Promise<void> {
    if (this.backlog === 0 && this.#worker.isIdle) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onQuiet = resolve;
    const timer = waitMs === Infinity ? undefined : setTimeout(resolve, waitMs);
    await promise;
    clearTimeout(timer);
  }
}

/** How long a stopping gateway waits for its disk, in ms. */
const FINISH_MS = 3_000;

const CLOSED: WriteResult = failure("Cannot store: the store was closed before the disk took it");

function failure(message: string): WriteResult {
  return { ok: false, error: { message, errcode: undefined } };
}
