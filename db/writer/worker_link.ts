import type { WorkerReply, WorkerRequest } from "./messages.ts";

export interface WorkerLinkPorts {
  readonly onReply: (reply: WorkerReply) => void;
  /** The Worker died; a new one has taken its place and has no store open. */
  readonly onDeath: (message: string) => void;
}

/** The Worker that writes, and its successor should it die. One request at a time. */
export class WorkerLink implements Disposable {
  readonly #ports: WorkerLinkPorts;
  #worker: Worker;
  #onReply: (reply: WorkerReply) => void;

  constructor(ports: WorkerLinkPorts) {
    this.#ports = ports;
    this.#onReply = ports.onReply;
    this.#worker = this.#start();
  }

  ask(request: WorkerRequest): void {
    this.#worker.postMessage(request);
  }

  /** Asks, and gives the reply to the caller instead of `onReply`. */
  askFor(request: WorkerRequest): Promise<WorkerReply> {
    return new Promise((resolve) => {
      this.#onReply = (reply) => {
        this.#onReply = this.#ports.onReply;
        resolve(reply);
      };
      this.ask(request);
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL("./writer_worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<WorkerReply>) => this.#onReply(data);
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      this.#worker = this.#start();
      this.#ports.onDeath(event.message);
    };
    return worker;
  }

  [Symbol.dispose](): void {
    this.#worker.terminate();
  }
}
