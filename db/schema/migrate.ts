/**
 * Brings a store to the schema of this build. Forward only; each file is one transaction. A store
 * whose schema is neither that of its number nor a known draft of it is not touched: to go on with it
 * would mean to fail at each frame.
 */
import { readFileSync } from "node:fs";
import { Connection, StoreError } from "../sqlite/connection.ts";
import { adoptDraft, isDraft } from "./drafts.ts";
import { schemaFingerprint } from "./fingerprint.ts";

/** One step of the schema. A released one never changes: neither its file nor what is said of it here. */
export interface Migration {
  readonly file: string;
  /** SHA-256 of the file, 64 hex digits. */
  readonly sha256: string;
  /** `schemaFingerprint` of a store that has this step and those before it. */
  readonly fingerprint: string;
}

/** In order; the position, from 1, is the schema version. */
export const MIGRATIONS: readonly Migration[] = [
  {
    file: "001_first.sql",
    sha256: "a53d6aadfc79f556fbfa29de57c8e6e558b438eb5c1b6e76f5520e5a540a00e0",
    fingerprint: "4f9151762c0f539542f9b8b515f64510c50fcea3404b639fef343fabf7f448b1",
  },
  {
    file: "002_records.sql",
    sha256: "003e3718f85b81f8d91a1ce817616fe4673ae6934e68a52c33522212b4ce4a4c",
    fingerprint: "e50db83a10acbe7c837266cd3ed9ce9619665cfda6f6c92bffca448d2d4a73bb",
  },
  {
    file: "003_rejected_senders.sql",
    sha256: "56087e422dd7bdaf967752bdbd8983444d6c14fabb68bdc763c0003943d0da3f",
    fingerprint: "b45d9c4bbd37000f1c9f689130b1f8c095a746e731366b0f5a95348b18ff3114",
  },
  {
    file: "004_confirmed_ranges.sql",
    sha256: "32d09b342f699d0cb66afe6edc1cf65dd8725828dfcc4d6cdb6ebfb9d0de1a5a",
    fingerprint: "d329be72294fef22687814331032ba7ad27c668c54d89e629de45518839e227c",
  },
  {
    file: "005_ended_incidents.sql",
    sha256: "a765cbd019ebfaddbbf33e3b18a85154b595a3d8212aefae41c9ecee0f87f8e2",
    fingerprint: "e79f43667c827be61f3ebd6b9a16bc456701727f28909f821f098a0a6af96b49",
  },
  {
    file: "006_people.sql",
    sha256: "5a63fe5653db95fb5bf6f956820e97df3bad20cbd02c94edb09b0ada1fcea3d2",
    fingerprint: "74af777374736c8960797758e1650eaf4bf8335e33f2379b8f826a1675125680",
  },
  {
    file: "007_learned_heartbeat.sql",
    sha256: "f387307d1984dc23a55a2a74dc066bdc2f510308fbbdb972a58568de964318ff",
    fingerprint: "6982a1d82049843de98add68370524459fcc85761df65b606b2ac7ac1f414966",
  },
  {
    file: "008_intake.sql",
    sha256: "5bd414cc2d7155d1b25b6581d8f50062001d3ecafeff1a1c76fa37d6c50689b2",
    fingerprint: "a1d06f3d7c07d94db866a57390898defe11c16afe6d1f1a56214e30d1b6a7d6c",
  },
  {
    file: "009_notes.sql",
    sha256: "36d8ce088334549ee67c28ba523a74e6260dddb8b025bec5077ece02e773c5e6",
    fingerprint: "c4517ce196b2792e96360b548bf2cf3b6d4057bc2f9bf1179754183f7b91cd34",
  },
  {
    file: "010_measurements.sql",
    sha256: "2118f594b9553ef0681275304991e1fe9a17de0dee485d30e9ee56531e9b60cd",
    fingerprint: "231d4ff1fd328f4871a4ab099c2c5b69041b963a0c071c7e994206f4f67b70df",
  },
  {
    file: "011_wearable_days.sql",
    sha256: "ff32bd3413a1ed4e318b5f53eb568e3453c3232b9744084f776463b0b11fba90",
    fingerprint: "f183552944baa31c4b04f463a588631fa264b15aac065d9202a8de914e9393f7",
  },
  {
    file: "012_device_health.sql",
    sha256: "21bd91fd9a851f7495762a68b7b8d47c7eb6a0ca684d0d74861741982bdefe2a",
    fingerprint: "8a73ea920bb919e1185070a99959f5785b66d0565bc22690ac655caaa1fe962b",
  },
];

/** The schema version that this build writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/**
 * What the schema of a store is to this build: `known` ones are brought forward, `draft` is one that
 * the first schema had before it was released.
 */
export type SchemaState =
  | { readonly is: "empty" | "draft" | "known" }
  | { readonly is: "newer" | "unknown"; readonly message: string };

/** Recognises the schema of a store by its fingerprint. */
export function recogniseSchema(connection: Connection): SchemaState {
  const version = schemaVersion(connection);
  if (version > SCHEMA_VERSION) {
    return {
      is: "newer",
      message: `its schema is ${version}, this version knows ${SCHEMA_VERSION}. Install the ` +
        "version that wrote it, or a newer one",
    };
  }
  const { count } = connection.get("select count(*) as count from sqlite_schema")!;
  if (version === 0 && count === 0) return { is: "empty" };
  const fingerprint = schemaFingerprint(connection);
  if (MIGRATIONS[version - 1]?.fingerprint === fingerprint) return { is: "known" };
  if (version === 1 && isDraft(fingerprint)) return { is: "draft" };
  return {
    is: "unknown",
    message: `it calls its schema ${version}, and has none that ever was (fingerprint ` +
      `${fingerprint.slice(0, 12)}): tables, indexes or triggers were changed. Put a backup back ` +
      'with "vigil db restore FILE", or save its events with "vigil db salvage FILE --into NEW"',
  };
}

/**
 * Opens a store to write, in the schema of this build.
 * @throws StoreError when it cannot be opened, or as `migrate` does.
 */
export function openMigrated(path: string): Connection {
  using opened = new DisposableStack();
  const connection = opened.use(new Connection(path, "write"));
  migrate(connection);
  opened.move();
  return connection;
}

/**
 * Applies what is missing.
 * @throws StoreError for a store of a newer build or an unknown schema, or when a file fails: the
 * store is then as it was.
 */
export function migrate(connection: Connection): void {
  const state = recogniseSchema(connection);
  if (state.is === "newer" || state.is === "unknown") {
    throw new StoreError(`Cannot use the store "${connection.path}": ${state.message}`, undefined);
  }
  if (state.is === "draft") adopt(connection);
  const found = schemaVersion(connection);
  for (let version = found; version < SCHEMA_VERSION; version++) apply(connection, version);
}

/** The schema version of a store; 0 for an empty file. */
export function schemaVersion(connection: Connection): number {
  return connection.get<{ user_version: number }>("pragma user_version")!.user_version;
}

/** Text of a migration. */
export function migrationSql({ file }: Migration): string {
  return readFileSync(new URL(`./migrations/${file}`, import.meta.url), "utf8");
}

function adopt(connection: Connection): void {
  withoutForeignKeys(connection, () => {
    if (recogniseSchema(connection).is === "draft") {
      adoptDraft(connection, migrationSql(MIGRATIONS[0]!));
    }
  });
}

function apply(connection: Connection, version: number): void {
  const sql = migrationSql(MIGRATIONS[version]!);
  withoutForeignKeys(connection, () => {
    // Another process may have been faster while this one waited for the lock.
    if (schemaVersion(connection) !== version) return;
    connection.script(sql);
    connection.script(`pragma user_version = ${version + 1}`);
  });
}

/** A table that is rebuilt is gone for a moment, and others refer to it. */
function withoutForeignKeys(connection: Connection, work: () => void): void {
  connection.script("pragma foreign_keys = off");
  try {
    connection.transaction(work);
  } finally {
    connection.script("pragma foreign_keys = on");
  }
}
