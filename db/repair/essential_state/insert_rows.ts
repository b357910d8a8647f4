import type { Tables } from "../../schema/rows.ts";
import type { Bindable, Connection } from "../../sqlite/connection.ts";
import { columnsOf, isLaterColumn } from "../pages/row_kinds.ts";
import type { EssentialTable } from "./essential_state.ts";

/** Adds rows; one that contradicts a constraint of the schema is damage and left out. */
export function insertRows<Table extends EssentialTable>(
  db: Connection,
  table: Table,
  rows: readonly Tables[Table][],
): void {
  const all = columnsOf(table);
  const later = new Set(all.filter((column) => isLaterColumn(table, column)));
  for (const row of rows as readonly Readonly<Record<string, Bindable>>[]) {
    // What a store before the column did not have is as the schema says.
    const columns = all.filter((column) => !later.has(column) || (row[column] ?? null) !== null);
    const marks = columns.map(() => "?").join(", ");
    const sql = `insert or ignore into ${table} (${columns.join(", ")}) values (${marks})`;
    try {
      db.run(sql, ...columns.map((column) => row[column]!));
    } catch {
      // A key without its wearable, for example: the page with the wearable is lost.
    }
  }
}
