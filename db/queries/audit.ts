/** Queries of the audit chain. */
import { encodeHex } from "../../devices/hex.ts";
import type { Connection } from "../sqlite/connection.ts";

/** An entry as it is kept: its canonical JSON, and the hash that the next one goes on from. */
export interface AuditRecord {
  readonly number: number;
  readonly entry: string;
  /** 64 hex digits. */
  readonly hash: string;
}

/** Entries, newest first, before a number (0: from the newest). */
export function before(db: Connection, before: number, limit: number): AuditRecord[] {
  return db.all(
    "select number, entry, hash from audit where number < ? order by number desc limit ? + 0",
    before === 0 ? Number.MAX_SAFE_INTEGER : before,
    limit,
  ).map(({ hash, ...record }) => ({ ...record, hash: encodeHex(hash) }));
}
