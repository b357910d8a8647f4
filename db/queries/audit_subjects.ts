/** Queries of the audit chain by what its entries are about. */
import type { Connection } from "../sqlite/connection.ts";
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
