/** An alarm is safe with one commit, dispatch is told then, and whoever reads finds it in its places. */
import assert from "node:assert/strict";
import { findProblems } from "../../../db/repair/repair.ts";
import type { Store } from "../../../db/store.ts";
import { encodeHex } from "../../../devices/hex.ts";
import { dieWhenSafe, whatIsStored } from "../../support/die_when_safe.ts";
import { alarmOf, fillWithAlarms } from "../../support/stored_alarms.ts";
import { standingOf, TemporaryStore } from "../../support/temporary_store.ts";

const FIRST = 4;
const NEW = FIRST + 1;

/** A store with alarms, all of them in their places. */
function filled(): TemporaryStore {
  const place = new TemporaryStore();
  using store = place.direct();
  fillWithAlarms(store, FIRST, 1);
  return place;
}

function assertIsWhole({ read }: Pick<Store, "read">, place: TemporaryStore): void {
  const { answer, event, opens, uplink } = alarmOf(NEW);
  const stored = read.events.byId(event.id)!;
  assert.deepEqual([stored.sequence, stored.lane], [NEW, 0]);
  assert.deepEqual(read.frames.answers(uplink), [answer]);
  assert.equal(read.incidents.state(opens!.id), "new");
  assert.equal(read.devices.keys(1)[0]!.newestCounter, uplink.counter);
  assert.equal(read.streams.entryOf(1, stored)!.number, NEW);
  assert.equal(read.lanes.accounts().counters.get("frames/received"), NEW);
  assert.deepEqual(findProblems(place.path), []);
}

Deno.test("Dispatch knows of an alarm with its first commit, and who waits for it can read it", async () => {
  using place = filled();
  await using store = await place.open();
  const alarm = alarmOf(NEW);
  const safe = Promise.withResolvers<void>();
  let isReadable = true;
  const write = store.write("acceptFrame", alarm, () => {
    isReadable = store.read.events.byId(alarm.event.id) !== undefined;
    safe.resolve();
  });
  await safe.promise;
  assert.equal(isReadable, false, "its places follow");
  const [offered] = store.recent.eventsAfter(0, 1)!;
  assert.deepEqual([offered!.id, offered!.sequence], [encodeHex(alarm.event.id), NEW]);
  await store.recent.readable();
  assertIsWhole(store, place);
  assert.equal(store.read.events.byId(alarm.event.id)!.body, alarm.event.body);
  assert.equal((await write).outcome, "accepted");
});

Deno.test("An alarm that is confirmed before it has its places is not offered from memory once more", async () => {
  using place = filled();
  await using store = await place.open();
  const alarm = alarmOf(NEW);
  const acknowledgements = [{ id: alarm.event.id, hash: alarm.event.hash }];
  const confirmed = Promise.withResolvers<unknown>();
  await store.write("acceptFrame", alarm, () => {
    const confirmation = { destination: 2, acknowledgements, onlyOffered: false };
    confirmed.resolve(store.write("confirm", confirmation));
  });
  assert.deepEqual((await confirmed.promise as { verdicts: unknown }).verdicts, ["confirmed"]);
  assert.equal(store.recent.eventsAfter(0, 1), undefined);
});

Deno.test("A gateway killed between the two commits of an alarm goes on with the alarm in its places", async () => {
  using place = filled();
  await dieWhenSafe(place.path, NEW);
  assert.deepEqual(whatIsStored(place), { waiting: 1, events: FIRST });
  assert.deepEqual(findProblems(place.path), []);
  await using store = await place.open();
  assertIsWhole(store, place);
  assert.deepEqual(whatIsStored(place), { waiting: 0, events: NEW });
});

Deno.test("A command that opens a store whose gateway was killed so sees the alarm", async () => {
  using place = filled();
  await dieWhenSafe(place.path, NEW);
  using store = place.direct();
  assertIsWhole(store, place);
  assert.deepEqual(standingOf(store, 1, "critical")!.pending, 2);
});

Deno.test("An alarm that is repeated after such a kill is a repeat, and hears the answer of before", async () => {
  using place = filled();
  await dieWhenSafe(place.path, NEW);
  await using store = await place.open();
  const { answer, uplink } = alarmOf(NEW);
  const again = { ...alarmOf(NEW), answer: new Uint8Array(6).fill(99) };
  const outcome = await store.write("acceptFrame", again);
  assert.equal(outcome.outcome, "repeated");
  assert.deepEqual("answers" in outcome && outcome.answers, [answer]);
  assert.deepEqual(store.read.frames.seen(uplink).map(({ sequence }) => sequence), [NEW]);
});

Deno.test("However much of the second commit a power cut leaves, the alarm is there whole", async () => {
  using place = filled();
  const log = `${place.path}-wal`;
  let safeBytes = 0;
  const cuts: { database: Uint8Array; log: Uint8Array }[] = [];
  {
    await using store = await place.open();
    await store.write("acceptFrame", alarmOf(NEW), () => {
      safeBytes = Deno.statSync(log).size;
    });
    const whole = Deno.readFileSync(log);
    const database = Deno.readFileSync(place.path);
    assert.ok(whole.length > safeBytes, "the second commit is in the log");
    for (let size = safeBytes; size <= whole.length; size += 4_000) {
      cuts.push({ database, log: whole.slice(0, size) });
    }
  }
  for (const cut of cuts) {
    using elsewhere = new TemporaryStore();
    Deno.writeFileSync(elsewhere.path, cut.database);
    Deno.writeFileSync(`${elsewhere.path}-wal`, cut.log);
    using store = elsewhere.direct();
    const { event, uplink } = alarmOf(NEW);
    assert.equal(store.read.events.byId(event.id)?.sequence, NEW);
    assert.equal(store.read.frames.seen(uplink).length, 1);
    assert.deepEqual(findProblems(elsewhere.path), []);
  }
});
