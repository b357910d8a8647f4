/** Alarms that were safe and had not their places when their store was damaged, copied or replaced. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { backupStore, restoreStore } from "../../../db/repair/backup/backup.ts";
import { replaceIfUnusable, replaceStore } from "../../../db/repair/rebuild/replace.ts";
import { salvageFolder, salvageInto } from "../../../db/repair/salvage/run_salvage.ts";
import { DirectStore, Store } from "../../../db/store.ts";
import { encodeHex } from "../../../devices/hex.ts";
import { boxUser } from "../../support/authors.ts";
import { dieWhenSafe, whatIsStored } from "../../support/die_when_safe.ts";
import { alarmOf, fillWithAlarms } from "../../support/stored_alarms.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

const FIRST = 8;
const NEW = FIRST + 1;
const ACTOR = { by: boxUser("jan"), atUnixMs: 7 };

/** A store with alarms, the last of which waits for its places. */
async function withWaitingAlarm(): Promise<TemporaryStore> {
  const place = new TemporaryStore();
  {
    using store = place.direct();
    fillWithAlarms(store, FIRST, FIRST);
  }
  await dieWhenSafe(place.path, NEW);
  assert.deepEqual(whatIsStored(place), { waiting: 1, events: FIRST });
  return place;
}

/** Its message counts as taken, with its answer, and its incident is open. */
function assertIsKnown({ read }: DirectStore): void {
  const { answer, opens, uplink } = alarmOf(NEW);
  assert.equal(read.frames.seen(uplink).length, 1);
  assert.deepEqual(read.frames.answers(uplink), [answer]);
  assert.equal(read.devices.keys(1)[0]!.newestCounter, NEW);
  assert.equal(read.incidents.state(opens!.id), "new");
}

function isOwed({ read }: DirectStore, destination: number): boolean {
  const id = encodeHex(alarmOf(NEW).event.id);
  return read.lanes.pending(destination, 0, 0, 100).some((event) => event.id === id);
}

Deno.test("What takes the place of a damaged store knows an alarm that waited, and salvage brings it", async () => {
  using place = await withWaitingAlarm();
  const { folder } = replaceStore(place.path, { reason: "damaged", message: "a test" });
  {
    using store = place.direct();
    assertIsKnown(store);
  }
  await salvageFolder(folder, place.path, () => {}, 0);
  using store = place.direct();
  assertIsKnown(store);
  const { event, opens } = alarmOf(NEW);
  const found = store.read.events.byId(event.id)!;
  assert.equal(store.read.frames.seen(alarmOf(NEW).uplink)[0]!.sequence, found.sequence);
  assert.equal(store.read.events.opening(opens!.id)!.id, found.id);
  assert.deepEqual([isOwed(store, 1), isOwed(store, 2)], [true, true]);
});

Deno.test("An alarm that waited is found in the bare pages of a file that nothing else can read", async () => {
  using place = await withWaitingAlarm();
  const copy = join(place.folder, "copy.db");
  assert.deepEqual(await backupStore(place.path, copy), []);
  Deno.writeFileSync(copy, Deno.readFileSync(copy).fill(0, 0, 4_096));
  const into = join(place.folder, "new.db");
  const { salvaged } = await salvageInto(copy, into, join(place.folder, "lost.txt"), () => {});
  assert.equal(salvaged, NEW);
  using store = new DirectStore(into);
  assert.equal(store.read.events.byId(alarmOf(NEW).event.id)!.type, "panic");
});

Deno.test("A backup has an alarm that waits, and whoever puts it back has it in its places", async () => {
  using place = await withWaitingAlarm();
  const backup = join(place.folder, "backup.db");
  assert.deepEqual(await backupStore(place.path, backup), []);
  using other = new TemporaryStore();
  await restoreStore(other.path, backup, ACTOR);
  assert.deepEqual(whatIsStored(other), { waiting: 0, events: NEW });
  using store = other.direct();
  assert.deepEqual(store.read.events.byId(alarmOf(NEW).event.id)!.sequence, NEW);
  assert.deepEqual([isOwed(store, 1), isOwed(store, 2)], [true, true]);
});

Deno.test("A backup that is put back over a store in which an alarm waits does not take that alarm twice", async () => {
  using place = new TemporaryStore();
  {
    using store = place.direct();
    fillWithAlarms(store, FIRST, FIRST);
  }
  const backup = join(place.folder, "backup.db");
  assert.deepEqual(await backupStore(place.path, backup), []);
  await dieWhenSafe(place.path, NEW);
  const { folder, isLaterKnown } = await restoreStore(place.path, backup, ACTOR);
  assert.equal(isLaterKnown, true);
  await salvageFolder(folder, place.path, () => {}, 0);
  using store = place.direct();
  assertIsKnown(store);
  assert.deepEqual([isOwed(store, 1), isOwed(store, 2)], [true, true]);
});

Deno.test("A store whose waiting alarm is damaged is set aside, and its gateway starts", async () => {
  using place = await withWaitingAlarm();
  {
    using db = place.connection();
    db.run("update intake set frame = replace(frame, '\"alarm\":9', '\"alarm\":8')");
    db.checkpoint();
  }
  assert.equal(replaceIfUnusable(place.path), undefined, "its pages are whole");
  const replaced: string[] = [];
  const watcher = { onReplaced: ({ reason }: { reason: string }) => void replaced.push(reason) };
  await using store = await Store.open(place.path, watcher, { replacesUnusable: true });
  const outcome = await store.write("acceptFrame", alarmOf(NEW + 1));
  assert.equal(outcome.outcome, "accepted");
  assert.deepEqual(replaced, ["damaged"]);
});
