import assert from "node:assert/strict";
import { StoreError } from "../../db/sqlite/connection.ts";
import type { WriteInput } from "../../db/transactions/transactions.ts";
import { Store } from "../../db/store.ts";
import { until } from "../support/until.ts";
import { destinationOf, eventOf, standingOf, TemporaryStore } from "../support/temporary_store.ts";

const DEVICE: WriteInput<"addDevice"> = {
  uid: "d-1",
  kid: 1,
  rootKey: new Uint8Array(16),
  epoch: 0,
  createdAtUnixMs: 0,
};

Deno.test("What the store resolves is committed and readable at once", async () => {
  using temporary = new TemporaryStore();
  await using store = await temporary.open();
  const [place] = await store.write("appendEvents", [eventOf(1)]);
  assert.equal(store.read.events.byId(eventOf(1).id)!.sequence, place!.sequence);
  using beside = temporary.connection();
  assert.equal(beside.all("select * from event").length, 1);
});

Deno.test("Writes run in the order in which they were asked for", async () => {
  using temporary = new TemporaryStore();
  await using store = await temporary.open();
  const numbers = Array.from({ length: 500 }, (_, at) => at + 1);
  const places = await Promise.all(
    numbers.map((number) => store.write("appendEvents", [eventOf(number)])),
  );
  assert.deepEqual(places.map(([place]) => place!.sequence), numbers);
});

Deno.test("Whatever is asked for while a batch commits goes out in the next, each promise settled", async () => {
  using temporary = new TemporaryStore();
  await using store = await temporary.open();
  const settled: number[] = [];
  const asking = Array.from(
    { length: 5_000 },
    (_, at) => store.write("appendEvents", [eventOf(at + 1)]).then(() => settled.push(at + 1)),
  );
  assert.equal(store.writer.backlog, 5_000);
  await Promise.all(asking);
  assert.equal(store.writer.backlog, 0);
  assert.equal(settled.length, 5_000);
  assert.ok(settled.every((number, at) => number === at + 1));
});

Deno.test("A write that throws in a batch fails alone and leaves nothing of itself", async () => {
  using temporary = new TemporaryStore();
  await using store = await temporary.open();
  await store.write("settleDestinations", { destinations: [destinationOf("a")], atUnixMs: 0 });
  const broken = { ...eventOf(3), hash: new Uint8Array(31) };
  // The first is in flight alone, so that the others are one batch.
  const results = await Promise.allSettled([
    store.write("appendEvents", [eventOf(1)]),
    store.write("appendEvents", [eventOf(2)]),
    store.write("appendEvents", [eventOf(4), broken]),
    store.write("appendEvents", [eventOf(5)]),
  ]);
  assert.deepEqual(results.map(({ status }) => status), [
    "fulfilled",
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
  const failure = (results[2] as PromiseRejectedResult).reason;
  assert.ok(failure instanceof StoreError);
  assert.match(failure.message, /CHECK constraint failed/);
  assert.equal(failure.errcode, 275);
  const stored = store.read.events.after(0, 10);
  assert.deepEqual(stored.map(({ sequence, ordinal }) => [sequence, ordinal]), [
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
  assert.deepEqual(standingOf(store, 1, "critical"), {
    owed: 3,
    delivered: 0,
    pending: 3,
    shed: 0,
  });
});

Deno.test("A batch with writes that throw is still one commit", async () => {
  using temporary = new TemporaryStore();
  await using store = await temporary.open();
  await store.write("appendEvents", [eventOf(1_000)]);
  const before = commitsIn(`${temporary.path}-wal`);
  // The first goes alone, then 300 in one batch, of which every hundredth is broken.
  const results = await Promise.allSettled(
    Array.from({ length: 301 }, (_, at) => {
      const event = at > 0 && at % 100 === 0
        ? { ...eventOf(at), hash: new Uint8Array(31) }
        : eventOf(at);
      return store.write("appendEvents", [event]);
    }),
  );
  assert.equal(results.filter(({ status }) => status === "rejected").length, 3);
  const commits = commitsIn(`${temporary.path}-wal`) - before;
  assert.ok(commits <= 4, `${commits} commits`);
});

/** Transactions in a write-ahead log: their last frame bears the size of the database (fileformat2, 4.1). */
function commitsIn(path: string): number {
  const bytes = Deno.readFileSync(path);
  const log = new DataView(bytes.buffer);
  const frameBytes = 24 + log.getUint32(8);
  const salt = log.getBigUint64(16);
  let commits = 0;
  let wasCommit = false;
  for (let at = 32; at + frameBytes <= bytes.length; at += frameBytes) {
    if (log.getBigUint64(at + 8) !== salt) break;
    const isCommit = log.getUint32(at + 4) !== 0;
    // The last frame is repeated up to the end of the disk's sector.
    if (isCommit && !wasCommit) commits++;
    wasCommit = isCommit;
  }
  return commits;
}

Deno.test("Closing commits what was asked for, and then refuses", async () => {
  using temporary = new TemporaryStore();
  const store = await temporary.open();
  const asking = Array.from(
    { length: 3_000 },
    (_, at) => store.write("appendEvents", [eventOf(at)]),
  );
  await store[Symbol.asyncDispose]();
  assert.equal((await Promise.all(asking)).length, 3_000);
  await assert.rejects(store.write("appendEvents", [eventOf(9)]), { name: "StoreError" });
  await store[Symbol.asyncDispose]();
  using beside = temporary.direct();
  assert.equal(beside.read.events.sequences().newest, 3_000);
});

Deno.test("A closed store opens again as it was", async () => {
  using temporary = new TemporaryStore();
  {
    await using store = await temporary.open();
    await store.write("appendEvents", [eventOf(1), eventOf(2, "low")]);
  }
  await using store = await temporary.open();
  assert.equal(store.read.events.after(0, 10).length, 2);
  assert.deepEqual(store.read.lanes.accounts().counters.get("sequence"), 2);
});

Deno.test("A closed store is whole in its one file, for who copies it", async () => {
  using temporary = new TemporaryStore();
  {
    await using store = await temporary.open();
    await store.write("appendEvents", [eventOf(1), eventOf(2)]);
  }
  using copy = new TemporaryStore();
  Deno.copyFileSync(temporary.path, copy.path);
  using store = copy.direct();
  assert.equal(store.read.events.after(0, 10).length, 2);
});

Deno.test("The writer waits for another process that holds the lock, and reading does not wait", async () => {
  using temporary = new TemporaryStore();
  await using store = await temporary.open();
  using holder = temporary.connection();
  holder.run("begin immediate");
  const asking = store.write("appendEvents", [eventOf(1)]);
  assert.deepEqual(store.read.events.after(0, 10), []);
  assert.equal(store.writer.backlog, 1);
  holder.run("commit");
  await asking;
  assert.equal(store.read.events.after(0, 10).length, 1);
});

Deno.test("A command writes beside a running gateway, and each sees what the other did", async () => {
  using temporary = new TemporaryStore();
  await using store = await Store.open(temporary.path);
  using command = temporary.direct();
  const version = store.read.devices.version();
  assert.equal(await command.write("addDevice", DEVICE), true);
  assert.ok(store.read.devices.version() > version);
  assert.equal(await store.write("addDevice", DEVICE), false, "the UID is taken");
  await store.write("appendEvents", [eventOf(1)]);
  assert.equal(command.read.events.sequences().newest, 1);
});

Deno.test("A writer without requests owes no answer, and a request that the disk refuses is answered", async () => {
  using temporary = new TemporaryStore();
  await using store = await temporary.open();
  assert.equal(store.writer.silentMs, 0);
  using other = temporary.connection();
  other.run("begin immediate");
  const write = store.write("appendEvents", [eventOf(1)]);
  await until("it owes an answer", () => store.writer.silentMs > 100);
  let longestMs = 0;
  await until("it has answered that the store is locked", () => {
    longestMs = Math.max(longestMs, store.writer.silentMs);
    return store.writer.fault === "locked";
  }, 20_000);
  assert.ok(store.writer.silentMs < longestMs);
  other.run("rollback");
  await write;
  assert.equal(store.writer.silentMs, 0);
});
