import type { Errand, ErrandReport } from "./maintenance_worker.ts";

/** One errand in a Worker of its own. */
export class ErrandClient implements Disposable {
  readonly #worker: Worker;

  /** @param onReport May be called after `Symbol.dispose` no more. */
  constructor(errand: Errand, onReport: (report: ErrandReport) => void) {
    const worker = new Worker(new URL("./maintenance_worker.ts", import.meta.url), {
      type: "module",
    });
    worker.onmessage = ({ data }: MessageEvent<ErrandReport>) => onReport(data);
    worker.onerror = (event) => {
      event.preventDefault();
      onReport({ tell: "failed", message: event.message });
    };
    worker.postMessage(errand);
    this.#worker = worker;
  }

  [Symbol.dispose](): void {
    this.#worker.terminate();
  }
}
