/** Brings a store to the schema of this build. Forward only; each file is one transaction. */
import { readFileSync } from "node:fs";
import type { Connection } from "./connection.ts";
import { StoreError } from "./connection.ts";

/** In order; the position, from 1, is the schema version. Released files never change. */
const MIGRATIONS = ["001_first.sql"] as const;

/** The schema version that this build writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/**
 * Applies what is missing.
 * @throws StoreError for a store of a newer build, or when a file fails: the store is then as it was.
 */
export function migrate(connection: Connection): void {
  const found = schemaVersion(connection);
  if (found > SCHEMA_VERSION) {
    throw new StoreError(
      `Cannot use the store "${connection.path}": its schema is ${found}, this version knows ` +
        `${SCHEMA_VERSION}. Install the version that wrote it, or a newer one`,
      undefined,
    );
  }
  for (let version = found; version < SCHEMA_VERSION; version++) apply(connection, version);
}

/** The schema version of a store; 0 for an empty file. */
export function schemaVersion(connection: Connection): number {
  return connection.get("pragma user_version")?.["user_version"] as number;
}

function apply(connection: Connection, version: number): void {
  const name = MIGRATIONS[version]!;
  const sql = readFileSync(new URL(`./migrations/${name}`, import.meta.url), "utf8");
  connection.transaction(() => {
    // Another process may have been faster while this one waited for the lock.
    if (schemaVersion(connection) !== version) return;
    connection.script(sql);
    connection.script(`pragma user_version = ${version + 1}`);
  });
}
