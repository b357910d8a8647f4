/** Queries of the audit chain. */
import { encodeHex } from "../../devices/hex.ts";
import type { RowOf } from "../schema/row_of.ts";
import type { Connection } from "../sqlite/connection.ts";

/** An entry as it is kept. */
export interface AuditRecord {
  readonly number: number;
  /** Canonical JSON (RFC 8785): these bytes are hashed. */
  readonly entry: string;
  /** 64 hex digits. */
  readonly hash: string;
}

/** A day whose entries were removed at the end of their retention. */
export interface AuditDay {
  /** As in 2026-11-30, UTC. */
  readonly day: string;
  /** Numbers of its first and last entry. */
  readonly first: number;
  readonly last: number;
  /** Hash of its last entry, 64 hex digits. */
  readonly hash: string;
}

export {
  /** The end of the chain; days that were closed count. */
  auditHead as head,
} from "../transactions/audit.ts";

/** Entries, newest first, before a number (0: from the newest). */
export function before(db: Connection, before: number, limit: number): AuditRecord[] {
  const sql =
    "select number, entry, hash from audit where number < ? order by number desc limit ? + 0";
  return db.all(sql, before === 0 ? Number.MAX_SAFE_INTEGER : before, limit).map(toRecord);
}

export {
  /** What destinations have confirmed and no entry says yet. */
  undisclosed,
} from "../transactions/disclosures.ts";

/** Entries after a number, oldest first. */
export function after(db: Connection, number: number, limit: number): AuditRecord[] {
  const sql = "select number, entry, hash from audit where number > ? order by number limit ? + 0";
  return db.all(sql, number, limit).map(toRecord);
}

/** The days that were closed, oldest first. */
export function days(db: Connection): AuditDay[] {
  return db.all("select * from audit_day order by first")
    .map(({ hash, ...row }) => ({ ...row, hash: encodeHex(hash) }));
}

function toRecord(
  { entry, hash, number }: RowOf<"select number, entry, hash from audit">,
): AuditRecord {
  return { number, entry, hash: encodeHex(hash) };
}
