/** Queries of the audit chain by what its entries are about. */
import { encodeHex } from "../../devices/hex.ts";
import type { Connection } from "../sqlite/connection.ts";
import type { AuditRecord } from "./audit.ts";
import type { AuditSubject } from "../transactions/audit.ts";
import type { Author } from "../transactions/author.ts";

/** Who has looked at something, and when for the last time. */
export interface Looker {
  readonly by: Pick<Author, "kind" | "name">;
  readonly lastAtUnixMs: number;
}

/** Looks at one thing that are read for a list of lookers; of more, the newest. */
const LOOKS_LIMIT = 1_000;
/** The words of entries that are looks of people and programs. What is disclosed is none. */
const LOOKS = ["%-viewed", "%-listed", "%-exported"];

/** Who has looked at an incident, each once, the last first. @param id 32 hex digits. */
export function lookersAt(db: Connection, id: string): Looker[] {
  const rows = db.all<{ kind: Author["kind"]; name: string; at: string }>(
    `select entry ->> '$.by.kind' as kind, entry ->> '$.by.name' as name,
            max(entry ->> '$.at') as at
     from (select number from audit_subject where kind = 'incident' and id = ?
           order by number desc limit ${LOOKS_LIMIT})
     join audit using (number)
     where ${LOOKS.map((word) => `entry ->> '$.what' like '${word}'`).join(" or ")}
     group by kind, name order by at desc`,
    id,
  );
  return rows.map(({ at, kind, name }) => ({ by: { kind, name }, lastAtUnixMs: Date.parse(at) }));
}

/**
 * Entries about one account, incident or wearable, newest first, before a number (0: from the newest).
 * Those about anything else are not found so.
 */
export function entries(
  db: Connection,
  { id, kind }: AuditSubject,
  before: number,
  limit: number,
): AuditRecord[] {
  return db.all(
    `select a.number, a.entry, a.hash from audit_subject s join audit a on a.number = s.number
     where s.kind = ? and s.id = ? and s.number < ? order by s.number desc limit ? + 0`,
    kind,
    id,
    before === 0 ? Number.MAX_SAFE_INTEGER : before,
    limit,
  ).map(({ hash, ...record }) => ({ ...record, hash: encodeHex(hash) }));
}

/** Entries about an account that are looked through for sign-ins. */
const ACCOUNT_LIMIT = 500;

/** When somebody signed in to an account for the last time; undefined: not as far as is kept. */
export function signedInAt(db: Connection, account: string): number | undefined {
  const row = db.get<{ at: string }>(
    `select entry ->> '$.at' as at
     from (select number from audit_subject where kind = 'account' and id = ?
           order by number desc limit ${ACCOUNT_LIMIT})
     join audit using (number) where entry ->> '$.what' = 'signed-in'
     order by number desc limit 1`,
    account,
  );
  return row && Date.parse(row.at);
}

/** Addresses from which somebody signed in to an account, as far as is kept. */
export function signedInFrom(db: Connection, account: string): string[] {
  return db.all<{ from: string | null }>(
    `select distinct entry ->> '$.by.from' as "from"
     from (select number from audit_subject where kind = 'account' and id = ?
           order by number desc limit ${ACCOUNT_LIMIT})
     join audit using (number) where entry ->> '$.what' = 'signed-in'`,
    account,
  ).flatMap(({ from }) => from ?? []);
}
