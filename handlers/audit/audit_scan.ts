import { setImmediate } from "node:timers/promises";
import type { AuditEntry, AuditRecord, AuditSubject, Reader } from "../../db/store.ts";

/** Entries looked at in one call, so that a rare filter cannot hold the gateway up. */
const SCAN_LIMIT = 5_000;
/** Entries read between two looks at what else waits. */
const PIECE_ROWS = 250;

/** What the store finds by its subject. */
const FOUND_KINDS: readonly AuditSubject["kind"][] = ["account", "incident", "wearable"];

export interface AuditFilter {
  /** The number before which to begin; 0: with the newest. */
  readonly before: number;
  readonly limit: number;
  readonly what: string | undefined;
  /** Name of who did it. */
  readonly by: string | undefined;
  /** What it was done to, or what was looked at. */
  readonly subject: AuditSubject | undefined;
  /** The same, where only its id is known. */
  readonly subjectId?: string | undefined;
  /** Any of these words. */
  readonly whats?: readonly string[] | undefined;
  /** From this time on; RFC 3339, UTC, as entries have it. */
  readonly since?: string | undefined;
  /** Before this time. */
  readonly until?: string | undefined;
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
  const read = readerOf(reader, filter);
  let next = filter.before;
  for (let scanned = 0; scanned < SCAN_LIMIT; scanned += PIECE_ROWS) {
    const piece = read(next, PIECE_ROWS);
    for (const record of piece) {
      if (isLongBefore(record, filter)) return { records, next: undefined };
      next = record.number;
      if (matches(record, filter)) records.push(record);
      if (records.length === filter.limit) return { records, next: orEnd(next) };
    }
    if (piece.length < PIECE_ROWS) return { records, next: undefined };
    await setImmediate();
  }
  return { records, next: orEnd(next) };
}

/** What is found by its subject is read by it, and all else in the order of the chain. */
function readerOf({ audit, auditSubjects }: Reader, { subject }: AuditFilter) {
  return subject !== undefined && FOUND_KINDS.includes(subject.kind)
    ? (before: number, limit: number) => auditSubjects.entries(subject, before, limit)
    : audit.before;
}

/** Before the first there is nothing, and 0 means the newest. */
function orEnd(next: number): number | undefined {
  return next === 1 ? undefined : next;
}

/** How far the clock may have been wrong for an entry to be looked for still, in ms. */
const CLOCK_STEP_MS = 86_400_000;

/** Whether all that comes before an entry is too old: times fall back only where the clock was set. */
function isLongBefore(record: AuditRecord, { since }: AuditFilter): boolean {
  return since !== undefined &&
    Date.parse(since) - Date.parse(timeOf(record.entry)) > CLOCK_STEP_MS;
}

/** When an entry was kept: canonical JSON begins with it. */
export function timeOf(entry: string): string {
  return entry.slice('{"at":"'.length, entry.indexOf('"', '{"at":"'.length));
}

/** An entry as it is kept; undefined: a damaged disk gave it back as something else. */
export function readEntry(
  text: string,
): (Omit<AuditEntry, "atUnixMs"> & { readonly at: string }) | undefined {
  try {
    const entry = JSON.parse(text);
    return Array.isArray(entry?.subjects) && typeof entry.by?.name === "string" ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** Parses only what holds the words somewhere. */
function matches(record: AuditRecord, filter: AuditFilter): boolean {
  const { by, since = "", subject, subjectId, until = "~", what, whats } = filter;
  const { entry } = record;
  const at = timeOf(entry);
  if (at < since || at >= until) return false;
  const words = [by, subject?.id, subjectId, what].filter((word) => word !== undefined);
  if (words.length === 0 && whats === undefined) return true;
  if (!words.every((word) => entry.includes(JSON.stringify(word)))) return false;
  const its = readEntry(entry);
  return its !== undefined && (what === undefined || its.what === what) &&
    (whats === undefined || whats.includes(its.what)) &&
    (by === undefined || its.by.name === by) &&
    (subjectId === undefined || its.subjects.some(({ id }) => id === subjectId)) &&
    (subject === undefined ||
      its.subjects.some(({ id, kind }) => id === subject.id && kind === subject.kind));
}
