import assert from "node:assert/strict";
import { renameSync } from "node:fs";
import { Reopening } from "../../../db/sqlite/reopening.ts";
import { Reader } from "../../../db/store.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";
import { until } from "../../support/until.ts";

Deno.test("A reader that cannot be opened again keeps its connection, and tries until it can", async () => {
  using place = new TemporaryStore();
  using _store = place.direct();
  using reader = new Reader(place.path);
  const failures: unknown[] = [];
  let opened = 0;
  const reopen = () => {
    reader.reopen();
    opened++;
  };
  using reopening = new Reopening(reopen, (cause) => failures.push(cause));
  renameSync(place.path, `${place.path}.away`);
  reopening.begin();
  assert.equal(reader.events.newestSequence(), 0, "it reads on");
  assert.deepEqual([opened, failures.length], [0, 1]);
  renameSync(`${place.path}.away`, place.path);
  await until("it is opened again", () => opened > 0);
  assert.equal(reader.events.newestSequence(), 0);
});
