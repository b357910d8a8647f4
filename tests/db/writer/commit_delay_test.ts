import assert from "node:assert/strict";
import { Store } from "../../../db/store.ts";
import { acceptedOf, eventOf, TemporaryStore } from "../../support/temporary_store.ts";

const FOR_EVER = { commitDelayMs: 600_000 };

function open(temporary: TemporaryStore, options: { commitDelayMs: number }): Promise<Store> {
  return Store.open(temporary.path, {}, options);
}

/** A frame of an event that is no more than telemetry. */
function telemetryOf(number: number) {
  const frame = acceptedOf(number, 1, number);
  return { ...frame, event: eventOf(number, "low") };
}

Deno.test("A panic goes before what waits and alone, and what is deferred waits on", async () => {
  using temporary = new TemporaryStore();
  await using store = await open(temporary, FOR_EVER);
  const ofOther = (number: number) => {
    const frame = telemetryOf(number);
    return { ...frame, uplink: { ...frame.uplink, device: 2 } };
  };
  const awaited = (number: number) =>
    store.write("acceptFrame", { ...ofOther(number), isAwaited: true });
  const inFlight = awaited(1);
  const waiting = [awaited(2), awaited(3)];
  const panics = [4, 5].map((number) => store.write("acceptFrame", acceptedOf(number, 1, number)));
  await Promise.all([inFlight, ...waiting, ...panics]);
  assert.equal(store.writer.batchCount, 3);
  const deferred = store.write("acceptFrame", ofOther(6));
  await store.write("acceptFrame", acceptedOf(7, 1, 7));
  assert.equal(store.writer.batchCount, 4);
  store.writer.flush();
  await deferred;
  const stored = store.read.events.after(0, 10).map(({ body }) => JSON.parse(body).number);
  assert.deepEqual(stored, [1, 4, 5, 2, 3, 7, 6]);
});

Deno.test("Telemetry waits for others, and what cannot wait takes it along at once", async () => {
  using temporary = new TemporaryStore();
  await using store = await open(temporary, FOR_EVER);
  const telemetry = [1, 2, 3].map((number) => store.write("acceptFrame", telemetryOf(number)));
  assert.equal(store.writer.batchCount, 0);
  await store.write("acceptFrame", { ...telemetryOf(4), isAwaited: true });
  await Promise.all(telemetry);
  assert.equal(store.writer.batchCount, 1);
  const stored = store.read.events.after(0, 10).map(({ body }) => JSON.parse(body).number);
  assert.deepEqual(stored, [1, 2, 3, 4], "the order is kept");
});

Deno.test("What no other write joins goes when its time is over", async () => {
  using temporary = new TemporaryStore();
  await using store = await open(temporary, { commitDelayMs: 1 });
  assert.equal((await store.write("acceptFrame", telemetryOf(1))).outcome, "accepted");
});

Deno.test("Many that may be deferred fill a batch, which waits no longer", async () => {
  using temporary = new TemporaryStore();
  await using store = await open(temporary, FOR_EVER);
  const numbers = Array.from({ length: 256 }, (_, n) => n + 1);
  await Promise.all(numbers.map((number) => store.write("acceptFrame", telemetryOf(number))));
  assert.equal(store.writer.batchCount, 1);
});

Deno.test("A store that is closed keeps what was still deferred", async () => {
  using temporary = new TemporaryStore();
  const store = await open(temporary, FOR_EVER);
  const telemetry = store.write("acceptFrame", telemetryOf(1));
  await store[Symbol.asyncDispose]();
  assert.equal((await telemetry).outcome, "accepted");
});

Deno.test("A store that is flushed defers nothing any more", async () => {
  using temporary = new TemporaryStore();
  await using store = await open(temporary, FOR_EVER);
  const telemetry = store.write("acceptFrame", telemetryOf(1));
  store.writer.flush();
  await telemetry;
  await store.write("acceptFrame", telemetryOf(2));
});

Deno.test("A store without a commit delay commits telemetry at once", async () => {
  using temporary = new TemporaryStore();
  await using store = await open(temporary, { commitDelayMs: 0 });
  await store.write("acceptFrame", telemetryOf(1));
  assert.equal(store.writer.batchCount, 1);
});

Deno.test("A test of a wearable waits for nothing, though it is as little urgent as telemetry", async () => {
  using temporary = new TemporaryStore();
  await using store = await open(temporary, FOR_EVER);
  const frame = telemetryOf(1);
  await store.write("acceptFrame", { ...frame, event: { ...frame.event, type: "test" } });
  assert.equal(store.writer.batchCount, 1);
});

Deno.test("A message whose wearable is to get an answer waits for nothing", async () => {
  using temporary = new TemporaryStore();
  await using store = await open(temporary, FOR_EVER);
  await store.write("acceptFrame", { ...telemetryOf(1), isAwaited: true });
  assert.equal(store.writer.batchCount, 1);
});

Deno.test("What confirms telemetry is deferred, and many confirmations fill a batch", async () => {
  using temporary = new TemporaryStore();
  await using store = await open(temporary, FOR_EVER);
  const confirm = (count: number) =>
    store.write("confirm", {
      destination: 1,
      acknowledgements: Array.from({ length: count }, () => ({ id: new Uint8Array(16) })),
      onlyOffered: false,
      mayDefer: true,
    });
  const first = confirm(200);
  assert.equal(store.writer.batchCount, 0);
  await Promise.all([first, confirm(56)]);
  assert.equal(store.writer.batchCount, 1);
});

Deno.test("Retention goes between others and does not end the wait of telemetry", async () => {
  using temporary = new TemporaryStore();
  await using store = await open(temporary, FOR_EVER);
  let isStored = false;
  const telemetry = store.write("acceptFrame", telemetryOf(1)).then(() => isStored = true);
  const limits = { telemetry: 0, positions: 0, events: 0 };
  await store.write("expireEvents", { lane: 0, afterOrdinal: 0, count: 10, limits });
  assert.equal(isStored, false);
  store.writer.flush();
  await telemetry;
});
