import assert from "node:assert/strict";
import type { AuditEntry, DirectStore } from "../../../db/store.ts";
import { person } from "../../support/authors.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

const [SEEN, OTHER] = ["a".repeat(32), "b".repeat(32)];
const DAY_MS = 86_400_000;

function look(store: DirectStore, name: string, entry: Partial<AuditEntry> = {}) {
  const subjects = [
    { kind: "incident", id: SEEN },
    { kind: "wearable", id: "d-1" },
  ] as const;
  const what = "incident-viewed";
  store.writeNow("keepAudit", { atUnixMs: DAY_MS, by: person(name), what, subjects, ...entry });
}

Deno.test("Who has looked at an incident is known, each once, the last first", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  look(store, "an");
  look(store, "jan", { what: "incidents-listed", atUnixMs: 3 * DAY_MS });
  look(store, "an", { what: "proof-exported", atUnixMs: 2 * DAY_MS });
  look(store, "eve", { subjects: [{ kind: "incident", id: OTHER }] });
  look(store, "dispatch", { what: "events-disclosed" });
  look(store, "lies", { what: "incident-moved" });
  assert.deepEqual(store.read.auditSubjects.lookersAt(SEEN), [
    { by: { kind: "person", name: "jan" }, lastAtUnixMs: 3 * DAY_MS },
    { by: { kind: "person", name: "an" }, lastAtUnixMs: 2 * DAY_MS },
  ]);
  assert.deepEqual(store.read.auditSubjects.lookersAt("c".repeat(32)), []);
});

Deno.test("When somebody signed in last is known of each account, and of who never did that it is not", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  const account = (name: string) => ({ subjects: [{ kind: "account", id: name }] as const });
  look(store, "an", { ...account("an"), what: "signed-in", atUnixMs: DAY_MS });
  look(store, "an", { ...account("an"), what: "signed-in", atUnixMs: 2 * DAY_MS });
  look(store, "jan", { ...account("jan"), what: "signed-in", atUnixMs: 3 * DAY_MS });
  look(store, "jan", { ...account("an"), what: "account-renamed", atUnixMs: 4 * DAY_MS });
  assert.equal(store.read.auditSubjects.signedInAt("an"), 2 * DAY_MS);
  assert.equal(store.read.auditSubjects.signedInAt("lies"), undefined);
});

Deno.test("What is found by its subject follows the chain: entries that come from another store too, and none that are removed", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  for (const name of ["an", "jan", "lies"]) look(store, name);
  using db = temporary.connection();
  db.run("insert into audit_day select '1970-01-02', 1, 2, hash from audit where number = 2");
  db.run("delete from audit where number <= 2");
  assert.deepEqual(store.read.auditSubjects.lookersAt(SEEN).map(({ by }) => by.name), ["lies"]);
  assert.deepEqual(
    db.all("select number from audit_subject order by kind").map(({ number }) => number),
    [3, 3],
  );
  db.run("insert into audit select number + 1, replace(entry, 'lies', 'eve'), hash from audit");
  assert.deepEqual(
    new Set(store.read.auditSubjects.lookersAt(SEEN).map(({ by }) => by.name)),
    new Set(["eve", "lies"]),
  );
});

Deno.test("An entry that a damaged store gives back as no JSON is kept, and found by its number alone", () => {
  using temporary = new TemporaryStore();
  temporary.direct()[Symbol.dispose]();
  using db = temporary.connection();
  db.run("insert into audit values (1, '{\"subjects', zeroblob(32))");
  assert.deepEqual(db.all("select number from audit").length, 1);
  assert.deepEqual(db.all("select number from audit_subject"), []);
});
