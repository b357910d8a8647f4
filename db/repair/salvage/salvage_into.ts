import { existsSync } from "node:fs";
import { readHighWaterMark } from "../detect/high_water_mark.ts";
import { createStore } from "../rebuild/replace.ts";
import { saveIdentity } from "../essential_state/save_essential_state.ts";
import { stateBackupPath } from "../essential_state/essential_state_backup.ts";
import { salvageFile, type SalvageOutcome } from "./run_salvage.ts";
import type { SalvageProgress } from "./salvage.ts";

/** A person waits, and a gateway may run beside: as long a rest as work. */
const REST_SHARE = 1;

/**
 * Salvages a database file by hand. A store that is not there yet is made, with the identity of the
 * file; one that is there keeps its own.
 * @param lostPath Where the lost events are listed.
 */
export function salvageInto(
  file: string,
  storePath: string,
  lostPath: string,
  onProgress: (progress: SalvageProgress) => void,
): Promise<SalvageOutcome> {
  const isNew = !existsSync(storePath);
  const { sources, unread } = isNew ? saveIdentity(file, true) : { sources: [], unread: [] };
  if (isNew) createStore(storePath, sources, readHighWaterMark(file));
  const source = { path: file, spare: stateBackupPath(file), unread, done: 0 };
  return salvageFile(source, storePath, lostPath, onProgress, REST_SHARE);
}
