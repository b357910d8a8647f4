import { existsSync } from "node:fs";
import { Connection } from "../../sqlite/connection.ts";
import {
  type Identity,
  IDENTITY_TABLES,
  type IdentityTable,
  NO_IDENTITY,
  readIdentity,
  scanIdentity,
} from "./essential_state.ts";
import { readStateBackup, stateBackupPath } from "./essential_state_backup.ts";

/** How long bare pages are searched for the identity before a fresh store is used, in ms. */
const SCAN_MS = 2_000;

export interface SavedIdentity {
  /** The most trusted first. */
  readonly sources: readonly Identity[];
  /** Tables that are to be searched further. */
  readonly unread: readonly IdentityTable[];
}

/**
 * Everything that can be read of a store's identity within seconds. Never throws for damage.
 * @param isCurrent Whether what the store says is its last word.
 */
export function saveIdentity(path: string, isCurrent: boolean): SavedIdentity {
  const spare = readStateBackup(stateBackupPath(path));
  if (!existsSync(path) && !existsSync(`${path}-wal`)) return { sources: [spare], unread: [] };
  const read = readBySql(path);
  const bySql = { ...read, isExact: read.isExact && isCurrent };
  if (bySql.unread.length === 0) return { sources: [spare, bySql], unread: [] };
  const end = performance.now() + SCAN_MS;
  const byPages = scanIdentity(path, bySql.unread, () => performance.now() > end);
  return { sources: [spare, bySql, byPages], unread: byPages.unread };
}

function readBySql(path: string): Identity {
  try {
    using db = new Connection(path, "read");
    return readIdentity(db, IDENTITY_TABLES);
  } catch {
    return NO_IDENTITY;
  }
}
