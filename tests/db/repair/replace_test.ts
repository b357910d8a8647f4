/** A store that makes way for a fresh one, and what is left of both when that is interrupted. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { replaceIfUnusable, replaceStore } from "../../../db/repair/rebuild/replace.ts";
import { readJob, setAsideJobs, writeJob } from "../../../db/repair/set_aside/set_aside.ts";
import {
  stateBackupText,
  writeStateBackup,
} from "../../../db/repair/essential_state/essential_state_backup.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

const DAMAGED = { reason: "damaged", message: "as the test says" } as const;

/** Makes the store with one wearable, whole and closed. */
function makeStore(place: TemporaryStore, uid: string): void {
  using store = place.direct();
  const rootKey = new Uint8Array(16);
  store.writeNow("addDevice", { uid, kid: 1, rootKey, epoch: 0, createdAtUnixMs: 0 });
}

function wearables(place: TemporaryStore): string[] {
  using store = place.direct();
  return store.read.devices.all().map(({ uid }) => uid);
}

function files({ folder }: TemporaryStore): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

Deno.test("A replacement that was interrupted before its last step is ended at the next start", () => {
  using place = new TemporaryStore();
  makeStore(place, "d-fresh");
  Deno.renameSync(place.path, `${place.path}-fresh`);
  assert.equal(replaceIfUnusable(place.path), undefined);
  assert.deepEqual(wearables(place), ["d-fresh"]);
  assert.ok(!files(place).includes("vigil.db-fresh"));
});

Deno.test("A replacement that was interrupted while the old store had its name starts again", () => {
  using place = new TemporaryStore();
  makeStore(place, "d-old");
  Deno.copyFileSync(place.path, `${place.path}-fresh`);
  Deno.writeFileSync(place.path, Deno.readFileSync(place.path).fill(0, 0, 100));
  const replacement = replaceIfUnusable(place.path);
  assert.equal(replacement?.reason, "damaged");
  assert.deepEqual(wearables(place), ["d-old"], "found in the old store's pages");
  assert.ok(!files(place).includes("vigil.db-fresh"));
});

Deno.test("What an interrupted replacement left beside a store in order is not taken for it later", () => {
  using place = new TemporaryStore();
  makeStore(place, "d-old");
  Deno.copyFileSync(place.path, `${place.path}-fresh`);
  assert.equal(replaceIfUnusable(place.path), undefined);
  assert.deepEqual(wearables(place), ["d-old"]);
  assert.ok(!files(place).includes("vigil.db-fresh"));
});

Deno.test("What is left of a building that was interrupted is not built upon", () => {
  using place = new TemporaryStore();
  makeStore(place, "d-1");
  Deno.writeTextFileSync(`${place.path}-building`, "half of something");
  replaceStore(place.path, DAMAGED);
  assert.deepEqual(wearables(place), ["d-1"]);
  assert.ok(!files(place).includes("vigil.db-building"));
});

Deno.test("The backup of the essential state stays where it is, and a copy goes with the old store", async () => {
  using place = new TemporaryStore();
  makeStore(place, "d-1");
  const backup = (() => {
    using connection = place.connection();
    return stateBackupText(connection);
  })();
  await writeStateBackup(place.path, backup);
  const { folder } = replaceStore(place.path, DAMAGED);
  for (const path of [`${place.path}-identity`, join(folder, "vigil.db-identity")]) {
    assert.equal(Deno.readTextFileSync(path), backup);
  }
});

Deno.test("A salvage that went into a store that is set aside itself starts again", () => {
  using place = new TemporaryStore();
  makeStore(place, "d-1");
  const { folder: first } = replaceStore(place.path, DAMAGED);
  writeJob(first, { ...readJob(first), done: 50, salvaged: 7 });
  replaceStore(place.path, DAMAGED);
  const jobs = setAsideJobs(place.path);
  assert.deepEqual(jobs.map(({ job: { done, state } }) => [state, done]), [
    ["pending", 0],
    ["pending", 0],
  ]);
});
