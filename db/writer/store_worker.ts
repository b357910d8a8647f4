import { defined } from "../../devices/tools/defined.ts";
import { exponentialDelayMs } from "../../devices/tools/exponential_delay.ts";
import { StoreError } from "../sqlite/connection.ts";
import type { EventPlace } from "../transactions/events.ts";
import type { StoreFault } from "../sqlite/store_fault.ts";
import type { FaultReport } from "./fault_report.ts";
import type { OpenRequest, WorkerReply, WorkerRequest, WriteResult } from "./messages.ts";
import type { WriterListener } from "./writer_listener.ts";
import { startWriterWorker } from "./writer_thread.ts";

/** What takes longer means that something is wrong with the disk, in ms. */
const SLOW_MS = 1_000;
/** From when alarms are safe to when everything else of them is stored, in ms. */
const COMPLETE_AFTER_MS = 2;
/** Before the attempts to open the store again. */
const RETRY_DELAY = { firstMs: 100, lastMs: 5_000 };

export interface StoreWorkerPorts {
  readonly opening: OpenRequest;
  /** Started ahead with `startWriterWorker`; absent: one is started. */
  readonly worker?: Worker;
  /** A store that proves damaged is set aside, and a fresh one used. */
  readonly replacesUnusable: boolean;
  readonly listener: WriterListener;
  readonly faults: FaultReport;
  /** The alarms that it was asked for are safe; their results follow. */
  readonly onSafe: (places: readonly EventPlace[]) => void;
  readonly onResults: (results: readonly WriteResult[]) => void;
  /** The worker has failed: the outcome of its batch is not known, and the batch has to run again. */
  readonly onFailure: () => void;
  /** It may be asked for the next thing. */
  readonly onIdle: () => void;
}

/**
 * The Worker that writes, as the main thread sees it. It is asked for one thing at a time. After a
 * failure it opens the store again, as often as it takes; should it die, a new one does.
 */
export class StoreWorker implements AsyncDisposable {
  readonly #ports: StoreWorkerPorts;
  #worker: Worker;
  #step: "idle" | "asked" | "resting" = "idle";
  #failures = 0;
  #askedAtMs = 0;
  #answeredAtMs = 0;
  /** What the store is to be set aside for when it is next opened. */
  #damage: string | undefined;
  #isStopped = false;
  #slowTimer: ReturnType<typeof setTimeout> | undefined;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #completeTimer: ReturnType<typeof setTimeout> | undefined;
  /** Who alone gets the next reply. */
  #onReply: ((reply: WorkerReply) => void) | undefined;

  constructor(ports: StoreWorkerPorts) {
    this.#ports = ports;
    this.#worker = this.#follow(ports.worker ?? startWriterWorker());
  }

  /** Opens the store for the first time. @throws StoreError when it cannot be opened. */
  async open(): Promise<void> {
    const reply = await this.#askFor(this.#ports.opening);
    if (reply.did !== "fail") return;
    this.#worker.terminate();
    throw new StoreError(reply.error.message, reply.error.errcode);
  }

  get isIdle(): boolean {
    return this.#step === "idle";
  }

  /** Attempts that failed since the last batch or check that did not. */
  get failures(): number {
    return this.#failures;
  }

  /** For how long it has been at what it was asked for, in ms; 0: nothing. */
  get askedForMs(): number {
    return this.#step === "asked" ? performance.now() - this.#askedAtMs : 0;
  }

  /** When it last answered, on the monotonic clock. */
  get answeredAtMs(): number {
    return this.#answeredAtMs;
  }

  /** Asks for something while it is idle. */
  ask(request: WorkerRequest): void {
    this.#step = "asked";
    this.#askedAtMs = performance.now();
    this.#slowTimer = setTimeout(
      () => this.#ports.faults.report("slow", `a commit takes longer than ${SLOW_MS} ms`),
      SLOW_MS,
    );
    this.#worker.postMessage(request);
  }

  /** Sets the store aside, and goes on with a fresh one: somebody has read that it is damaged. */
  replaceDamaged(message: string): void {
    this.#damage = message;
    if (this.isIdle) this.#reopen();
  }

  /** What it answers from now on is of no interest. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#completeTimer);
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#slowTimer);
  }

  /** Closes the store, unless it is at something that does not end, and ends the Worker. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.stop();
    if (this.isIdle) await this.#askFor({ do: "close" });
    this.#worker.terminate();
  }

  /** Asks, and gives the reply to the caller alone. */
  #askFor(request: WorkerRequest): Promise<WorkerReply> {
    const { promise, resolve } = Promise.withResolvers<WorkerReply>();
    this.#onReply = resolve;
    this.#worker.postMessage(request);
    return promise;
  }

  #follow(worker: Worker): Worker {
    worker.onmessage = ({ data }: MessageEvent<WorkerReply>) => this.#take(data);
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      this.#worker = this.#follow(startWriterWorker());
      this.#rest("writer-died", event.message);
    };
    return worker;
  }

  #take(reply: WorkerReply): void {
    if (reply.did === "safe") return this.#complete(reply.places);
    clearTimeout(this.#slowTimer);
    this.#step = "idle";
    this.#answeredAtMs = performance.now();
    const onReply = this.#onReply;
    this.#onReply = undefined;
    if (onReply !== undefined) return onReply(reply);
    if (this.#isStopped) return;
    const { faults, listener, onIdle, onResults } = this.#ports;
    if (reply.did === "fail") return this.#rest(reply.fault ?? "io-error", reply.error.message);
    if (reply.did === "batch") onResults(reply.results);
    if (reply.did === "open") {
      this.#damage = undefined;
      listener.onMoved();
      if (reply.replacement !== undefined) listener.onReplaced(reply.replacement);
    }
    if ("hasMoved" in reply) {
      this.#failures = 0;
      faults.succeeded(reply);
    }
    if (this.#damage !== undefined) this.#reopen();
    else onIdle();
  }

  /** Dispatch has the alarms first: what follows would take a core from what is on its way there. */
  #complete(places: readonly EventPlace[]): void {
    if (this.#isStopped) return;
    const complete = () => this.#worker.postMessage({ do: "complete" });
    this.#completeTimer = setTimeout(complete, COMPLETE_AFTER_MS);
    this.#ports.onSafe(places);
  }

  /** Waits a little, then opens the store again. */
  #rest(reason: StoreFault, message: string): void {
    clearTimeout(this.#completeTimer);
    clearTimeout(this.#slowTimer);
    clearTimeout(this.#retryTimer);
    this.#step = "resting";
    if (this.#isStopped) return this.#onReply?.({ did: "close" });
    this.#ports.onFailure();
    this.#ports.faults.report(reason, message);
    const waitMs = exponentialDelayMs(++this.#failures, RETRY_DELAY);
    if (reason === "damaged" && this.#ports.replacesUnusable) this.#damage = message;
    this.#retryTimer = setTimeout(() => this.#reopen(), waitMs);
  }

  #reopen(): void {
    this.ask({ ...this.#ports.opening, ...defined({ damage: this.#damage }) });
  }
}
