/**
 * What the rest of the program sees of repair, beside `db/store.ts`: a store that cannot be used, its
 * copies, and keys that are to be gone.
 *
 *     examine ─▶ set aside ─▶ rebuild with the essential state ─▶ salvage what was set aside
 *     backup ─▶ restore
 *     erase
 *
 * `Store.open` examines and rebuilds by itself.
 */
export { backupStore, type RestoreReport, restoreStore } from "./backup/backup.ts";
export { checkQuickly } from "./detect/examine.ts";
export { findProblems, type Problem } from "./detect/find_problems.ts";
export type { ErasureReport } from "./erase/erase_traces.ts";
export { RecoveryFiles } from "./essential_state/recovery_files.ts";
export {
  backupBeside,
  checkBeside,
  eraserOf,
  MaintenanceClient,
} from "./maintenance/maintenance.ts";
export type { MaintenanceReport } from "./maintenance/maintenance_worker.ts";
export type { Replacement } from "./rebuild/replace.ts";
export { salvageInto } from "./salvage/run_salvage.ts";
export type { SalvageProgress } from "./salvage/salvage.ts";
export {
  ageOutSetAside,
  type SalvageJob,
  SET_ASIDE_FOLDER,
  setAsideJobs,
  writeJob,
} from "./set_aside/set_aside.ts";
