import assert from "node:assert/strict";
import { PRIORITIES } from "../../../devices/event.ts";
import type { Store } from "../../../db/store.ts";
import { acceptedOf, eventOf, TemporaryStore } from "../../support/temporary_store.ts";

const LANE = 0;

async function withStore(body: (store: Store, destination: number) => Promise<void>) {
  using temporary = new TemporaryStore();
  await using store = await temporary.open();
  const numbers = await store.write("settleDestinations", {
    destinations: [{
      name: "m",
      type: "mqtt",
      required: true,
      priorities: PRIORITIES,
      unverified: false,
    }],
    atUnixMs: 1,
  });
  await body(store, numbers.get("m")!);
}

const accept = (store: Store, number: number) =>
  store.write("acceptFrame", acceptedOf(number, 1, number));

Deno.test("What was just accepted is known as the store has it", async () => {
  await withStore(async (store, destination) => {
    for (const number of [1, 2, 3]) await accept(store, number);
    const known = store.recent.eventsAfter(LANE, 1);
    assert.deepEqual(known, store.read.lanes.pending(destination, LANE, 1, 10));
    assert.equal(store.recent.eventsAfter(LANE, 3), undefined);
    assert.equal(store.recent.eventsAfter(2, 0), undefined);
  });
});

Deno.test("An event that is stored already is not given from memory as it was heard again", async () => {
  await withStore(async (store) => {
    await accept(store, 1);
    const again = acceptedOf(1, 1, 1);
    const event = { ...eventOf(1, "critical", '{"heard":"again"}'), isAnswerable: true };
    const { outcome } = await store.write("acceptFrame", { ...again, event });
    assert.equal(outcome, "repeated");
    const [stored] = store.read.events.after(0, 9);
    assert.deepEqual(store.recent.eventsAfter(LANE, 0), [stored]);
  });
});

Deno.test("Where something is missing between, the store has to be asked", async () => {
  await withStore(async (store) => {
    await accept(store, 1);
    await store.write("appendEvents", [eventOf(2)]);
    await accept(store, 3);
    assert.equal(store.recent.eventsAfter(LANE, 0), undefined);
    assert.equal(store.recent.eventsAfter(LANE, 1), undefined);
    assert.deepEqual(store.recent.eventsAfter(LANE, 2)?.map(({ ordinal }) => ordinal), [3]);
    for (let number = 4; number < 60; number++) await accept(store, number);
    assert.equal(store.recent.eventsAfter(LANE, 2), undefined);
    assert.equal(store.recent.eventsAfter(LANE, 40)?.length, 19);
  });
});

Deno.test("What one destination is about to confirm is not given to any from memory", async () => {
  await withStore(async (store, destination) => {
    for (const number of [1, 2, 3]) await accept(store, number);
    const { id } = eventOf(2);
    const confirming = store.write("confirm", {
      destination,
      acknowledgements: [{ id }],
      onlyOffered: false,
    });
    assert.equal(store.recent.eventsAfter(LANE, 1), undefined);
    assert.deepEqual(store.recent.eventsAfter(LANE, 2)?.map(({ ordinal }) => ordinal), [3]);
    await confirming;
  });
});

Deno.test("A change of the registry is known of once it is stored, and frames are none", async () => {
  await withStore(async (store) => {
    await accept(store, 1);
    const before = store.recent.registryChanges;
    const device = {
      uid: "d-1",
      kid: 1,
      rootKey: new Uint8Array(16),
      epoch: 0,
      createdAtUnixMs: 1,
    };
    await store.write("addDevice", device);
    assert.equal(store.recent.registryChanges, before + 1);
    await accept(store, 2);
    assert.equal(store.recent.registryChanges, before + 1);
  });
});

Deno.test("Of a store that was replaced nothing is known from memory", async () => {
  await withStore(async (store) => {
    await accept(store, 1);
    const before = store.recent.registryChanges;
    store.writer.replaceDamaged("as a test has it");
    await accept(store, 2);
    const [stored] = store.read.events.after(0, 9);
    assert.deepEqual(store.recent.eventsAfter(LANE, stored!.ordinal - 1), [stored]);
    assert.equal(store.recent.eventsAfter(LANE, stored!.ordinal - 2), undefined);
    assert.notEqual(store.recent.registryChanges, before);
  });
});
