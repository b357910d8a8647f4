/**
 * The audit chain of a store that is replaced. What was read whole goes on as it is. Of what was not,
 * the end is not known: the chain then goes on with a number that it cannot have given, so that
 * what is found later has its place, and what is lost shows as a gap for good.
 *
 *     … 41, 42, 45 │ gap │ 1 000 045: audit-recovered, 1 000 046 …
 */
import { AUDIT_JUMP, auditHead, keepAuditAt } from "../../transactions/audit.ts";
import { ownAct } from "../../transactions/author.ts";
import type { Tables } from "../../schema/rows.ts";
import type { Connection } from "../../sqlite/connection.ts";
import type { EssentialState, RowsOf } from "./essential_state.ts";
import { insertRows } from "./insert_rows.ts";

/** Adds the entries and the closed days of another store; what is there stays. */
export function takeChain(db: Connection, rows: RowsOf): void {
  for (const day of rows("audit_day")) takeDay(db, day);
  insertRows(db, "audit", rows("audit"));
  // An old image of a page may hold entries that were removed with their day.
  db.run("delete from audit where number <= (select max(last) from audit_day)");
}

/** A day that is closed in several steps grows: the furthest holds. */
function takeDay(db: Connection, { day, first, hash, last }: Tables["audit_day"]): void {
  db.run(
    `insert into audit_day (day, first, last, hash) values (?, ?, ?, ?)
     on conflict do update set last = excluded.last, hash = excluded.hash
     where excluded.last > last`,
    ...[day, first, last, hash],
  );
}

/** Says in the chain from where on it is whole again, unless all of it was read. */
export function goOnWithChain(db: Connection, sources: readonly EssentialState[]): void {
  const isWhole = sources.some(({ isExact, unread }) => isExact && !unread.includes("audit"));
  if (isWhole) return;
  const wholeFrom = auditHead(db).number + AUDIT_JUMP;
  keepAuditAt(db, wholeFrom, {
    atUnixMs: Date.now(),
    by: ownAct("recovery"),
    what: "audit-recovered",
    subjects: [{ kind: "audit", id: "chain" }],
    details: { wholeFrom },
  });
}
