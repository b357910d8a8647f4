import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { auditHead } from "../../../db/transactions/audit.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

Deno.test("Each entry of the chain is hashed with the hash before it, from 64 zeros on", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  const by = { kind: "person", name: "an.peeters", id: "0123456789abcdef" } as const;
  const subjects = [{ kind: "incident", id: "3f".repeat(16) }] as const;
  for (const what of ["incident-viewed", "incident-moved"] as const) {
    store.writeNow("keepAudit", { atUnixMs: 1_795_996_800_000, by, what, subjects });
  }
  using db = temporary.connection();
  const rows = db.all<{ number: number; entry: string; hash: Uint8Array }>(
    "select * from audit order by number",
  );
  let before = "0".repeat(64);
  for (const { entry, hash } of rows) {
    before = createHash("sha256").update(`${before}\n${entry}`).digest("hex");
    assert.equal(Buffer.from(hash).toString("hex"), before);
  }
  assert.deepEqual(auditHead(db), { number: 2, hash: before });
  assert.equal(
    rows[1]!.entry,
    '{"at":"2026-11-30T00:00:00.000Z","by":{"id":"0123456789abcdef","kind":"person",' +
      '"name":"an.peeters"},"number":2,"subjects":[{"id":"3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f3f",' +
      '"kind":"incident"}],"what":"incident-moved"}',
  );
});

Deno.test("An entry of the chain is neither changed nor removed", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  const by = { kind: "box", name: "root" } as const;
  store.writeNow("keepAudit", { atUnixMs: 0, by, what: "store-restored", subjects: [] });
  using db = temporary.connection();
  assert.throws(() => db.run("update audit set entry = '{}'"), /never changed/);
  assert.throws(() => db.run("delete from audit"), /removed by whole days/);
});
