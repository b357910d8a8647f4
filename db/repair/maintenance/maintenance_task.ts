import type { MaintenanceReport, MaintenanceTask } from "./maintenance_worker.ts";

/** One task in a Worker of its own. */
export class MaintenanceClient implements Disposable {
  readonly #worker: Worker;

  /** @param onReport May be called after `Symbol.dispose` no more. */
  constructor(task: MaintenanceTask, onReport: (report: MaintenanceReport) => void) {
    const worker = new Worker(new URL("./maintenance_worker.ts", import.meta.url), {
      type: "module",
    });
    worker.onmessage = ({ data }: MessageEvent<MaintenanceReport>) => onReport(data);
    worker.onerror = (event) => {
      event.preventDefault();
      onReport({ tell: "failed", message: event.message });
    };
    worker.postMessage(task);
    this.#worker = worker;
  }

  [Symbol.dispose](): void {
    this.#worker.terminate();
  }
}
