/** What a salvage calls lost was there, and is gone. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { Connection } from "../../../db/sqlite/connection.ts";
import { backupStore } from "../../../db/repair/backup/backup.ts";
import { rowsOf } from "../../../db/repair/pages/cells.ts";
import { PageFile } from "../../../db/repair/pages/page_file.ts";
import { asKind } from "../../../db/repair/pages/row_kinds.ts";
import { salvageInto } from "../../../db/repair/salvage/run_salvage.ts";
import { alarmOf, fillWithAlarms } from "../../support/stored_alarms.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";
import { program } from "../../support/authors.ts";

const ALARMS = 12;

/** Alarms that opened incidents of their own, each of which dispatch has moved on. */
function fillWithIncidents(place: TemporaryStore): void {
  using store = place.direct();
  fillWithAlarms(store, ALARMS, 2);
  for (let number = ALARMS + 1; number <= 2 * ALARMS; number++) {
    const incident = new Uint8Array(16).fill(number);
    const alarm = alarmOf(number);
    const event = { ...alarm.event, incident };
    store.writeNow("acceptFrame", { ...alarm, event, opens: { id: incident, alarm: number } });
    for (const to of ["received", "accepted"] as const) {
      const actor = { by: program("desk"), way: "http", via: "dispatch", atUnixMs: 0 } as const;
      store.writeNow("moveIncident", { incident, to, ...actor });
    }
  }
}

async function salvageCopy(place: TemporaryStore): Promise<{ salvaged: number; lost: number }> {
  const copy = join(place.folder, "copy.db");
  assert.deepEqual(await backupStore(place.path, copy), []);
  const into = join(place.folder, "new.db");
  return await salvageInto(copy, into, join(place.folder, "lost.txt"), () => {});
}

Deno.test("The salvage of an intact store with incidents reports nothing lost", async () => {
  using place = new TemporaryStore();
  fillWithIncidents(place);
  const { lost, salvaged } = await salvageCopy(place);
  assert.deepEqual({ lost, salvaged }, { lost: 0, salvaged: 2 * ALARMS });
});

Deno.test("Nor does that of a store of the first schema, whose indexes looked alike", async () => {
  using place = new TemporaryStore();
  fillWithIncidents(place);
  {
    using db = place.connection();
    // The pages of an older store, as far as its transitions go.
    db.script("drop index incident_transition_incident");
    db.script("create index incident_transition_incident on incident_transition (incident)");
  }
  assert.equal((await salvageCopy(place)).lost, 0);
});

Deno.test("An event that is named by its index and is not there is lost", async () => {
  using place = new TemporaryStore();
  fillWithIncidents(place);
  {
    using db = place.connection();
    // A page that is damaged takes the row and leaves its entry: here the body no longer has its hash.
    db.run("update event set body = 'nothing that has this hash' where sequence = 3");
  }
  const [into, list] = [join(place.folder, "new.db"), join(place.folder, "lost.txt")];
  assert.equal((await salvageInto(place.path, into, list, () => {})).lost, 1);
  assert.match(Deno.readTextFileSync(list), /^3 [0-9a-f]{32}\n$/);
});

Deno.test("Entries of no other index have the shape of those of event_id", () => {
  using place = new TemporaryStore();
  fillWithIncidents(place);
  const pages = indexPages(place);
  using file = new PageFile(place.path, 4_096);
  for (let at = 0; at < file.imageCount; at++) {
    for (const row of rowsOf(file, at)) {
      if (asKind("event_id", row) === undefined) continue;
      assert.equal(pages.get(row.pages[0]!), "event_id", JSON.stringify(row.values));
    }
  }
});

/** Which table or index each page belongs to; everything is in the database file then. */
function indexPages({ path }: TemporaryStore): Map<number, string> {
  using db = new Connection(path, "write");
  db.checkpoint();
  const rows = db.all("select pageno, name from dbstat");
  return new Map(rows.map(({ name, pageno }) => [pageno as number, name as string]));
}
