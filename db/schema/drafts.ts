/**
 * Stores that were made while the first schema was still being written: they bear its number and have
 * another shape. Each shape is known by its fingerprint, and its rows are moved into the first schema
 * as it was released.
 */
import type { Connection } from "../sqlite/connection.ts";

/** Fingerprints of the shapes that the first schema had before it was released, oldest first. */
const DRAFTS: readonly string[] = [
  "ec61b4c8b03d8901d306ba119af555a2a14ca26ac9ee179946020e8852559677",
  "4dcc8ea8711191fde037b3efc49a6b5607c5960482628319a48d863301cdeca6",
  "71cf266a949c5f80ec9be108885aca4d707f0a1a4d5519401c808ada3292c57f",
  "c83753ea70408378de2de44fdfd06c64beb973fddf39b64c2d57c841ccb0fbef",
  "468e7c6a7b4b001b06555abdf6bfad680f1966812ceec8cae5e9fd2a23bdb429",
  "e2c6aee2b01d73e4193c233d12be18df00f82591458937e31ea4b9bd07f4eb85",
  "f60a4e75982a98313dcf9c474ea81b806e3c280583b1fcaabfe8371f26c4a2e3",
  "0fecf94e283e46b90bacd13dddb1a5024e99da1301d08da931fc64729e28bc84",
  "99df14631507991538145b25c9821fbcd467523b717f9b1226e01711025644f4",
  "66d4123e17b0df17f26b991c7d6d1565213e2e51fcb14c91a4b41d6d5e68b6d8",
  "b0d763617134c256142912ad9327845b4ed86d3470b08d22d62d666ef8f2d776",
  "b0bf6d3a4a94e8327e85522884623967e610023f4c0076bc22f19aa8edaaf1fe",
  "3bf7c163f44e076183762b4aba31a37e18456f1ecbbf124aaeed5b7976bf41f6",
  "b67232db449b14897a0d68dba126fb7f4d4061755a362bc743c30ad5bba77225",
];

/** Whether a schema is a draft of the first one. */
export function isDraft(fingerprint: string): boolean {
  return DRAFTS.includes(fingerprint);
}

/** A stored answer of a draft: a whole frame, where the released schema keeps what it says. */
const DRAFT_ANSWER_BYTES = 26;

/**
 * Moves everything of a draft into the released first schema, in the caller's transaction. Columns
 * that a draft lacks get their defaults.
 * @param firstSchema SQL of the released first schema.
 */
export function adoptDraft(connection: Connection, firstSchema: string): void {
  const tables = tablesOf(connection);
  const answersAreFrames = declarationOf(connection, "seen").includes(`% ${DRAFT_ANSWER_BYTES}`);
  for (const table of tables) {
    connection.script(`create table draft_${table} as select * from ${table}`);
  }
  // Children first: nothing may refer to a table that is gone.
  for (const table of tables.toReversed()) connection.script(`drop table ${table}`);
  connection.script(firstSchema);
  for (const table of tables) {
    const columns = columnsOf(connection, `draft_${table}`);
    const values = columns.map((column) =>
      // The frames cannot be opened here. What follows them keeps its place, so no nonce comes twice.
      table === "seen" && column === "answers" && answersAreFrames
        ? `zeroblob(length(answers) / ${DRAFT_ANSWER_BYTES} * 6)`
        : column
    );
    connection.script(
      `insert into ${table} (${columns.join(", ")})
       select ${values.join(", ")} from draft_${table}`,
    );
    connection.script(`drop table draft_${table}`);
  }
}

/** Tables in the order in which they were made: none refers to a later one. */
function tablesOf(connection: Connection): string[] {
  return connection.all<{ name: string }>(
    `select name from sqlite_schema
     where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by rowid`,
  ).map(({ name }) => name);
}

function declarationOf(connection: Connection, table: string): string {
  const statement = "select sql from sqlite_schema where name = ?";
  return connection.get<{ sql: string }>(statement, table)!.sql;
}

function columnsOf(connection: Connection, table: string): string[] {
  return connection.all<{ name: string }>("select name from pragma_table_info(?)", table)
    .map(({ name }) => name);
}
