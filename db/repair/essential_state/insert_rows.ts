import type { Tables } from "../../schema/rows.ts";
import type { Bindable, Connection } from "../../sqlite/connection.ts";
import { columnsOf } from "../pages/row_kinds.ts";
import type { EssentialTable } from "./essential_state.ts";

/** Adds rows; one that contradicts a constraint of the schema is damage and left out. */
export function insertRows<Table extends EssentialTable>(
  db: Connection,
  table: Table,
  rows: readonly Tables[Table][],
): void {
  const columns = columnsOf(table);
  const marks = columns.map(() => "?").join(", ");
  const sql = `insert or ignore into ${table} (${columns.join(", ")}) values (${marks})`;
  for (const row of rows as readonly Readonly<Record<string, Bindable>>[]) {
    try {
      db.run(sql, ...columns.map((column) => row[column]!));
    } catch {
      // A key without its wearable, for example: the page with the wearable is lost.
    }
  }
}
