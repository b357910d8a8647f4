import { existsSync } from "node:fs";
import { Connection } from "../../sqlite/connection.ts";
import {
  ESSENTIAL_TABLES,
  type EssentialState,
  type EssentialTable,
  NO_ESSENTIAL_STATE,
  readEssentialState,
  scanEssentialState,
} from "./essential_state.ts";
import { readStateBackup, stateBackupPath } from "./essential_state_backup.ts";

/** How long bare pages are searched for the essential state before a fresh store is used, in ms. */
const SCAN_MS = 2_000;

export interface RecoveredState {
  /** The most trusted first. */
  readonly sources: readonly EssentialState[];
  /** Tables that are to be searched further. */
  readonly unread: readonly EssentialTable[];
}

/**
 * Everything that can be read of a store's essential state within seconds. Never throws for damage.
 * @param isCurrent Whether what the store says is its last word.
 */
export function recoverEssentialState(path: string, isCurrent: boolean): RecoveredState {
  const backup = readStateBackup(stateBackupPath(path));
  if (!existsSync(path) && !existsSync(`${path}-wal`)) return { sources: [backup], unread: [] };
  const read = readBySql(path);
  const bySql = { ...read, isExact: read.isExact && isCurrent };
  if (bySql.unread.length === 0) return { sources: [backup, bySql], unread: [] };
  const end = performance.now() + SCAN_MS;
  const byPages = scanEssentialState(path, bySql.unread, () => performance.now() > end);
  return { sources: [backup, bySql, byPages], unread: byPages.unread };
}

function readBySql(path: string): EssentialState {
  try {
    using db = new Connection(path, "read");
    return readEssentialState(db, ESSENTIAL_TABLES);
  } catch {
    return NO_ESSENTIAL_STATE;
  }
}
