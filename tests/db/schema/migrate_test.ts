/** A store is of a schema that this version knows, or it is not used. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { Connection } from "../../../db/sqlite/connection.ts";
import {
  migrate,
  MIGRATIONS,
  migrationSql,
  SCHEMA_VERSION,
  schemaVersion,
} from "../../../db/schema/migrate.ts";
import { replaceIfUnusable } from "../../../db/repair/rebuild/replace.ts";
import { findProblems } from "../../../db/repair/repair.ts";
import { schemaFingerprint } from "../../../db/schema/fingerprint.ts";
import { acceptedOf, TemporaryStore } from "../../support/temporary_store.ts";

const ROOT_KEY = new Uint8Array(16).fill(7);

function draft(number: number): string {
  const name = `draft-${String(number).padStart(2, "0")}.sql`;
  return Deno.readTextFileSync(new URL(`../../vectors/schemas/${name}`, import.meta.url));
}
const DRAFTS = [...Array(14).keys()].map((at) => at + 1);

/** A store as it was when the first schema was being written: a wearable, an alarm, a destination. */
function makeDraft(place: TemporaryStore, sql: string): void {
  using db = place.connection();
  db.script(sql);
  db.script("pragma user_version = 1");
  const body = '{"data":{},"id":"00"}';
  const [id, hash] = [new Uint8Array(16).fill(1), createHash("sha256").update(body).digest()];
  db.run("insert into device (number, uid, created_unix_ms, changed) values (1, 'd-1', 0, 1)");
  db.run(
    `insert into device_key (device, kid, root_key, state, newest_epoch, newest_counter)
     values (1, 1, ?, 'current', 5, 1)`,
    ROOT_KEY,
  );
  db.run(
    `insert into event (sequence, id, lane, ordinal, type, received_unix_ms, hash, body)
     values (1, ?, 0, 1, 'panic', 0, ?, ?)`,
    id,
    hash,
    body,
  );
  const answer = sql.includes("% 26") ? 26 : 6;
  db.run(
    `insert into seen (device, kid, epoch, counter, tag, event, answers)
     values (1, 1, 5, 1, zeroblob(8), 1, ?)`,
    new Uint8Array(answer).fill(9),
  );
  db.run(
    `insert into destination (number, name, type, required, configured, created_unix_ms)
     values (1, 'dispatch', 'mqtt', 1, 1, 0)`,
  );
  db.run(
    `insert into lane (destination, lane, since, watermark, offered) values (1, 0, 0, 0, 0)`,
  );
  db.run("insert into tally values ('sequence', 1), ('lane/0', 1), ('registry', 1)");
}

Deno.test("A released migration never changes, and says which schema it makes", () => {
  using place = new TemporaryStore();
  using db = place.connection();
  for (const migration of MIGRATIONS) {
    const sql = migrationSql(migration);
    assert.equal(createHash("sha256").update(sql).digest("hex"), migration.sha256, migration.file);
    db.script(sql);
    assert.equal(schemaFingerprint(db), migration.fingerprint, migration.file);
  }
});

Deno.test("The first migration is the one that stores in use were made with", () => {
  // Written out here once more: whoever changes it changes a store that somebody relies on.
  assert.equal(
    MIGRATIONS[0]!.sha256,
    "a53d6aadfc79f556fbfa29de57c8e6e558b438eb5c1b6e76f5520e5a540a00e0",
  );
});

Deno.test("A store of every released schema is brought to that of this version", () => {
  for (let version = 1; version <= SCHEMA_VERSION; version++) {
    using place = new TemporaryStore();
    {
      using db = place.connection();
      for (const migration of MIGRATIONS.slice(0, version)) db.script(migrationSql(migration));
      db.script(`pragma user_version = ${version}`);
      db.run("insert into device (number, uid, created_unix_ms, changed) values (1, 'd-1', 0, 1)");
      db.run(
        `insert into device_step (device, at_unix_ms, by, what, details)
         values (1, 0, 'jan', 'issued', '{}')`,
      );
    }
    assert.equal(replaceIfUnusable(place.path), undefined, `schema ${version} is used`);
    using store = place.direct();
    assert.equal(store.read.devices.steps(1)[0]!.by, "jan");
    using db = place.connection();
    assert.equal(schemaVersion(db), SCHEMA_VERSION);
    assert.equal(schemaFingerprint(db), MIGRATIONS.at(-1)!.fingerprint);
  }
});

Deno.test("Incidents of a store of every released schema are open or ended as they were", () => {
  const states = ["new", "received", "rejected", "underway", "closed"];
  for (let version = 1; version < SCHEMA_VERSION; version++) {
    using place = new TemporaryStore();
    {
      using db = place.connection();
      for (const migration of MIGRATIONS.slice(0, version)) db.script(migrationSql(migration));
      db.script(`pragma user_version = ${version}`);
      for (const [at, state] of states.entries()) {
        db.run(
          "insert into device (number, uid, created_unix_ms, changed) values (?, ?, 0, 1)",
          at + 1,
          `d-${at + 1}`,
        );
        db.run(
          `insert into incident (id, device, kid, alarm, state, opened, opened_unix_ms)
           values (?, ?, 1, 1, ?, ?, 0)`,
          new Uint8Array(16).fill(at + 1),
          at + 1,
          state,
          at + 1,
        );
      }
    }
    using store = place.direct();
    const open = states.map((_, at) => store.read.devices.openIncident(at + 1)?.[0]);
    assert.deepEqual(open, [1, 2, undefined, 4, undefined], `schema ${version}`);
  }
});

Deno.test("A store of each draft of the first schema is brought forward with all that is in it", () => {
  for (const number of DRAFTS) {
    using place = new TemporaryStore();
    makeDraft(place, draft(number));
    assert.equal(replaceIfUnusable(place.path), undefined, `draft ${number} is used`);
    using store = place.direct();
    const reader = store.read;
    assert.deepEqual(reader.devices.keys(1)[0]!.rootKey, ROOT_KEY);
    assert.equal(reader.events.newest(1)[0]!.body, '{"data":{},"id":"00"}');
    assert.equal(reader.lanes.pending(1, 0, 0, 10).length, 1, "what was owed is owed");
    assert.equal(reader.frames.seen({ device: 1, kid: 1, epoch: 5, counter: 1 }).length, 1);
    // What failed for each frame before: a packed body, and an answer as it is kept today.
    assert.equal(store.writeNow("acceptFrame", acceptedOf(2, 5, 2)).outcome, "accepted");
    assert.deepEqual(findProblems(place.path), [], `draft ${number}`);
    using db = place.connection();
    assert.equal(schemaFingerprint(db), MIGRATIONS.at(-1)!.fingerprint);
  }
});

Deno.test("What was confirmed one by one beyond a watermark is brought forward as ranges, and counts the same", () => {
  using place = new TemporaryStore();
  {
    using db = place.connection();
    for (const migration of MIGRATIONS.slice(0, 3)) db.script(migrationSql(migration));
    db.script("pragma user_version = 3");
    db.run(
      `insert into destination (number, name, type, required, configured, created_unix_ms)
       values (1, 'refuses', 'mqtt', 1, 1, 0), (2, 'halfway', 'stream', 0, 1, 0)`,
    );
    const body = '{"data":{},"id":"00"}';
    const hash = createHash("sha256").update(body).digest();
    for (let ordinal = 1; ordinal <= 12; ordinal++) {
      db.run(
        `insert into event (sequence, id, lane, ordinal, type, received_unix_ms, hash, body)
         values (?, ?, 0, ?, 'panic', 0, ?, ?)`,
        ...[ordinal, new Uint8Array(16).fill(ordinal), ordinal, hash, body],
      );
    }
    db.run("insert into tally values ('sequence', 12), ('lane/0', 12)");
    // The second had been held up, and its watermark was on the way over what is confirmed.
    db.run(
      `insert into lane (destination, lane, since, watermark, offered, beyond, delivered)
       values (1, 0, 0, 1, 0, 7, 8), (2, 0, 0, 5, 0, 5, 10)`,
    );
    for (const ordinal of [3, 4, 5, 6, 9, 11, 12]) {
      db.run("insert into lane_confirmed values (1, 0, ?)", ordinal);
    }
    for (const ordinal of [6, 7, 8, 11, 12]) {
      db.run("insert into lane_confirmed values (2, 0, ?)", ordinal);
    }
  }
  assert.deepEqual(findProblems(place.path), [], "as it was");
  assert.equal(replaceIfUnusable(place.path), undefined, "it is used");
  using store = place.direct();
  const { lanes } = store.read;
  const standing = (at: number) => {
    const { delivered, owed, pending, shed } = lanes.all()[at]!;
    return { delivered, owed, pending, shed };
  };
  assert.deepEqual(standing(0), { delivered: 8, owed: 12, pending: 4, shed: 0 });
  assert.deepEqual(standing(1), { delivered: 10, owed: 12, pending: 2, shed: 0 });
  const owed = (destination: number) =>
    lanes.pending(destination, 0, 0, 20).map(({ ordinal }) => ordinal);
  assert.deepEqual(owed(1), [2, 7, 8, 10]);
  assert.deepEqual(owed(2), [9, 10]);
  assert.deepEqual(findProblems(place.path), []);
  using db = place.connection();
  const rows = db.all("select * from confirmed_range").map((row) => Object.values(row));
  assert.deepEqual(rows, [[1, 0, 3, 6], [1, 0, 9, 9], [1, 0, 11, 12], [2, 0, 11, 12]]);
  const marks = db.all("select watermark, beyond from lane").map((row) => Object.values(row));
  assert.deepEqual(marks, [[1, 7], [8, 2]]);
});

Deno.test("A store of no schema that ever was is refused with what to do, and left as it is", async () => {
  using place = new TemporaryStore();
  {
    using db = place.connection();
    migrate(db);
    db.script("drop index event_id");
    db.script("create index event_id on event (id)");
  }
  const wanted = /calls its schema \d+, and has none that ever was .* "vigil db restore FILE"/;
  assert.throws(() => place.direct(), wanted);
  await assert.rejects(place.open(), wanted);
  assert.deepEqual(findProblems(place.path).map(({ code }) => code), ["schema"]);
});

Deno.test("The gateway sets a store of no known schema aside and takes alarms with a fresh one", () => {
  using place = new TemporaryStore();
  {
    using store = place.direct();
    store.writeNow("addDevice", {
      uid: "d-1",
      kid: 1,
      rootKey: ROOT_KEY,
      epoch: 0,
      createdAtUnixMs: 0,
    });
  }
  {
    using db = place.connection();
    db.script("alter table event add column more text");
  }
  assert.equal(replaceIfUnusable(place.path)?.reason, "unknown-schema");
  using store = place.direct();
  assert.equal(store.read.devices.byUid("d-1")?.number, 1);
  assert.equal(store.writeNow("acceptFrame", acceptedOf(1, 5, 1)).outcome, "accepted");
});

Deno.test("Comments and the layout of a declaration are no part of a schema", () => {
  using place = new TemporaryStore();
  using other = new TemporaryStore();
  const make = ({ path }: TemporaryStore, sql: string) => {
    using db = new Connection(path, "write");
    db.script(sql);
    return schemaFingerprint(db);
  };
  const text = "create table t (a integer, -- what it is\n  b text) strict";
  assert.equal(make(place, text), make(other, "create table t(a integer,b text)strict"));
});

Deno.test("Only a wearable whose silence somebody wanted unnoticed is exempt when a store is brought forward", () => {
  using place = new TemporaryStore();
  {
    using db = place.connection();
    for (const migration of MIGRATIONS.slice(0, 6)) db.script(migrationSql(migration));
    db.script("pragma user_version = 6");
    db.run(
      `insert into device (number, uid, created_unix_ms, changed, heartbeat_s)
       values (1, 'never-set', 0, 1, 0), (2, 'set-to-0', 0, 1, 0), (3, 'set', 0, 1, 600)`,
    );
    const steps: [number, string][] = [
      [1, '{"reference":"f"}'],
      [2, '{"heartbeatS":600}'],
      [2, '{"heartbeatS":0}'],
      [2, '{"reference":"f"}'],
      [3, '{"heartbeatS":0}'],
      [3, '{"heartbeatS":600}'],
    ];
    for (const [device, details] of steps) {
      db.run(
        `insert into device_step (device, at_unix_ms, by, what, details)
         values (?, 0, 'jan', 'changed', ?)`,
        device,
        details,
      );
    }
  }
  using store = place.direct();
  const exempt = store.read.devices.all().filter(({ isExempt }) => isExempt);
  assert.deepEqual(exempt.map(({ uid }) => uid), ["set-to-0"]);
});
