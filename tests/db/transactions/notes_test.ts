/** Notes by people: as they were written, in the chain by their hash, and erased with their retention. */
import assert from "node:assert/strict";
import { replaceStore } from "../../../db/repair/rebuild/replace.ts";
import { stateBackupText } from "../../../db/repair/essential_state/essential_state_backup.ts";
import { StoreError } from "../../../db/sqlite/connection.ts";
import type { AuditEntry, DirectStore } from "../../../db/store.ts";
import { INCIDENT_NOTES_LIMIT, noteHash } from "../../../db/transactions/notes.ts";
import { encodeHex } from "../../../devices/hex.ts";
import { program } from "../../support/authors.ts";
import { alarmOf, fillWithAlarms } from "../../support/stored_alarms.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

const AT = 1_795_996_800_000;
const BY = program("desk", "Lies");
const INCIDENT = alarmOf(4).opens!.id;
const NOTE = { incident: INCIDENT, by: BY, text: "She called back", atUnixMs: AT };

function withAlarm(place: TemporaryStore): DirectStore {
  const store = place.direct();
  fillWithAlarms(store, 4, 0);
  return store;
}

function newestEntry(store: DirectStore): AuditEntry {
  return JSON.parse(store.read.audit.before(0, 1)[0]!.entry);
}

Deno.test("A note is kept with who wrote it and when, and the chain has its hash and not its text", () => {
  using place = new TemporaryStore();
  using store = withAlarm(place);
  const link = "file:///recordings/7.wav";
  assert.deepEqual(store.writeNow("addIncidentNote", { ...NOTE, link }), {
    code: "added",
    number: 1,
  });
  const [note] = store.read.notes.ofIncident(INCIDENT);
  const hash = encodeHex(noteHash({
    incident: encodeHex(INCIDENT),
    at: "2026-11-30T00:00:00.000Z",
    by: "desk",
    said: "Lies",
    text: "She called back",
    link,
  }));
  const { by, said, text } = { by: "desk", said: "Lies", text: "She called back" };
  assert.deepEqual(note, { number: 1, atUnixMs: AT, by, said, text, link, hash });
  const { details, what } = newestEntry(store);
  assert.deepEqual({ details, what }, { what: "incident-noted", details: { note: 1, hash } });
  assert.doesNotMatch(JSON.stringify(newestEntry(store)), /called back/);
});

Deno.test("A note of an incident that is not known is refused, and so is one too many", () => {
  using place = new TemporaryStore();
  using store = withAlarm(place);
  const unknown = { ...NOTE, incident: new Uint8Array(16).fill(9) };
  assert.deepEqual(store.writeNow("addIncidentNote", unknown), { code: "unknown" });
  for (let count = 0; count < INCIDENT_NOTES_LIMIT; count++) {
    store.writeNow("addIncidentNote", NOTE);
  }
  assert.deepEqual(store.writeNow("addIncidentNote", NOTE), { code: "too-many" });
});

Deno.test("No note is ever changed or removed, whoever writes to the store", () => {
  using place = new TemporaryStore();
  using store = withAlarm(place);
  store.writeNow("addIncidentNote", NOTE);
  store.writeNow("addShiftNote", { by: BY, text: "All quiet", atUnixMs: AT });
  using db = place.connection();
  for (const table of ["incident_note", "shift_note"]) {
    for (const change of ["text = 'another'", "by = 'another'", "text = null, at_unix_ms = 0"]) {
      assert.throws(() => db.run(`update ${table} set ${change}`), isRefusal(/never changed/));
    }
    assert.throws(() => db.run(`delete from ${table}`), isRefusal(/never removed/));
  }
});

function isRefusal(message: RegExp) {
  return (error: unknown) => error instanceof StoreError && message.test(error.message);
}

Deno.test("At the end of its retention a note loses its text and its link, and the rest of it stays", () => {
  using place = new TemporaryStore();
  using store = withAlarm(place);
  store.writeNow("addIncidentNote", { ...NOTE, link: "https://recorder.example/7" });
  store.writeNow("addIncidentNote", { ...NOTE, atUnixMs: AT + 1_000 });
  store.writeNow("addShiftNote", { by: BY, text: "All quiet", atUnixMs: AT });
  assert.equal(store.writeNow("eraseNotes", { beforeUnixMs: AT + 1 }), 2);
  const [old, young] = store.read.notes.ofIncident(INCIDENT);
  assert.deepEqual([old!.text, old!.link, old!.by, old!.atUnixMs], [
    undefined,
    undefined,
    "desk",
    AT,
  ]);
  assert.equal(young!.text, "She called back");
  assert.equal(store.read.notes.newestShift()!.text, undefined);
  assert.equal(store.writeNow("eraseNotes", { beforeUnixMs: AT + 1 }), 0);
});

Deno.test("Hand-overs of shifts are read newest first, page by page", () => {
  using place = new TemporaryStore();
  using store = place.direct();
  assert.equal(store.read.notes.newestShift(), undefined);
  for (const text of ["early", "late", "night"]) {
    store.writeNow("addShiftNote", { by: BY, text, atUnixMs: AT });
  }
  assert.equal(store.read.notes.newestShift()!.text, "night");
  const texts = (before: number) => store.read.notes.shiftsBefore(before, 2).map((its) => its.text);
  assert.deepEqual([texts(0), texts(2)], [["night", "late"], ["early"]]);
});

Deno.test("The notes of an incident are found on an index, and so are old ones", () => {
  using place = new TemporaryStore();
  using store = withAlarm(place);
  store.writeNow("addIncidentNote", NOTE);
  using db = place.connection();
  const planOf = (sql: string) =>
    db.all<{ detail: string }>(`explain query plan ${sql}`).map(({ detail }) => detail).join("\n");
  assert.match(
    planOf("select * from incident_note where incident = x'00' order by number"),
    /incident_note_incident/,
  );
  assert.match(
    planOf("select number from shift_note where text is not null and at_unix_ms < 1"),
    /shift_note_kept/,
  );
});

Deno.test("Notes survive a store that is built again, and are in no backup of the essential state", () => {
  using place = new TemporaryStore();
  {
    using store = withAlarm(place);
    store.writeNow("addIncidentNote", NOTE);
    store.writeNow("addShiftNote", { by: BY, text: "All quiet", atUnixMs: AT });
    using db = place.connection();
    assert.doesNotMatch(stateBackupText(db), /called back|All quiet/);
  }
  replaceStore(place.path, { reason: "damaged", message: "a test" });
  using store = place.direct();
  assert.equal(store.read.notes.ofIncident(INCIDENT)[0]?.text, "She called back");
  assert.equal(store.read.notes.newestShift()?.text, "All quiet");
});
