import { setImmediate } from "node:timers/promises";
import type { AuditEntry, AuditRecord, Reader } from "../../db/store.ts";

/** Entries looked at in one call, so that a rare filter cannot hold the gateway up. */
const SCAN_LIMIT = 5_000;
/** Entries read between two looks at what else waits. */
const PIECE_ROWS = 250;

export interface AuditFilter {
  /** The number before which to begin; 0: with the newest. */
  readonly before: number;
  readonly limit: number;
  readonly what: string | undefined;
  /** Name of who did it. */
  readonly by: string | undefined;
  /** Id of what it was done to. */
  readonly subject: string | undefined;
}

export interface AuditPage {
  /** Newest first. */
  readonly records: readonly AuditRecord[];
  /** The number before which the next page begins; undefined: there is none. */
  readonly next: number | undefined;
}

/** Looks for entries of the audit chain, a bounded count at a call. */
export async function scanAudit(reader: Reader, filter: AuditFilter): Promise<AuditPage> {
  const records: AuditRecord[] = [];
  let next = filter.before;
  for (let scanned = 0; scanned < SCAN_LIMIT; scanned += PIECE_ROWS) {
    const piece = reader.audit.before(next, PIECE_ROWS);
    for (const record of piece) {
      next = record.number;
      if (matches(record, filter)) records.push(record);
      if (records.length === filter.limit) return { records, next: orEnd(next) };
    }
    if (piece.length < PIECE_ROWS) return { records, next: undefined };
    await setImmediate();
  }
  return { records, next: orEnd(next) };
}

/** Before the first there is nothing, and 0 means the newest. */
function orEnd(next: number): number | undefined {
  return next === 1 ? undefined : next;
}

/** Parses only what holds the words somewhere. */
function matches({ entry }: AuditRecord, { by, subject, what }: AuditFilter): boolean {
  const words = [by, subject, what].filter((word) => word !== undefined);
  if (words.length === 0) return true;
  if (!words.every((word) => entry.includes(JSON.stringify(word)))) return false;
  const its: AuditEntry = JSON.parse(entry);
  return (what === undefined || its.what === what) &&
    (by === undefined || its.by.name === by) &&
    (subject === undefined || its.subjects.some(({ id }) => id === subject));
}
