/**
 * What a gateway must know to take alarms at all: keys and replay state of its wearables, tokens,
 * destinations and how far each has confirmed. It is small, is read from a damaged store before
 * anything else, and a backup of it is kept beside the store.
 */
import { schemaVersion } from "../../schema/migrate.ts";
import type { Tables } from "../../schema/rows.ts";
import type { Connection, Row } from "../../sqlite/connection.ts";
import type { PageRow } from "../pages/cells.ts";
import {
  asKind,
  columnsOf,
  firstSchemaOf,
  isLaterColumn,
  isOfKind,
  type RowKindName,
} from "../pages/row_kinds.ts";
import { readWaitingAlarms } from "./waiting_alarms.ts";
import { readTail, type StreamTails } from "./numbering.ts";

/** Tables that are taken over whole. */
export const ESSENTIAL_TABLES = [
  "meta",
  "tally",
  "destination",
  "lane",
  "device",
  "device_key",
  "foreign_sender",
  "token",
  "user",
  "passkey",
  "recovery_code",
  "incident",
  "incident_transition",
  "incident_stage",
  "incident_note",
  "shift_note",
  "drill",
  "device_test",
  "device_step",
  "modem_change",
  "act",
  "audit_day",
  "audit",
  "seen",
  "inbox",
  "airtime",
] as const satisfies readonly RowKindName[];
export type EssentialTable = (typeof ESSENTIAL_TABLES)[number];

/** The tables of it that a store of a schema version has; all, where that never was one. */
export function tablesSince(version: number): readonly EssentialTable[] {
  return version < 1
    ? ESSENTIAL_TABLES
    : ESSENTIAL_TABLES.filter((table) => firstSchemaOf(table) <= version);
}

/** Rows by table; of a table that was not read there is nothing. */
export type EssentialRows = { [Table in EssentialTable]?: Tables[Table][] };

export interface EssentialState extends StreamTails {
  readonly rows: EssentialRows;
  /** Tables that could not be read to their end. */
  readonly unread: readonly EssentialTable[];
}

export const NO_ESSENTIAL_STATE: EssentialState = {
  rows: {},
  streams: [],
  isExact: false,
  unread: ESSENTIAL_TABLES,
};

/** The rows of a table, none where it was not read. */
export type RowsOf = <Table extends EssentialTable>(table: Table) => Tables[Table][];

/** The rows of several sources, in the order of these. */
export function rowsOfAll(sources: readonly Pick<EssentialState, "rows">[]): RowsOf {
  return <Table extends EssentialTable>(table: Table) =>
    sources.flatMap(({ rows }): readonly Tables[Table][] => rows[table] ?? []);
}

/** Adds rows of a table, which counts as read from now on. */
export function addRows<Table extends EssentialTable>(
  rows: EssentialRows,
  table: Table,
  added: readonly Tables[Table][],
): void {
  const known: Tables[Table][] = rows[table] ??= [];
  for (const row of added) known.push(row);
}

/** Adds a row of bare pages to whichever of some tables it can be of. */
export function addRow(rows: EssentialRows, tables: readonly EssentialTable[], row: PageRow): void {
  for (const table of tables) {
    const found = asKind(table, row);
    if (found !== undefined) addRows(rows, table, [found]);
  }
}

/** Reads it by SQL, each table for itself: damage in one does not hide the others. */
export function readEssentialState(
  db: Connection,
  tables: readonly EssentialTable[],
): EssentialState {
  const rows: EssentialRows = {};
  const unread: EssentialTable[] = [];
  const present = tablesSince(schemaVersion(db));
  for (const table of tables.filter((table) => present.includes(table))) {
    const found = attempt(() => readTable(db, table));
    if (found === undefined) unread.push(table);
    else addRows(rows, table, found.filter((row) => isOfKind(table, row)));
  }
  if (tables.includes("seen")) addWaitingAlarms(db, rows);
  const streams = (rows.destination ?? []).filter(({ type }) => type === "stream")
    .flatMap(({ number }) => attempt(() => readTail(db, number)) ?? []);
  return { rows, streams, isExact: true, unread };
}

function addWaitingAlarms(db: Connection, rows: EssentialRows): void {
  const waiting = attempt(() => readWaitingAlarms(db, rows.device_key ?? []));
  if (waiting === undefined) return;
  for (const table of ["seen", "device_key", "incident"] as const) {
    addRows(rows, table, waiting[table]);
  }
}

/** Rows as they are named today: what an older schema has no column for is null. */
function readTable(db: Connection, table: EssentialTable): Row[] {
  const present = db.all("select name from pragma_table_info(?)", table).map(({ name }) => name);
  const columns = columnsOf(table).map((column) =>
    present.includes(column) || !isLaterColumn(table, column) ? column : `null as ${column}`
  );
  return db.all(`select ${columns.join(", ")} from ${table}`);
}

/** The value, or undefined when the store is damaged there. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
