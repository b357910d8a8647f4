import { StoreError } from "./connection.ts";
import type { UnitCall, UnitInput, UnitName, UnitOutput } from "./units.ts";
import type { UnitResult, WriterReply, WriterRequest } from "./writer.ts";

/** Calls of one batch, so that a burst cannot hold the write lock for seconds. */
const BATCH_LIMIT = 2_000;

interface Waiting {
  readonly call: UnitCall;
  readonly settle: (result: UnitResult) => void;
}

/** The main thread's side of the writer: one batch in flight, the next one grows meanwhile. */
export class WriterClient implements AsyncDisposable {
  readonly #worker: Worker;
  #waiting: Waiting[] = [];
  #inFlight: Waiting[] | undefined;
  #isClosing = false;
  #onReply: ((reply: WriterReply) => void) | undefined;

  private constructor() {
    this.#worker = new Worker(new URL("./writer.ts", import.meta.url), { type: "module" });
    this.#worker.onmessage = ({ data }: MessageEvent<WriterReply>) => this.#take(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#take({ did: "fail", error: { message: event.message, errcode: undefined } });
    };
  }

  /** Starts the Worker, opens the store there and brings it to this build's schema. */
  static async open(path: string): Promise<WriterClient> {
    const client = new WriterClient();
    const reply = await client.#ask({ do: "open", path });
    if (reply.did !== "fail") return client;
    client.#worker.terminate();
    throw new StoreError(reply.error.message, reply.error.errcode);
  }

  /**
   * Runs a unit. Resolves after its commit is on the disk.
   * @throws StoreError when it was not committed, or it is not known whether it was.
   */
  run<N extends UnitName>(unit: N, input: UnitInput<N>): Promise<UnitOutput<N>> {
    if (this.#isClosing) {
      return Promise.reject(new StoreError(`Cannot run ${unit}: the store is closed`, undefined));
    }
    return new Promise((resolve, reject) => {
      const settle = (result: UnitResult) => {
        if (result.ok) resolve(result.value as UnitOutput<N>);
        else reject(new StoreError(result.error.message, result.error.errcode));
      };
      this.#waiting.push({ call: { unit, input }, settle });
      this.#flush();
    });
  }

  /** Calls that are not on the disk yet. */
  get backlog(): number {
    return this.#waiting.length + (this.#inFlight?.length ?? 0);
  }

  #flush(): void {
    if (this.#inFlight !== undefined || this.#waiting.length === 0) return;
    this.#inFlight = this.#waiting.splice(0, BATCH_LIMIT);
    this.#post({ do: "batch", calls: this.#inFlight.map(({ call }) => call) });
  }

  #take(reply: WriterReply): void {
    if (reply.did === "batch") return this.#settle(reply.results);
    if (reply.did === "fail" && this.#inFlight !== undefined) {
      const { error } = reply;
      return this.#settle(this.#inFlight.map(() => ({ ok: false, error })));
    }
    this.#onReply?.(reply);
  }

  #settle(results: readonly UnitResult[]): void {
    const settled = this.#inFlight ?? [];
    this.#inFlight = undefined;
    this.#flush();
    settled.forEach(({ settle }, at) => settle(results[at]!));
    this.#onReply?.({ did: "batch", results });
  }

  #post(request: WriterRequest): void {
    this.#worker.postMessage(request);
  }

  #ask(request: WriterRequest): Promise<WriterReply> {
    return new Promise((resolve) => {
      this.#onReply = (reply) => {
        if (reply.did === "batch") return;
        this.#onReply = undefined;
        resolve(reply);
      };
      this.#post(request);
    });
  }

  /** Commits what was asked for, then ends the Worker. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosing) return;
    this.#isClosing = true;
    while (this.backlog > 0) {
      await new Promise<void>((resolve) => this.#onReply = () => resolve());
    }
    await this.#ask({ do: "close" });
    this.#worker.terminate();
  }
}
