import assert from "node:assert/strict";
import {
  ESSENTIAL_TABLES,
  readEssentialState,
} from "../../../db/repair/essential_state/essential_state.ts";
import { scanEssentialState } from "../../../db/repair/essential_state/recover_essential_state.ts";
import { MIGRATIONS, migrationSql } from "../../../db/schema/migrate.ts";
import {
  importEssentialState,
  keyStates,
} from "../../../db/repair/essential_state/import_essential_state.ts";
import {
  readStateBackup,
  stateBackupPath,
  stateBackupText,
  writeStateBackup,
} from "../../../db/repair/essential_state/essential_state_backup.ts";
import { replaceStore } from "../../../db/repair/rebuild/replace.ts";
import { columnsOf } from "../../../db/repair/pages/row_kinds.ts";
import { alarmOf, fillWithAlarms } from "../../support/stored_alarms.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

/** Tables that are not: events are salvaged one by one, the rest stays in the file set aside. */
const LEFT_TABLES = [
  "event",
  "confirmed_range",
  "escalation",
  "stream_entry",
  "stream_shed",
  "reception",
  "delivery",
  "rejected",
  "drill_alarm",
  "modem",
  // Made again as the entries are put in.
  "audit_subject",
  "intake",
  // Measured or seen again.
  "measured_subject",
  "measurement",
  "device_health",
  // Counted again from the events that are there.
  "wearable_day",
  "report_day",
  // A destination whose pause is forgotten gets what was held back.
  "delivery_pause",
] as const;

Deno.test("Every table of the schema is either taken over or knowingly left, with all its columns", () => {
  using temporary = new TemporaryStore();
  using _store = temporary.direct();
  using db = temporary.connection();
  const tables = db.all("select name from sqlite_schema where type = 'table'")
    .map(({ name }) => String(name)).filter((name) => !name.startsWith("sqlite_"));
  assert.deepEqual(tables.sort(), [...ESSENTIAL_TABLES, ...LEFT_TABLES].sort());
  for (const table of [...ESSENTIAL_TABLES, "event", "confirmed_range", "intake"] as const) {
    const columns = db.all(`pragma table_info(${table})`).map(({ name }) => name);
    assert.deepEqual(columnsOf(table), columns, table);
  }
});

Deno.test("Bare pages give the same essential state as SQL", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  fillWithAlarms(store, 50, 10);
  using db = temporary.connection();
  const bySql = readEssentialState(db, ESSENTIAL_TABLES);
  const byPages = scanEssentialState(temporary.path, ESSENTIAL_TABLES, () => false);
  for (const table of ["device", "token", "destination", "seen", "incident"] as const) {
    const text = (row: object) => JSON.stringify(row, Object.keys(row).sort());
    const found = new Set(byPages.rows[table]!.map(text));
    for (const row of bySql.rows[table]!) assert.ok(found.has(text(row)), `${table} ${text(row)}`);
  }
});

Deno.test("A backup of the essential state comes back as it was, and one with a changed byte is not used", async () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  fillWithAlarms(store, 8, 2);
  using db = temporary.connection();
  const text = stateBackupText(db);
  await writeStateBackup(temporary.path, text);
  const { rows } = readStateBackup(stateBackupPath(temporary.path));
  assert.deepEqual(
    rows.device_key!.map((row) => ({ ...row })),
    readEssentialState(db, ["device_key"]).rows.device_key!.map((row) => ({ ...row })),
  );
  await writeStateBackup(temporary.path, text.replace('"d-1"', '"d-2"'));
  assert.deepEqual(readStateBackup(stateBackupPath(temporary.path)).rows, {});
});

const KEY = {
  device: 1,
  kid: 1,
  root_key: new Uint8Array(16),
  state: "current",
  heard_unix_ms: null,
} as const;

Deno.test("Of two replay states the highest holds whose message was seen, and without one the lowest", () => {
  const low = { ...KEY, newest_epoch: 5, newest_counter: 9 };
  const high = { ...KEY, newest_epoch: 4_000_000, newest_counter: 9 };
  const seen = [{ device: 1, kid: 1, epoch: 5, counter: 9 }];
  assert.equal(keyStates([low, high], seen)[0]!["newest_epoch"], 5);
  assert.equal(keyStates([high, low], [])[0]!["newest_epoch"], 5);
  const both = [...seen, { device: 1, kid: 1, epoch: 4_000_000, counter: 9 }];
  assert.equal(keyStates([low, high], both)[0]!["newest_epoch"], 4_000_000);
});

Deno.test("A repeat of a message whose event is lost brings it back, with its old answer", () => {
  using temporary = new TemporaryStore();
  {
    using store = temporary.direct();
    fillWithAlarms(store, 4, 0);
  }
  replaceStore(temporary.path, { reason: "damaged", message: "a test" });
  using store = temporary.direct();
  const lost = { ...alarmOf(4), answer: new Uint8Array(6).fill(99) };
  assert.equal(store.read.frames.seen(lost.uplink).length, 1, "it may still be salvaged");
  using db = temporary.connection();
  db.run("update seen set event = -1");
  assert.deepEqual(store.read.frames.seen(lost.uplink), [], "it is lost");
  const again = store.writeNow("acceptFrame", lost);
  assert.equal(again.outcome, "accepted");
  assert.deepEqual(again.outcome === "accepted" && again.answers, [new Uint8Array(6).fill(4)]);
  assert.equal(store.read.frames.seen(lost.uplink).length, 1);
});

Deno.test("Wearables of a store before a column are taken over with what the schema has for it", () => {
  using older = new TemporaryStore();
  using db = older.connection();
  for (const migration of MIGRATIONS.slice(0, 6)) db.script(migrationSql(migration));
  db.script("pragma user_version = 6");
  db.run("insert into device (number, uid, created_unix_ms, changed) values (1, 'd-1', 0, 1)");
  const sources = [
    readEssentialState(db, ESSENTIAL_TABLES),
    scanEssentialState(older.path, ESSENTIAL_TABLES, () => false),
  ];
  for (const source of sources) {
    using fresh = new TemporaryStore();
    using store = fresh.direct();
    using into = fresh.connection();
    importEssentialState(into, [source], 0);
    const [device] = store.read.devices.all();
    assert.deepEqual([device?.uid, device?.isExempt, device?.learnedHeartbeatS], [
      "d-1",
      false,
      undefined,
    ]);
  }
});
