/**
 * Writes db/schema/rows.ts, the types of the rows of a store, from the migrations:
 *
 *     deno run -A tests/db/schema/row_types.ts
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { migrate } from "../../../db/schema/migrate.ts";
import type { Connection } from "../../../db/sqlite/connection.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

export const ROWS_FILE = fileURLToPath(new URL("../../../db/schema/rows.ts", import.meta.url));

const LINE_WIDTH = 100;
const TYPES: Readonly<Record<string, string>> = {
  ANY: "Uint8Array | string",
  BLOB: "Uint8Array",
  INTEGER: "number",
  REAL: "number",
  TEXT: "string",
};

/** The text of the file for the schema that the migrations make. */
export function rowTypes(): string {
  using temporary = new TemporaryStore();
  using db = temporary.connection();
  migrate(db);
  const tables = db.all<{ name: string; sql: string }>(
    `select name, sql from sqlite_schema
     where type = 'table' and name not like 'sqlite\\_%' escape '\\' order by name`,
  );
  return [
    "/** The row of each table. Written by tests/db/schema/row_types.ts from the migrations. */",
    "export interface Tables {",
    ...tables.flatMap(({ name, sql }) => rowOf(db, name, sql)),
    "}",
    "",
  ].join("\n");
}

function rowOf(db: Connection, table: string, declaration: string): string[] {
  const columns = db.all<{ name: string; type: string; notnull: number; pk: number }>(
    'select name, type, "notnull", pk from pragma_table_info(?)',
    table,
  );
  return [
    `  readonly ${table}: {`,
    ...columns.map(({ name, notnull, pk, type }) => {
      const values = allowedValues(declaration, name) ?? [TYPES[type]!];
      return member(name, notnull === 0 && pk === 0 ? [...values, "null"] : values);
    }),
    "  };",
  ];
}

/** What a `check` of the declaration leaves of a column; undefined: all values of its type. */
function allowedValues(declaration: string, column: string): string[] | undefined {
  const check = new RegExp(`check \\(${column} in \\(([^)]*)\\)`).exec(declaration);
  return check?.[1]?.split(",").map((value) => value.trim().replaceAll("'", '"'));
}

function member(name: string, types: readonly string[]): string {
  const line = `    readonly ${name}: ${types.join(" | ")};`;
  if (line.length <= LINE_WIDTH) return line;
  return [`    readonly ${name}:`, ...types.map((type) => `      | ${type}`)].join("\n") + ";";
}

if (import.meta.main) writeFileSync(ROWS_FILE, rowTypes());
