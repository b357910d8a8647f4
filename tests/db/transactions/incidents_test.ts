/** What a change of an incident costs the disk, and that it is open as long as its state says so. */
import assert from "node:assert/strict";
import { migrate } from "../../../db/schema/migrate.ts";
import type { Connection } from "../../../db/sqlite/connection.ts";
import { moveIncident } from "../../../db/transactions/incidents.ts";
import { INCIDENT_STATES, type IncidentState, isEnded } from "../../../devices/incident.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";
import { program } from "../../support/authors.ts";

const ID = new Uint8Array(16).fill(7);
const MOVE = { incident: ID, by: program("Jan"), way: "http", via: "desk", atUnixMs: 1 } as const;
const LOG_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const PAGE_BYTES = 4_096;

function openStore(place: TemporaryStore): Connection {
  const db = place.connection();
  migrate(db);
  db.run("insert into device (number, uid, created_unix_ms, changed) values (1, 'd-1', 0, 1)");
  return db;
}

function insertIncident(db: Connection, state: IncidentState, ended: 1 | null): void {
  db.run(
    `insert into incident (id, device, kid, alarm, state, opened, opened_unix_ms, ended)
     values (?, 1, 1, 1, ?, 1, 0, ?)`,
    ID,
    state,
    ended,
  );
}

/** Tables and indexes of which a commit writes a page, in the order of their names. */
function writtenBy(place: TemporaryStore, db: Connection, work: () => void): string[] {
  db.checkpoint();
  db.transaction(work);
  const log = new DataView(Deno.readFileSync(`${place.path}-wal`).buffer);
  const names = new Set<string>();
  const frameBytes = FRAME_HEADER_BYTES + PAGE_BYTES;
  for (let at = LOG_HEADER_BYTES; at + frameBytes <= log.byteLength; at += frameBytes) {
    const page = log.getUint32(at);
    names.add(db.get<{ name: string }>("select name from dbstat where pageno = ?", page)!.name);
  }
  return [...names].toSorted();
}

Deno.test("The receipt of an incident writes no page of the index of open ones; its end does", () => {
  using place = new TemporaryStore();
  using db = openStore(place);
  insertIncident(db, "new", null);
  const move = (to: "received" | "closed") => () =>
    moveIncident(db, { ...MOVE, to, ...(to === "closed" ? { outcome: "real" } : {}) });
  assert.equal(writtenBy(place, db, move("received")).includes("incident_open"), false);
  assert.equal(writtenBy(place, db, move("closed")).includes("incident_open"), true);
});

Deno.test("Open incidents are found by the index that has them alone", () => {
  using place = new TemporaryStore();
  using db = openStore(place);
  const plan = (where: string, indexed = "") =>
    db.all<{ detail: string }>(
      `explain query plan select id from incident ${indexed} where ${where}`,
    )[0]!.detail;
  assert.match(plan("ended is null"), /USING (COVERING )?INDEX incident_open/);
  const ofDevice = plan("device = 1 and ended is null", "indexed by incident_open");
  assert.match(ofDevice, /SEARCH .* INDEX incident_open \(device=\?\)/);
});

Deno.test("Whatever a row says that is put in, an incident has ended if and only if its state says so", () => {
  for (const state of INCIDENT_STATES) {
    for (const ended of [1, null] as const) {
      using place = new TemporaryStore();
      using db = openStore(place);
      insertIncident(db, state, ended);
      const hasEnded = () => db.get("select ended from incident")!.ended === 1;
      assert.equal(hasEnded(), isEnded(state), `${state} ${ended}`);
      for (const next of INCIDENT_STATES) {
        db.run("update incident set state = ?", next);
        assert.equal(hasEnded(), isEnded(next), `${state} to ${next}`);
      }
    }
  }
});

Deno.test("Who moved an incident is who proved it, in rows of before too; what was said stands beside it", () => {
  using place = new TemporaryStore();
  using store = place.direct();
  using db = openStore(place);
  insertIncident(db, "new", null);
  const rows = [
    // Of before: `by` was what was said, where anything was.
    { by: "Jan", way: "http", via: "a", token: "dispatch-a", said: null },
    { by: "operator", way: "http", via: "operator", token: "operator", said: null },
    { by: "Lies", way: "mqtt", via: "desk", token: null, said: null },
    { by: "desk", way: "receipt", via: "desk", token: null, said: null },
    // Of today.
    { by: "dispatch-a", way: "http", via: "a", token: "dispatch-a", said: "Jan" },
    { by: "desk", way: "mqtt", via: "desk", token: null, said: "Lies" },
    { by: "an.peeters", way: "http", via: "an.peeters", token: null, said: null },
    { by: "jan on the box", way: "http", via: "command", token: null, said: "Omar" },
  ];
  for (const { by, said, token, via, way } of rows) {
    db.run(
      `insert into incident_transition (incident, state, by, way, via, token, said, at_unix_ms)
       values (?, 'accepted', ?, ?, ?, ?, ?, 1)`,
      ...[ID, by, way, via, token, said],
    );
  }
  const shown = store.read.incidents.transitions(ID).map(({ by, said }) => [by, said]);
  assert.deepEqual(shown, [
    ["dispatch-a", "Jan"],
    ["operator", undefined],
    ["desk", "Lies"],
    ["desk", undefined],
    ["dispatch-a", "Jan"],
    ["desk", "Lies"],
    ["an.peeters", undefined],
    ["jan on the box", "Omar"],
  ]);
});

Deno.test("A row of today is read as it was written, whoever moves the incident", () => {
  using place = new TemporaryStore();
  using store = place.direct();
  using db = openStore(place);
  insertIncident(db, "new", null);
  const authors = [
    [{ kind: "person", name: "an.peeters", token: "laptop" }, "an.peeters", undefined],
    [{ kind: "program", name: "dispatch-a", said: "Jan" }, "dispatch-a", "Jan"],
    [{ kind: "box", name: "jan", said: "Omar" }, "jan on the box", "Omar"],
  ] as const;
  for (const [at, to] of (["received", "accepted", "underway"] as const).entries()) {
    db.transaction(() => moveIncident(db, { ...MOVE, to, via: "a", by: authors[at]![0] }));
  }
  const shown = store.read.incidents.transitions(ID).map(({ by, said }) => [by, said]);
  assert.deepEqual(shown, authors.map(([, by, said]) => [by, said]));
});
