/** Queries of what was done and by whom. */
import type { Connection } from "../sqlite/connection.ts";

/** An act as it is kept. */
export interface ActRecord {
  readonly number: number;
  readonly atUnixMs: number;
  readonly by: string;
  /** A word that does not change, such as `token-revoked`. */
  readonly what: string;
  readonly subject: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Acts, newest first, before a number (0: from the newest). */
export function before(db: Connection, before: number, limit: number): ActRecord[] {
  const sql = "select * from act where number < ? order by number desc limit ? + 0";
  return db.all(sql, before === 0 ? Number.MAX_SAFE_INTEGER : before, limit).map((row) => ({
    number: row.number,
    atUnixMs: row.at_unix_ms,
    by: row.by,
    what: row.what,
    subject: row.subject,
    details: JSON.parse(row.details),
  }));
}
