/** What becomes of the audit chain when a store is replaced: by a backup, or since it is damaged. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { backupStore, restoreStore } from "../../../db/repair/backup/backup.ts";
import { replaceStore } from "../../../db/repair/rebuild/replace.ts";
import type { DirectStore } from "../../../db/store.ts";
import { verifyChain } from "../../../handlers/audit/verify.ts";
import { boxUser, program } from "../../support/authors.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

const ACTOR = { by: boxUser("jan"), atUnixMs: 10 * 86_400_000 };
const DAY_MS = 86_400_000;

function look(store: DirectStore, from: number, to: number, day = 0): void {
  for (let at = from; at <= to; at++) {
    store.writeNow("keepAudit", {
      atUnixMs: day * DAY_MS + at,
      by: program("desk"),
      what: "incident-viewed",
      subjects: [{ kind: "incident", id: `look-${at}-` }],
    });
  }
}

function newest({ read }: DirectStore) {
  return JSON.parse(read.audit.before(0, 1)[0]!.entry);
}

/** A store with a chain of two days, and its backup. */
async function backedUp(): Promise<{ place: TemporaryStore; backup: string } & Disposable> {
  const place = new TemporaryStore();
  {
    using store = place.direct();
    look(store, 1, 20);
    look(store, 21, 30, 1);
  }
  const backup = join(place.folder, "backup.db");
  assert.deepEqual(await backupStore(place.path, backup), []);
  return { place, backup, [Symbol.dispose]: () => place[Symbol.dispose]() };
}

Deno.test("After a restore on this box the longer chain goes on, with who restored, and is whole", async () => {
  using saved = await backedUp();
  const { backup, place } = saved;
  let head;
  {
    using store = place.direct();
    look(store, 31, 50, 2);
    head = store.read.audit.head();
  }
  await restoreStore(place.path, backup, ACTOR);
  using store = place.direct();
  const verdict = await verifyChain(store.read, head);
  assert.deepEqual([verdict.ok, verdict.entries], [true, 51]);
  const { by, details, what } = newest(store);
  assert.deepEqual([what, by.name, details.isLaterKnown], ["store-restored", "jan", true]);
});

Deno.test("Days that were closed since the backup stay closed", async () => {
  using saved = await backedUp();
  const { backup, place } = saved;
  {
    using store = place.direct();
    look(store, 31, 35, 2);
    assert.equal(store.writeNow("closeAuditDays", { keepFrom: "1970-01-02" }), 20);
  }
  await restoreStore(place.path, backup, ACTOR);
  using store = place.direct();
  assert.deepEqual(store.read.audit.after(0, 1).map(({ number }) => number), [21]);
  const verdict = await verifyChain(store.read);
  assert.deepEqual([verdict.ok, verdict.entries, verdict.closed], [true, 16, 1]);
});

Deno.test("On another box the chain of the backup goes on, and says that nothing later is known", async () => {
  using saved = await backedUp();
  using elsewhere = new TemporaryStore();
  {
    using other = elsewhere.direct();
    look(other, 1, 3);
  }
  await restoreStore(elsewhere.path, saved.backup, ACTOR);
  using store = elsewhere.direct();
  const verdict = await verifyChain(store.read);
  assert.deepEqual([verdict.ok, verdict.entries], [true, 31]);
  assert.equal(newest(store).details.isLaterKnown, false);
});

Deno.test("A damaged chain goes on behind a gap that no check calls whole", async () => {
  using place = new TemporaryStore();
  {
    using store = place.direct();
    look(store, 1, 200);
  }
  // The page of its middle is noise.
  const bytes = Deno.readFileSync(place.path);
  const text = new TextDecoder("latin1").decode(bytes);
  const page = 4096;
  const at = Math.floor(text.indexOf('"look-100-"') / page) * page;
  Deno.writeFileSync(place.path, bytes.fill(0xff, at, at + page));

  replaceStore(place.path, { reason: "damaged", message: "as the test says" });
  using store = place.direct();
  const { details, number, what } = newest(store);
  assert.deepEqual([what, number, details.wholeFrom], ["audit-recovered", 1_000_200, 1_000_200]);
  assert.ok(store.read.audit.after(0, 500).length > 150, "what can be read is there");
  look(store, 1, 2);
  const verdict = await verifyChain(store.read);
  assert.equal(verdict.firstBad!.reason, "missing");
  assert.ok(verdict.firstBad!.number > 50 && verdict.firstBad!.number <= 100);
  assert.equal(verdict.head.number, 1_000_202);
});

Deno.test("A store that is replaced with its chain read whole goes on without a gap", async () => {
  using place = new TemporaryStore();
  {
    using store = place.direct();
    look(store, 1, 20);
  }
  replaceStore(place.path, { reason: "damaged", message: "as the test says" });
  using store = place.direct();
  look(store, 21, 22);
  const verdict = await verifyChain(store.read);
  assert.deepEqual([verdict.ok, verdict.entries], [true, 22]);
});
