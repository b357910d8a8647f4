import assert from "node:assert/strict";
import { renameSync } from "node:fs";
import { join } from "node:path";
import { Store } from "../../../db/store.ts";
import { until } from "../../support/until.ts";

Deno.test("A reader that cannot be opened again keeps its connection, and tries until it can", async () => {
  const folder = await Deno.makeTempDir({ prefix: "vigil-reopening-" });
  const path = join(folder, "vigil.db");
  const faults: string[] = [];
  await using store = await Store.open(path, { onFault: (reason) => faults.push(reason) });
  const before = store.read.reopen.bind(store.read);
  let opened = 0;
  store.read.reopen = () => {
    before();
    opened++;
  };
  renameSync(path, `${path}.away`);
  store.writer.listener.onMoved();
  assert.equal(store.read.events.newestSequence(), 0, "it reads on");
  assert.deepEqual([opened, faults[0]], [0, "io-error"]);
  renameSync(`${path}.away`, path);
  await until("it is opened again", () => opened > 0);
  assert.equal(store.read.events.newestSequence(), 0);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("What a listener throws does not stop the writer", async () => {
  const folder = await Deno.makeTempDir({ prefix: "vigil-reopening-" });
  const path = join(folder, "vigil.db");
  const reported: unknown[] = [];
  const keep = (event: ErrorEvent) => {
    event.preventDefault();
    reported.push(event.error);
  };
  globalThis.addEventListener("error", keep);
  try {
    await using store = await Store.open(path, {
      onFault: () => {
        throw new Error("a listener's own");
      },
    });
    store.writer.listener.onFault("slow", "for the test");
    assert.match(String(reported[0]), /a listener's own/);
  } finally {
    globalThis.removeEventListener("error", keep);
    await Deno.remove(folder, { recursive: true });
  }
});
