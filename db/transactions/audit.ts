/**
 * The audit chain: who did or looked at what, in the transaction of the act. Each entry's hash covers
 * the entry and the hash before it, so that nothing in the middle can be changed, added or left out
 * without all hashes after it changing:
 *
 *     hash = SHA-256( hash before, as 64 hex digits · line feed · the entry's canonical JSON )
 */
import { createHash } from "node:crypto";
import { encodeHex } from "../../devices/hex.ts";
import { isoTime, type UnixMs } from "../../devices/time.ts";
import { canonicalJson } from "../../devices/tools/canonical_json.ts";
import type { Connection } from "../sqlite/connection.ts";
import type { AuditWhat } from "./audit_words.ts";
import type { Author } from "./author.ts";
import type { Write } from "./write.ts";

export { AUDIT_WHATS, type AuditWhat } from "./audit_words.ts";

/** What something was done to, or what was looked at. */
export interface AuditSubject {
  readonly kind:
    | "account"
    | "audit"
    | "destination"
    | "event"
    | "incident"
    | "modem"
    | "page"
    | "store"
    | "token"
    | "wearable"
    | "zone";
  /** A name that does not change: an id, a UID, a name in the configuration. */
  readonly id: string;
}

/** One thing that was done or looked at. */
export interface AuditEntry {
  readonly atUnixMs: number;
  readonly by: Author;
  readonly what: AuditWhat;
  readonly subjects: readonly AuditSubject[];
  /** Why, in the words of who did it. */
  readonly why?: string;
  /** To whom something was disclosed. */
  readonly to?: string;
  /** Never a key, a secret or a position. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The last entry of the chain. */
export interface AuditHead {
  /** 0: there is none yet. */
  readonly number: number;
  /** 64 hex digits. */
  readonly hash: string;
}

/** What comes before the first entry. */
export const AUDIT_START: AuditHead = { number: 0, hash: "0".repeat(64) };

/** The end of the chain; days that were closed count. */
export function auditHead(db: Connection): AuditHead {
  const last = db.get("select number, hash from audit order by number desc limit 1") ??
    db.get("select last as number, hash from audit_day order by last desc limit 1");
  return last === undefined ? AUDIT_START : { number: last.number, hash: encodeHex(last.hash) };
}

/** An entry of its own, with nothing else in its write. */
export interface AuditWrite extends AuditEntry {
  /** It may share a commit with what comes within seconds. Absent: it may not. */
  readonly mayDefer?: boolean;
}

export const KEEP_AUDIT: Write<AuditWrite, void> = {
  run: (db, { mayDefer: _, ...entry }) => keepAudit(db, entry),
  rank: () => 1,
  mayDefer: ({ mayDefer }) => mayDefer === true,
};

/** Adds an entry to the chain. */
export function keepAudit(db: Connection, entry: AuditEntry): void {
  const head = auditHead(db);
  addEntry(db, head, head.number + 1, entry);
}

/** How far the numbers jump where the end of a chain is not known. */
export const AUDIT_JUMP = 1_000_000;

/** Adds an entry under a number that leaves a gap: what was between is lost. */
export function keepAuditAt(db: Connection, number: number, entry: AuditEntry): void {
  addEntry(db, auditHead(db), number, entry);
}

function addEntry(db: Connection, head: AuditHead, number: number, entry: AuditEntry): void {
  const text = auditText(number, withNamedSubjects(entry));
  db.run(
    "insert into audit (number, entry, hash) values (?, ?, ?)",
    number,
    text,
    auditHash(head.hash, text),
  );
}

/** Subjects that one entry names; of more it has the count. */
const SUBJECTS_LIMIT = 50;

/** The entry with the subjects that it names, and with their count where that is not all of them. */
export function withNamedSubjects(entry: AuditEntry): AuditEntry {
  const { details, subjects } = entry;
  if (subjects.length <= SUBJECTS_LIMIT) return entry;
  return {
    ...entry,
    subjects: subjects.slice(0, SUBJECTS_LIMIT),
    details: { ...details, subjects: subjects.length },
  };
}

/** The entry as it is kept and hashed. */
function auditText(number: number, { atUnixMs, by, ...entry }: AuditEntry): string {
  const at = isoTime(atUnixMs as UnixMs);
  const sayable = JSON.stringify({ ...entry, at, by, number }, wellFormed);
  return canonicalJson(JSON.parse(sayable));
}

/** Half of a surrogate pair, which a request may hold, has no canonical JSON: it must stop no act. */
function wellFormed(_: string, value: unknown): unknown {
  return typeof value === "string" ? value.toWellFormed() : value;
}

/** The hash of an entry, 32 bytes. @param before The hash before it, 64 hex digits. */
export function auditHash(before: string, entry: string): Uint8Array {
  return createHash("sha256").update(`${before}\n${entry}`).digest();
}
