import { MaintenanceClient } from "./maintenance_task.ts";
import type { ErasureReport } from "../erase/erase_traces.ts";

/**
 * The same as `eraseTraces`, in a Worker, so that alarms wait for nothing.
 * @throws Error when it could not be done; what is left is not known then.
 */
export async function eraseTracesBeside(
  path: string,
  keys: readonly Uint8Array[],
): Promise<ErasureReport> {
  const done = Promise.withResolvers<ErasureReport>();
  using _task = new MaintenanceClient({ do: "erase", path, keys }, (report) => {
    if (report.tell === "erased") done.resolve(report.report);
    if (report.tell === "failed") {
      done.reject(new Error(`Cannot search the files: ${report.message}`));
    }
  });
  return await done.promise;
}
