import assert from "node:assert/strict";
import { join } from "node:path";
import { type Bindable, Connection, StoreError } from "../../../db/sqlite/connection.ts";
import { migrate, SCHEMA_VERSION, schemaVersion } from "../../../db/schema/migrate.ts";
import { bytesEqual } from "../../../devices/tools/bytes_equal.ts";
import { DirectStore, Store } from "../../../db/store.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

function setting(connection: Connection, name: string) {
  return Object.values(connection.get(`pragma ${name}`)!)[0];
}

Deno.test("A connection that writes has the settings that the promises rest on", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  assert.ok(store.read);
  using connection = temporary.connection();
  const wanted = {
    journal_mode: "wal",
    synchronous: 2,
    page_size: 4_096,
    auto_vacuum: 2,
    busy_timeout: 5_000,
    foreign_keys: 1,
    trusted_schema: 0,
    mmap_size: 0,
    temp_store: 2,
    cell_size_check: 1,
    wal_autocheckpoint: 1_000,
    journal_size_limit: 16_777_216,
  };
  for (const [name, value] of Object.entries(wanted)) {
    assert.equal(setting(connection, name), value, name);
  }
});

Deno.test("To open a store of before writes nothing, so that it can be read on a full disk", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  assert.ok(store.read);
  const log = () => Deno.readFileSync(`${temporary.path}-wal`);
  const before = log();
  using again = temporary.direct();
  assert.ok(again.read);
  assert.ok(bytesEqual(log(), before));
});

Deno.test("A connection that reads cannot write", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  assert.ok(store.read);
  using connection = new Connection(temporary.path, "read");
  assert.equal(setting(connection, "journal_mode"), "wal");
  assert.throws(() => connection.run("delete from tally"), (error: StoreError) => {
    assert.equal(error.errcode, 8);
    assert.match(error.message, /^Cannot run "delete from tally" on ".*": /);
    return true;
  });
});

Deno.test("What SQLite would store as NULL in silence is refused", () => {
  using temporary = new TemporaryStore();
  using connection = temporary.connection();
  connection.script("create table t (v any) strict");
  const refused: unknown[] = [undefined, NaN, new Date(0), {}, [1], true, Symbol("s"), () => 1];
  for (const value of refused) {
    assert.throws(() => connection.run("insert into t values (?)", value as Bindable), TypeError);
  }
  const taken = [null, 1, -0.5, 2 ** 40, 9_007_199_254_740_993n, "text", new Uint8Array([1, 2])];
  for (const value of taken) connection.run("insert into t values (?)", value);
  const nulls = connection.all("select v is null as missing from t").map(({ missing }) => missing);
  assert.deepEqual(nulls, [1, 0, 0, 0, 0, 0, 0]);
});

Deno.test("Whole numbers above 2^31 are stored as integers in the tables of the store", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  store.writeNow("addDevice", {
    uid: "d-1",
    kid: 255,
    rootKey: new Uint8Array(16),
    epoch: 0xffff_ffff,
    createdAtUnixMs: 1_700_000_000_000,
  });
  using connection = temporary.connection();
  const row = connection.get("select typeof(newest_epoch) as t, newest_epoch as v from device_key");
  assert.deepEqual({ ...row }, { t: "integer", v: 0xffff_ffff });
});

Deno.test("A transaction that throws leaves nothing and can be followed by another", () => {
  using temporary = new TemporaryStore();
  using connection = temporary.connection();
  connection.script("create table t (v integer not null) strict");
  assert.throws(() =>
    connection.transaction(() => {
      connection.run("insert into t values (1)");
      throw new Error("stop");
    }), /stop/);
  assert.throws(() => connection.transaction(() => connection.run("insert into t values (null)")));
  connection.transaction(() => connection.run("insert into t values (2)"));
  assert.deepEqual(connection.all("select v from t").map(({ v }) => v), [2]);
});

Deno.test("A snapshot does not see what is committed while it lasts", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  using writer = temporary.connection();
  assert.ok(store.read);
  using reader = new Connection(temporary.path, "read");
  const count = () => reader.all("select * from meta").length;
  const counts = reader.snapshot(() => {
    const before = count();
    writer.run("insert into meta values ('a', 'b')");
    return [before, count()];
  });
  assert.deepEqual(counts, [0, 0]);
  assert.equal(count(), 1);
});

Deno.test("A store that cannot be opened says so, and what to do", async () => {
  const path = join("/nonexistent", "vigil.db");
  const wanted = {
    name: "StoreError",
    message: /^Cannot open the store ".*": check that its folder/,
  };
  assert.throws(() => new DirectStore(path), wanted);
  await assert.rejects(Store.open(path), wanted);
});

Deno.test("A file that is no database is refused and left as it is", async () => {
  using temporary = new TemporaryStore();
  const text = "this is not a database, and somebody may want it back\n".repeat(100);
  Deno.writeTextFileSync(temporary.path, text);
  await assert.rejects(temporary.open(), /Cannot open the store ".*": file is not a database/);
  assert.throws(() => temporary.direct(), /file is not a database/);
  assert.equal(Deno.readTextFileSync(temporary.path), text);
});

Deno.test("An empty file becomes a store of this version, and migrating again changes nothing", () => {
  using temporary = new TemporaryStore();
  using connection = temporary.connection();
  assert.equal(schemaVersion(connection), 0);
  migrate(connection);
  assert.equal(schemaVersion(connection), SCHEMA_VERSION);
  const schema = () => JSON.stringify(connection.all("select * from sqlite_schema"));
  const before = schema();
  migrate(connection);
  assert.equal(schema(), before);
});

Deno.test("A store of a newer version is refused with what to do, and left as it is", async () => {
  using temporary = new TemporaryStore();
  {
    using connection = temporary.connection();
    migrate(connection);
    connection.script(`pragma user_version = ${SCHEMA_VERSION + 1}`);
  }
  const wanted = {
    name: "StoreError",
    message:
      `Cannot use the store "${temporary.path}": its schema is ${SCHEMA_VERSION + 1}, this ` +
      `version knows ${SCHEMA_VERSION}. Install the version that wrote it, or a newer one`,
  };
  assert.throws(() => temporary.direct(), wanted);
  await assert.rejects(temporary.open(), wanted);
  using connection = temporary.connection();
  assert.equal(schemaVersion(connection), SCHEMA_VERSION + 1);
});
