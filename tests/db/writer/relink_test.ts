/** Files that others take away from under the open store, and what is under its name after that. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { StoreFault } from "../../../db/sqlite/store_fault.ts";
import { Store } from "../../../db/store.ts";
import { eventOf, TemporaryStore } from "../../support/temporary_store.ts";

/** What the database would be if the process died at this moment: its files as they are. */
function eventsAfterDeath({ path }: TemporaryStore): unknown[] {
  using elsewhere = new TemporaryStore();
  for (const file of ["", "-wal"]) Deno.copyFileSync(path + file, elsewhere.path + file);
  using copy = elsewhere.connection();
  assert.deepEqual(copy.all("pragma quick_check").map((row) => row["quick_check"]), ["ok"]);
  return copy.all("select sequence from event order by sequence").map((row) => row["sequence"]);
}

const STRANGER = "no database at all";

const HARMS: Readonly<Record<string, (path: string) => void>> = {
  "its log was deleted": (path) => Deno.removeSync(`${path}-wal`),
  "its log was replaced": (path) => {
    Deno.removeSync(`${path}-wal`);
    Deno.writeTextFileSync(`${path}-wal`, STRANGER);
  },
  "its database was renamed": (path) => Deno.renameSync(path, `${path}.elsewhere`),
  "all its files were deleted": (path) => {
    for (const file of ["", "-wal", "-shm"]) Deno.removeSync(path + file);
  },
  "a stranger took its name": (path) => {
    Deno.renameSync(path, `${path}.elsewhere`);
    Deno.writeTextFileSync(path, STRANGER);
  },
  "another store took its name, with a log": (path) => {
    using other = new TemporaryStore();
    using connection = other.connection();
    connection.script("create table it (number)");
    Deno.renameSync(path, `${path}.elsewhere`);
    for (const file of ["", "-wal"]) Deno.copyFileSync(other.path + file, path + file);
  },
};

for (const [harm, inflict] of Object.entries(HARMS)) {
  Deno.test(`A store whose files are as before: ${harm}, and nothing that was said is lost`, async () => {
    using temporary = new TemporaryStore();
    const faults: StoreFault[] = [];
    const watcher = { onFault: (reason: StoreFault) => void faults.push(reason) };
    await using store = await Store.open(temporary.path, watcher);
    await store.write("appendEvents", [eventOf(1)]);
    inflict(temporary.path);

    await store.write("appendEvents", [eventOf(2)]);
    assert.deepEqual(eventsAfterDeath(temporary), [1, 2]);
    assert.deepEqual(store.read.events.after(0, 9).map(({ sequence }) => sequence), [1, 2]);
    await store.write("appendEvents", [eventOf(3)]);
    assert.deepEqual(eventsAfterDeath(temporary), [1, 2, 3]);
    assert.deepEqual(faults, ["replaced"]);
  });
}

Deno.test("A stranger that bore the name of the store is set aside, not overwritten", async () => {
  using temporary = new TemporaryStore();
  await using store = await temporary.open();
  await store.write("appendEvents", [eventOf(1)]);
  HARMS["a stranger took its name"]!(temporary.path);
  await store.write("appendEvents", [eventOf(2)]);
  const strangers = [...Deno.readDirSync(temporary.folder)].map(({ name }) => name)
    .filter((name) => name.includes(".stranger-"));
  assert.equal(strangers.length, 1);
  assert.equal(Deno.readTextFileSync(join(temporary.folder, strangers[0]!)), STRANGER);
});
