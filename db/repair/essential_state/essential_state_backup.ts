/**
 * The backup of the essential state, in a file beside the store: it holds when the store's file is
 * gone or nothing but noise. One JSON object and its SHA-256, replaced as a whole.
 *
 *     {"rows":{"device":[[1,"d-1",…],…],…},"streams":[…]} \n sha-256 in hex \n
 */
import { createHash } from "node:crypto";
import { open, rename } from "node:fs/promises";
import { decodeHex, encodeHex } from "../../../devices/hex.ts";
import type { Connection, Row } from "../../sqlite/connection.ts";
import { PRIVATE_FILE } from "../../sqlite/private_files.ts";
import { textIfThere } from "../detect/notes.ts";
import { columnsOf, isOfKind } from "../pages/row_kinds.ts";
import type { Value } from "../pages/record.ts";
import {
  addRows,
  ESSENTIAL_TABLES,
  type EssentialRows,
  type EssentialState,
  type EssentialTable,
  NO_ESSENTIAL_STATE,
  readEssentialState,
} from "./essential_state.ts";
import type { StreamTail } from "./numbering.ts";

/**
 * Not in the backup: they grow with every frame or look and are soon out of date, or have no bound and
 * end by retention, as what people write does.
 */
const LEFT_OUT: readonly EssentialTable[] = [
  "seen",
  "airtime",
  "audit",
  "incident_note",
  "shift_note",
];

const STATE_BACKUP_TABLES = ESSENTIAL_TABLES.filter((table) => !LEFT_OUT.includes(table));

/** Where the backup of a store's essential state is. */
export function stateBackupPath(storePath: string): string {
  return `${storePath}-identity`;
}

/** The essential state of a store as it is now, as the text of its file. */
export function stateBackupText(db: Connection): string {
  const state = db.snapshot(() => readEssentialState(db, STATE_BACKUP_TABLES));
  const rows = Object.fromEntries(
    STATE_BACKUP_TABLES.map((table) => {
      const found: readonly Readonly<Record<string, Value>>[] = state.rows[table] ?? [];
      return [table, found.map((row) => columnsOf(table).map((column) => toJson(row[column]!)))];
    }),
  );
  const streams = state.streams.map((tail) => ({ ...tail, hash: encodeHex(tail.hash) }));
  const json = JSON.stringify({ rows, streams });
  return `${json}\n${digest(json)}\n`;
}

/**
 * Replaces the backup; it is on the disk, whole, when this resolves.
 * @param suffix Of the file that is written first; each concurrent writer has its own.
 */
export async function writeStateBackup(
  storePath: string,
  text: string,
  suffix = "new",
): Promise<void> {
  const path = stateBackupPath(storePath);
  const fresh = `${path}.${suffix}`;
  const file = await open(fresh, "w", PRIVATE_FILE);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(fresh, path);
}

/** Reads a backup; nothing when it is not there or not whole. */
export function readStateBackup(path: string): EssentialState {
  const text = textIfThere(path);
  const [json, hash] = text?.split("\n") ?? [];
  if (json === undefined || hash !== digest(json)) return NO_ESSENTIAL_STATE;
  const backup = JSON.parse(json) as {
    rows: Record<string, unknown[][]>;
    streams: (Omit<StreamTail, "hash"> & { hash: string })[];
  };
  const rows: EssentialRows = {};
  for (const table of STATE_BACKUP_TABLES) {
    const found = (backup.rows[table] ?? []).map((values) => named(table, values));
    addRows(rows, table, found.filter((row) => isOfKind(table, row)));
  }
  const streams = backup.streams.map((tail) => ({ ...tail, hash: decodeHex(tail.hash)! }));
  return { rows, streams, isExact: false, unread: LEFT_OUT };
}

function named(table: EssentialTable, values: readonly unknown[]): Row {
  return Object.fromEntries(columnsOf(table).map((column, at) => [column, fromJson(values[at])]));
}

function toJson(value: Value): unknown {
  return value instanceof Uint8Array ? { hex: encodeHex(value) } : value;
}

function fromJson(value: unknown): Value {
  if (typeof value !== "object" || value === null) return (value ?? null) as Value;
  return decodeHex((value as { hex: string }).hex) ?? null;
}

function digest(json: string): string {
  return createHash("sha256").update(json).digest("hex");
}
