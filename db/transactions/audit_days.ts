/**
 * The end of the audit chain's oldest days. Their entries go, a few at a time; the numbers of the first
 * and the last and the hash of the last stay, so that what follows can still be verified.
 *
 *     day 1 │ day 2 │ day 3 …        a day ends before the first entry of a later one: what is kept
 *     ──────┴───────┴──────▶ number  under a clock that had gone back belongs to the day before it
 */
import type { RowOf } from "../schema/row_of.ts";
import type { Connection } from "../sqlite/connection.ts";
import type { Write } from "./write.ts";

export interface AuditRetention {
  /** The first day that stays, UTC, as in 2026-11-30. */
  readonly keepFrom: string;
}

/** Entries removed in one step. */
const STEP_ENTRIES = 200;

const OLDEST = `select number, substr(entry ->> '$.at', 1, 10) as day, hash
  from audit order by number limit ? + 0`;
type Oldest = RowOf<typeof OLDEST> & { readonly day: string | null };

export const CLOSE_AUDIT_DAYS: Write<AuditRetention, number> = {
  run: (db, input) => db.erasing(() => closeDays(db, input)),
  isStandalone: true,
  erased: (removed) => removed,
};

/** Removes the oldest entries of days that are over. @returns how many; 0: there are none. */
function closeDays(db: Connection, { keepFrom }: AuditRetention): number {
  let day = db.get("select day from audit_day order by day desc limit 1")?.day ?? "";
  let last: Oldest | undefined;
  let removed = 0;
  for (const entry of db.all<Oldest>(OLDEST, STEP_ENTRIES)) {
    const later = entry.day !== null && entry.day > day ? entry.day : day;
    if (later >= keepFrom || later === "") break;
    if (last !== undefined && later !== day) keepDay(db, day, last);
    [day, last] = [later, entry];
    removed++;
  }
  if (last === undefined) return 0;
  keepDay(db, day, last);
  db.run("delete from audit where number <= ?", last.number);
  return removed;
}

/** A day that is closed in several steps grows with each. */
function keepDay(db: Connection, day: string, { hash, number }: Oldest): void {
  const before = db.get("select last from audit_day order by last desc limit 1")?.last;
  const first = before === undefined
    ? db.get("select number from audit order by number limit 1")!.number
    : before + 1;
  db.run(
    `insert into audit_day (day, first, last, hash) values (?, ?, ?, ?)
     on conflict (day) do update set last = excluded.last, hash = excluded.hash`,
    ...[day, first, number, hash],
  );
}
