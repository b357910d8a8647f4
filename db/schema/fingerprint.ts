/**
 * What a store's schema is, by what it says and not by a number: the SHA-256 of every table, index
 * and trigger as it was declared. Comments and the layout of the text make no difference.
 */
import { createHash } from "node:crypto";
import type { Connection } from "../sqlite/connection.ts";

/** The fingerprint of a store's schema, 64 hex digits. */
export function schemaFingerprint(connection: Connection): string {
  // What SQLite makes by itself, such as statistics, is no part of it.
  const rows = connection.all<{ sql: string }>(
    "select sql from sqlite_schema where name not like 'sqlite\\_%' escape '\\' order by type, name",
  );
  const declarations = rows.map(({ sql }) => normalised(sql));
  return createHash("sha256").update(declarations.join("\n")).digest("hex");
}

/** A declaration without comments, spare blanks and quotes around names. */
function normalised(sql: string): string {
  return sql.replace(/--[^\n]*/g, " ").replaceAll('"', "").replace(/\s+/g, " ")
    .replace(/ ?([(),;=<>]) ?/g, "$1").trim();
}
