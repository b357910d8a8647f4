import { existsSync } from "node:fs";
import { Connection } from "../../sqlite/connection.ts";
import { USUAL_PAGE_BYTES } from "../../sqlite/open_database.ts";
import { rowsOf } from "../pages/cells.ts";
import { PageFile } from "../pages/page_file.ts";
import { asKind } from "../pages/row_kinds.ts";
import {
  addRow,
  ESSENTIAL_TABLES,
  type EssentialRows,
  type EssentialState,
  type EssentialTable,
  NO_ESSENTIAL_STATE,
  readEssentialState,
} from "./essential_state.ts";
import { keepLast, type StreamTail } from "./numbering.ts";
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

/**
 * Reads it from bare pages, for tables that SQL cannot read any more.
 * @param isLate Asked now and then; once true, what was found until then is all.
 */
export function scanEssentialState(
  path: string,
  tables: readonly EssentialTable[],
  isLate: () => boolean,
): EssentialState {
  const rows: EssentialRows = {};
  const streams: StreamTail[] = [];
  using file = new PageFile(path, USUAL_PAGE_BYTES);
  let step = 0;
  for (; step < file.imageCount && !(step % 256 === 0 && isLate()); step++) {
    for (const row of rowsOf(file, fromBothEnds(step, file.imageCount))) {
      addRow(rows, tables, row);
      const entry = asKind("stream_entry", row);
      if (entry !== undefined) keepLast(streams, entry);
    }
  }
  return { rows, streams, isExact: false, unread: step < file.imageCount ? tables : [] };
}

/** What is newest stands at one end of the file, and what was there first, such as keys, at the other. */
function fromBothEnds(step: number, count: number): number {
  return step % 2 === 0 ? step / 2 : count - (step + 1) / 2;
}
