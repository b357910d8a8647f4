import { StoreError } from "../sqlite/connection.ts";
import { Linger } from "./commit_delay.ts";
import { companyOf, goesApart, isPatient } from "./patience.ts";
import type { Replacement } from "../repair/rebuild/replace.ts";
import type { TroubleReason } from "../sqlite/store_fault.ts";
import { TroubleReport } from "./fault_report.ts";
import type { WriteInput, WriteName, WriteOutput } from "../transactions/transactions.ts";
import { urgencyOf } from "./urgency.ts";
import { healthOf, type StoreHealth } from "./store_health.ts";
import { type Waiting, WriteQueue } from "./write_queue.ts";
import type { WorkerReply, WorkerRequest, WriteResult } from "./writer_worker.ts";
import { guarded, SILENT, type WriterListener } from "./writer_listener.ts";
import { WorkerLink } from "./worker_link.ts";

/** Calls of one batch, so that a burst cannot hold the write lock for seconds. */
const BATCH_LIMIT = 2_000;
/** Calls kept while the disk does not take them; a call is about 2 KiB. */
const QUEUE_LIMIT = 20_000;
/** A batch that takes longer means that the disk is in trouble, in ms. */
const SLOW_MS = 1_000;
/** Before the first and the last attempts to open the store again, in ms. */
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;
/** How often an idle store is checked for files that others took away, in ms. */
const CHECK_MS = 1_000;

/** How a writer goes about it. */
export interface WriterOptions {
  /** Calls kept while the disk does not take them. */
  readonly queueLimit?: number;
  /** Disk space kept for alarms; absent: as much as suits the disk. */
  readonly reserveBytes?: number;
  /** Longest that a call which may wait for company does so, in ms; 0: not at all. */
  readonly lingerMs?: number;
  /** A store that proves damaged is set aside, and a fresh one used. */
  readonly replacesUnusable?: boolean;
}

/** Calls that bring events: what becomes of them is what becomes of alarms. */
const OF_EVENTS: readonly WriteName[] = ["acceptFrame", "acceptForeign", "appendEvents"];

type Step = "idle" | "asked" | "resting";

/**
 * The main thread's side of the writer: one batch in flight, the next one grows meanwhile. When the
 * disk is in trouble nothing is given up: what was asked for waits until the store is open again.
 */
export class Writer implements AsyncDisposable {
  readonly listener: WriterListener;
  readonly #queue: WriteQueue;
  readonly #linger: Linger;
  readonly #report: TroubleReport;
  readonly #worker: WorkerLink;
  readonly #replacesUnusable: boolean;
  readonly #opening: WorkerRequest;
  #inFlight: Waiting[] = [];
  #step: Step = "idle";
  #failures = 0;
  #askedAtMs = 0;
  /** Why the last event was not taken; undefined: it was. */
  #refusal: string | undefined;
  /** What the store is to be set aside for when it is next opened. */
  #damage: string | undefined;
  #slowTimer: ReturnType<typeof setTimeout> | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #checkTimer: ReturnType<typeof setInterval> | undefined;
  #onQuiet: (() => void) | undefined;
  #batchCount = 0;
  #givenUpCount = 0;
  /** A busy store is looked after too: what comes next waits for it, not the other way round. */
  #isCheckDue = false;
  #isClosing = false;
  #hasGivenUp = false;
  #isEnded = false;
  #stopTimer: ReturnType<typeof setTimeout> | undefined;
  /** Since when work waits without an answer of the Worker. */
  #owedSinceMs: number | undefined;

  private constructor(
    path: string,
    listener: WriterListener,
    options: WriterOptions,
  ) {
    this.listener = guarded(listener);
    const { lingerMs = 0, queueLimit = QUEUE_LIMIT, reserveBytes } = options;
    this.#replacesUnusable = options.replacesUnusable === true;
    this.#opening = { do: "open", path, ...(reserveBytes === undefined ? {} : { reserveBytes }) };
    this.#queue = new WriteQueue(queueLimit);
    this.#linger = new Linger(lingerMs, () => this.#flush());
    this.#report = new TroubleReport(this.listener);
    this.#worker = new WorkerLink({
      onReply: (reply) => this.#take(reply),
      onDeath: (message) => this.#rest("writer-died", message),
    });
  }

  /**
   * Starts the Worker, opens the store there and brings it to this build's schema.
   * @throws StoreError when it cannot be opened.
   */
  static async open(
    path: string,
    listener: WriterListener = SILENT,
    options: WriterOptions = {},
  ): Promise<Writer> {
    const client = new Writer(path, listener, options);
    const reply = await client.#worker.askFor(client.#opening);
    if (reply.did !== "fail") {
      client.#checkTimer = setInterval(() => client.#check(), CHECK_MS);
      return client;
    }
    client.#worker[Symbol.dispose]();
    throw new StoreError(reply.error.message, reply.error.errcode);
  }

  /**
   * Changes the store. Resolves after the commit is on the disk, however long that takes.
   * @throws StoreError when the call itself was at fault, when too much waits for the disk, or when
   * the store was closed before.
   */
  write<N extends WriteName>(name: N, input: WriteInput<N>): Promise<WriteOutput<N>> {
    if (this.#isClosing) {
      return Promise.reject(new StoreError(`Cannot write ${name}: the store is closed`, undefined));
    }
    return new Promise((resolve, reject) => {
      const settle = (result: WriteResult) => {
        if (result.ok) resolve(result.value as WriteOutput<N>);
        else reject(new StoreError(result.error.message, result.error.errcode));
      };
      const waiting = {
        call: { name, input },
        urgency: urgencyOf(name, input),
        isPatient: isPatient(name, input),
        company: companyOf(name, input),
        settle,
      };
      this.#owedSinceMs ??= performance.now();
      if (goesApart(name)) this.#queue.pushApart(waiting);
      else this.#queue.push(waiting)?.settle(this.#givenUp());
      this.#flush();
    });
  }

  /** Calls that are not on the disk yet. */
  get backlog(): number {
    return this.#queue.length + this.#inFlight.length;
  }

  /** What is wrong with the disk; undefined: nothing. */
  get trouble(): TroubleReason | undefined {
    return this.#report.trouble?.reason;
  }

  /** Whether alarms are committed, and what is wrong. */
  get health(): StoreHealth {
    return healthOf({
      failures: this.#failures,
      askedForMs: this.#step === "asked" ? performance.now() - this.#askedAtMs : 0,
      refusal: this.#refusal,
      trouble: this.#report.trouble,
    });
  }

  /**
   * How long work has waited without any answer of the Worker, in ms; 0: nothing waits. A disk that is
   * slow or fails answers; only a Worker that hangs does not.
   */
  get silentMs(): number {
    if (this.backlog === 0 || this.#owedSinceMs === undefined) return 0;
    return performance.now() - this.#owedSinceMs;
  }

  /** Calls that were given up because too many waited. */
  get givenUpCount(): number {
    return this.#givenUpCount;
  }

  /** Batches sent to the Worker since it was opened; each is one transaction. */
  get batchCount(): number {
    return this.#batchCount;
  }

  /** Why a call had to be given up: a disk that is in order may be asked for too much. */
  #givenUp(): WriteResult {
    this.#givenUpCount++;
    const trouble = this.#report.trouble;
    return failure(
      trouble === undefined
        ? `Cannot store: ${this.#queue.limit} calls wait, more than the disk takes in time: look in ` +
          "/metrics for a modem that hears too much"
        : `Cannot store: ${this.#queue.limit} calls wait for a disk in trouble (${trouble.reason}): ` +
          "check the disk",
    );
  }

  #flush(): void {
    if (this.#step !== "idle") return;
    if (this.#isCheckDue) {
      this.#isCheckDue = false;
      return this.#ask({ do: "check" });
    }
    if (this.#queue.length === 0) return;
    if (this.#queue.isPatient && this.#linger.mayLast) {
      this.#linger.begin();
      return this.#send(this.#queue.takeApart());
    }
    this.#linger.end();
    this.#send(this.#queue.take(BATCH_LIMIT));
  }

  #send(calls: Waiting[]): void {
    if (calls.length === 0) return;
    this.#inFlight = calls;
    this.#batchCount++;
    this.#ask({ do: "batch", calls: calls.map(({ call }) => call) });
  }

  /** From now on nothing waits for company any more: whoever stops waits for what is on its way. */
  hurry(): void {
    this.#linger[Symbol.dispose]();
    this.#flush();
  }

  /**
   * The gateway stops: nothing waits for company any more, and what the disk has not taken in time is
   * given up, so that whoever waits for it can end.
   */
  stopWithin(limitMs: number): void {
    this.hurry();
    this.#stopTimer ??= setTimeout(() => this.#giveUp(), limitMs);
  }

  #check(): void {
    this.#isCheckDue = true;
    this.#flush();
  }

  #ask(request: WorkerRequest): void {
    this.#step = "asked";
    this.#askedAtMs = performance.now();
    this.#slowTimer = setTimeout(
      () => this.#report.tell("slow", `a commit takes longer than ${SLOW_MS} ms`),
      SLOW_MS,
    );
    this.#worker.ask(request);
  }

  #take(reply: WorkerReply): void {
    clearTimeout(this.#slowTimer);
    this.#step = "idle";
    this.#owedSinceMs = performance.now();
    if (this.#hasGivenUp) return;
    switch (reply.did) {
      case "fail":
        return this.#rest(reply.reason ?? "io-error", reply.error.message);
      case "batch":
        this.#settle(reply.results);
        break;
      case "open":
        this.#opened(reply.replacement);
    }
    if ("hasMoved" in reply) {
      this.#failures = 0;
      this.#report.judge(reply);
    }
    if (this.#damage !== undefined) return this.#reopen();
    this.#flush();
    if (this.backlog > 0) return;
    this.#owedSinceMs = undefined;
    this.#onQuiet?.();
  }

  #settle(results: readonly WriteResult[]): void {
    const settled = this.#inFlight;
    this.#inFlight = [];
    settled.forEach(({ call, settle }, at) => {
      const result = results[at]!;
      if (OF_EVENTS.includes(call.name)) {
        this.#refusal = result.ok ? undefined : result.error.message;
      }
      settle(result);
    });
  }

  /** Waits a little, then opens the store again; what was in flight goes first then. */
  #rest(reason: TroubleReason, message: string): void {
    clearTimeout(this.#slowTimer);
    this.#step = "resting";
    this.#queue.putBack(this.#inFlight);
    this.#inFlight = [];
    this.#report.tell(reason, message);
    const waitMs = Math.min(FIRST_RETRY_MS * 2 ** this.#failures, LAST_RETRY_MS);
    this.#failures++;
    if (reason === "damaged" && this.#replacesUnusable) this.#damage = message;
    this.#retryTimer = setTimeout(() => this.#reopen(), waitMs);
  }

  #reopen(): void {
    const damage = this.#damage === undefined ? {} : { damage: this.#damage };
    this.#ask({ ...this.#opening, ...damage });
  }

  #opened(replacement: Replacement | undefined): void {
    this.#damage = undefined;
    this.listener.onMoved();
    if (replacement !== undefined) this.listener.onReplaced(replacement);
  }

  /** Sets the store aside, and goes on with a fresh one: somebody has read that it is damaged. */
  replaceDamaged(message: string): void {
    this.#damage = message;
    if (this.#step === "idle") this.#reopen();
  }

  /**
   * Takes nothing more and waits until all is on the disk. What a disk in trouble does not take in
   * time is given up: its callers were never told that it is stored.
   */
  async finish(): Promise<void> {
    if (this.#isClosing) return;
    this.#isClosing = true;
    clearInterval(this.#checkTimer);
    this.hurry();
    await this.#quiet(FINISH_MS);
    this.#giveUp();
  }

  /** Its callers were never told that it is stored. */
  #giveUp(): void {
    this.#isClosing = true;
    this.#hasGivenUp = true;
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#slowTimer);
    clearTimeout(this.#stopTimer);
    clearInterval(this.#checkTimer);
    for (const { settle } of [...this.#inFlight, ...this.#queue.take(Infinity)]) settle(CLOSED);
    this.#inFlight = [];
    this.#onQuiet?.();
  }

  /** Finishes, closes the store and ends the Worker. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.finish();
    if (this.#isEnded) return;
    this.#isEnded = true;
    clearTimeout(this.#stopTimer);
    if (this.#step === "idle") await this.#worker.askFor({ do: "close" });
    this.#worker[Symbol.dispose]();
  }

  /** Resolves when nothing waits and nothing is asked, or the time is over. */
  async #quiet(waitMs: number): Promise<void> {
    if (this.backlog === 0 && this.#step === "idle") return;
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
