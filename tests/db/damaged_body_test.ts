import assert from "node:assert/strict";
import { decompressBody, type StoredBody } from "../../db/schema/compressed_body.ts";
import { Reader } from "../../db/store.ts";
import { StoreError } from "../../db/sqlite/connection.ts";
import { eventOf, TemporaryStore } from "../support/temporary_store.ts";

/** Three events, the second of which is not what its hash says. */
async function damagedStore(files: TemporaryStore, column: string): Promise<void> {
  await using store = await files.open();
  for (let number = 1; number <= 3; number++) await store.write("appendEvents", [eventOf(number)]);
  using database = files.connection();
  const body = decompressBody(
    database.get("select body from event where sequence = 2")!["body"] as StoredBody,
  );
  if (column === "body") {
    database.run("update event set body = ? where sequence = 2", body.replace("critical", "low"));
  } else database.run("update event set hash = zeroblob(32) where sequence = 2");
}

for (const column of ["body", "hash"]) {
  Deno.test(`an event whose ${column} was changed on the disk goes nowhere, and is reported as damage`, async () => {
    using files = new TemporaryStore();
    await damagedStore(files, column);
    const reports: string[] = [];
    using reader = new Reader(files.path, (message) => reports.push(message));
    assert.equal(reader.events.after(0, 1).length, 1, "the first is as it was");
    assert.throws(
      () => reader.events.after(1, 10),
      (error) => error instanceof StoreError && error.errcode === 11,
    );
    assert.equal(reports.length, 1);
    assert.match(reports[0]!, /event 2: its body does not have its hash$/);
  });
}
