import assert from "node:assert/strict";
import type { DirectStore } from "../../../db/store.ts";
import type { Connection } from "../../../db/sqlite/connection.ts";
import { dayLine, entryLine, verifyChain, verifyExport } from "../../../handlers/audit/verify.ts";
import { program } from "../../support/authors.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

const COUNT = 450;

/** A store with a chain of several pages. */
function filled(): TemporaryStore {
  const temporary = new TemporaryStore();
  using store = temporary.direct();
  for (let at = 1; at <= COUNT; at++) look(store, at);
  return temporary;
}

function look(store: DirectStore, at: number): void {
  const subjects = [{ kind: "incident", id: `${at}` }] as const;
  store.writeNow("keepAudit", {
    atUnixMs: at,
    by: program("é\u2028"),
    what: "incident-viewed",
    subjects,
  });
}

/** Does to the file what whoever holds the disk can do. */
async function tampered(change: (db: Connection) => void) {
  using temporary = filled();
  {
    using db = temporary.connection();
    const guards = db.all<{ sql: string }>("select sql from sqlite_schema where type = 'trigger'");
    const names = db.all<{ name: string }>("select name from sqlite_schema where type = 'trigger'");
    db.script(names.map(({ name }) => `drop trigger ${name};`).join(""));
    change(db);
    db.script(guards.map(({ sql }) => `${sql};`).join(""));
  }
  using store = temporary.direct();
  const { firstBad, ok } = await verifyChain(store.read);
  const read = await verifyExport(linesOf(store));
  assert.deepEqual([read.ok, read.firstBad], [ok, firstBad], "the export says the same");
  return { firstBad, ok };
}

async function* linesOf({ read }: DirectStore): AsyncGenerator<string> {
  for (const day of read.audit.days()) yield dayLine(day);
  for (const record of read.audit.after(0, 10_000)) yield await Promise.resolve(entryLine(record));
}

Deno.test("A chain that nobody touched is whole, in the store and exported", async () => {
  using temporary = filled();
  using store = temporary.direct();
  const head = store.read.audit.head();
  const whole = { ok: true, entries: COUNT, head, closed: 0 };
  assert.deepEqual(await verifyChain(store.read), whole);
  assert.deepEqual(await verifyExport(linesOf(store)), whole);
});

Deno.test("An entry that was changed, removed, put in or put elsewhere is found, by its number", async () => {
  const changed = "update audit set entry = replace(entry, 'viewed', 'moved') where number = 300";
  assert.deepEqual(await tampered((db) => db.script(changed)), {
    ok: false,
    firstBad: { number: 300, reason: "changed" },
  });
  assert.deepEqual(await tampered((db) => db.script("delete from audit where number = 201")), {
    ok: false,
    firstBad: { number: 201, reason: "missing" },
  });
  const inserted = `
    update audit set number = number + 1000 where number > 7;
    insert into audit select 8, entry, hash from audit where number = 7;
    update audit set number = number - 999 where number > 1000`;
  assert.deepEqual((await tampered((db) => db.script(inserted))).firstBad, {
    number: 7,
    reason: "out-of-order",
  });
  const swapped = `
    create temp table two as select * from audit where number in (20, 21);
    update audit set (entry, hash) = (select entry, hash from two where two.number = 41 - audit.number)
    where number in (20, 21)`;
  assert.deepEqual((await tampered((db) => db.script(swapped))).firstBad, {
    number: 20,
    reason: "missing",
  });
  assert.deepEqual(
    (await tampered((db) => db.script("update audit set entry = '{' where number = 3"))).firstBad,
    { number: 3, reason: "unreadable" },
  );
});

Deno.test("A chain that was cut off or written anew is found by a head that was seen before", async () => {
  using temporary = filled();
  using store = temporary.direct();
  const head = store.read.audit.head();
  look(store, 0);
  assert.equal((await verifyChain(store.read, head)).ok, true, "it went on from there");
  const longer = { ...head, number: COUNT + 2 };
  assert.deepEqual((await verifyChain(store.read, longer)).firstBad, {
    number: COUNT + 2,
    reason: "cut-off",
  });
  const other = { number: 5, hash: "f".repeat(64) };
  assert.deepEqual((await verifyChain(store.read, other)).firstBad, {
    number: 5,
    reason: "another",
  });
});
