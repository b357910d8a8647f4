/** Tasks that take long, each in a Worker of its own, so that alarms wait for nothing. */
import { eraseTraces, type ErasureReport, stillLeft } from "../erase/erase_traces.ts";
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
      onReport({ kind: "failed", message: event.message });
    };
    worker.postMessage(task);
    this.#worker = worker;
  }

  [Symbol.dispose](): void {
    this.#worker.terminate();
  }
}

/**
 * Searches the files of a store for keys that were destroyed, and cleans them.
 * @param where In this thread, or in a Worker.
 */
export function eraserOf(path: string, where: "here" | "beside") {
  const erase = where === "here" ? eraseTraces : eraseTracesBeside;
  return {
    erase: (keys: readonly Uint8Array[]) => erase(path, keys),
    stillLeft: (report: ErasureReport) => stillLeft(path, report),
  };
}

/** @throws Error when it could not be done; what is left is not known then. */
async function eraseTracesBeside(
  path: string,
  keys: readonly Uint8Array[],
): Promise<ErasureReport> {
  const done = Promise.withResolvers<ErasureReport>();
  using _task = new MaintenanceClient({ do: "erase", path, keys }, (report) => {
    if (report.kind === "erased") done.resolve(report.report);
    if (report.kind === "failed") {
      done.reject(new Error(`Cannot search the files: ${report.message}`));
    }
  });
  return await done.promise;
}

/**
 * Looks at a store: quickly, or at all of it.
 * @returns the first thing that is wrong; undefined: nothing.
 * @throws Error when it could not be looked at.
 */
export async function checkBeside(
  path: string,
  how: "check" | "examine",
): Promise<string | undefined> {
  const report = await runBeside({ do: how, path });
  return report.kind === "checked" ? report.damage : undefined;
}

/**
 * Copies a store to a new file and reads the copy back whole, as `backupStore` does.
 * @returns what is wrong with the copy, which is not kept then; undefined: nothing.
 * @throws Error when there is a file of that name, or it cannot be written.
 */
export async function backupBeside(path: string, target: string): Promise<string | undefined> {
  const report = await runBeside({ do: "backup", path, target });
  return report.kind === "backed-up" ? report.problem : undefined;
}

/** One task that makes no progress reports, to its end. */
async function runBeside(task: MaintenanceTask): Promise<MaintenanceReport> {
  const done = Promise.withResolvers<MaintenanceReport>();
  using _task = new MaintenanceClient(task, (report) => {
    if (report.kind === "failed") done.reject(new Error(report.message));
    else done.resolve(report);
  });
  return await done.promise;
}
