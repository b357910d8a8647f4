import assert from "node:assert/strict";
import type { AuditEntry, DirectStore } from "../../../db/store.ts";
import { type AuditFilter, scanAudit } from "../../../handlers/audit/audit_scan.ts";
import { program } from "../../support/authors.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

const NEWEST = { before: 0, limit: 100, what: undefined, by: undefined, subject: undefined };

function keep(store: DirectStore, name: string, more: Partial<AuditEntry> = {}): void {
  store.writeNow("keepAudit", {
    atUnixMs: 1,
    by: program(name),
    what: "event-viewed",
    subjects: [{ kind: "event", id: "e1" }, { kind: "wearable", id: "d-1" }],
    ...more,
  });
}

async function numbers(store: DirectStore, filter: Partial<AuditFilter>) {
  const { next, records } = await scanAudit(store.read, { ...NEWEST, ...filter });
  return [records.map(({ number }) => number), next];
}

Deno.test("Entries of the audit chain are read newest first, page after page, to the first", async () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  assert.deepEqual(await numbers(store, {}), [[], undefined]);
  for (const name of ["a", "b", "c", "d", "e"]) keep(store, name);
  assert.deepEqual(await numbers(store, { limit: 2 }), [[5, 4], 4]);
  assert.deepEqual(await numbers(store, { limit: 2, before: 4 }), [[3, 2], 2]);
  assert.deepEqual(await numbers(store, { limit: 2, before: 2 }), [[1], undefined]);
  assert.deepEqual(await numbers(store, { limit: 1, before: 2 }), [[1], undefined]);
});

Deno.test("Entries are found by what was done, by whom, and by their subject of whatever kind", async () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  keep(store, "a");
  keep(store, "b", { what: "wearable-viewed", subjects: [{ kind: "wearable", id: "d-2" }] });
  // Words that are somewhere in an entry are no match by themselves.
  keep(store, "c", { why: "event-viewed", to: "a", details: { id: "e1" }, subjects: [] });
  assert.deepEqual(await numbers(store, { what: "wearable-viewed" }), [[2], undefined]);
  assert.deepEqual(await numbers(store, { by: "a" }), [[1], undefined]);
  assert.deepEqual(await numbers(store, { subject: { kind: "event", id: "e1" } }), [
    [1],
    undefined,
  ]);
  assert.deepEqual(await numbers(store, { subject: { kind: "wearable", id: "d-2" } }), [
    [2],
    undefined,
  ]);
  assert.deepEqual(await numbers(store, { subject: { kind: "incident", id: "d-2" } }), [
    [],
    undefined,
  ]);
  const both = { by: "b", subject: { kind: "wearable", id: "d-1" } } as const;
  assert.deepEqual(await numbers(store, both), [[], undefined]);
});

Deno.test("A rare filter looks at a bounded count of entries and says where to go on", async () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  using db = temporary.connection();
  keep(store, "rare", { subjects: [{ kind: "account", id: "an" }] });
  db.run(
    `with recursive n (value) as (select 2 union all select value + 1 from n where value <= 6000)
     insert into audit select value, replace(entry, '"rare"', '"often"'), hash from audit, n`,
  );
  assert.deepEqual(await numbers(store, { by: "rare" }), [[], 1_002]);
  assert.deepEqual(await numbers(store, { by: "rare", before: 1_002 }), [[1], undefined]);
});
