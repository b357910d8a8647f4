/**
 * The Worker for what takes long and must not hold up alarms: a whole or a quick check of a store, a
 * backup, a salvage, or a search for erased keys. It does one task, reports how it ends, and is ended by who
 * started it.
 */
import { defined } from "../../../devices/tools/defined.ts";
import { Connection } from "../../sqlite/connection.ts";
import { backupStore } from "../backup/backup.ts";
import { checkQuickly } from "../detect/examine.ts";
import { eraseTraces, type ErasureReport } from "../erase/erase_traces.ts";
import { salvageFolder } from "../salvage/run_salvage.ts";
import { findDamage } from "../detect/find_problems.ts";
import type { SalvageJob } from "../set_aside/set_aside.ts";

export type MaintenanceTask =
  | { readonly do: "check"; readonly path: string }
  | { readonly do: "examine"; readonly path: string }
  | { readonly do: "backup"; readonly path: string; readonly target: string }
  | { readonly do: "salvage"; readonly path: string; readonly folder: string }
  | { readonly do: "erase"; readonly path: string; readonly keys: readonly Uint8Array[] };

export type MaintenanceReport =
  /** `damage`: the first thing that is wrong; absent: nothing. */
  | { readonly kind: "checked"; readonly damage?: string }
  /** `problem`: what is wrong with the copy, which is not kept then. */
  | { readonly kind: "backed-up"; readonly problem?: string }
  | { readonly kind: "progress"; readonly job: SalvageJob; readonly total: number }
  | { readonly kind: "salvaged"; readonly job: SalvageJob }
  | { readonly kind: "erased"; readonly report: ErasureReport }
  | { readonly kind: "failed"; readonly message: string };

async function run(
  task: MaintenanceTask,
  onReport: (report: MaintenanceReport) => void,
): Promise<void> {
  if (task.do === "examine") {
    return onReport({ kind: "checked", ...defined({ damage: checkQuickly(task.path) }) });
  }
  if (task.do === "check") {
    using db = new Connection(task.path, "read");
    const [first] = findDamage(db);
    return onReport({ kind: "checked", ...defined({ damage: first?.message }) });
  }
  if (task.do === "backup") {
    const [problem] = await backupStore(task.path, task.target);
    return onReport({ kind: "backed-up", ...defined({ problem: problem?.message }) });
  }
  if (task.do === "erase") {
    return onReport({ kind: "erased", report: await eraseTraces(task.path, task.keys) });
  }
  const onProgress = (job: SalvageJob, total: number) => onReport({ kind: "progress", job, total });
  onReport({ kind: "salvaged", job: await salvageFolder(task.folder, task.path, onProgress) });
}

declare const self: {
  onmessage: (message: MessageEvent<MaintenanceTask>) => void;
  postMessage(report: MaintenanceReport): void;
};
self.onmessage = ({ data }) => {
  run(data, (report) => self.postMessage(report)).catch((cause) =>
    self.postMessage({ kind: "failed", message: String(cause) })
  );
};
