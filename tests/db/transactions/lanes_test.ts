import assert from "node:assert/strict";
import { decodeHex } from "../../../devices/hex.ts";
import type { DirectStore } from "../../../db/store.ts";
import {
  destinationOf,
  eventOf,
  owedSequences,
  settle,
  standingOf,
  TemporaryStore,
} from "../../support/temporary_store.ts";

function append(store: DirectStore, ...numbers: number[]) {
  return store.writeNow("appendEvents", numbers.map((number) => eventOf(number)));
}

function confirm(store: DirectStore, destination: number, ...numbers: number[]) {
  return store.writeNow("confirm", {
    destination,
    acknowledgements: numbers.map((number) => {
      const { id, hash } = eventOf(number);
      return { id, hash };
    }),
    onlyOffered: false,
  }).verdicts;
}

/** Watermark and the ranges beyond it, of lane 0. */
function laneRow(temporary: TemporaryStore) {
  using connection = temporary.connection();
  const { watermark, beyond } = connection.get("select watermark, beyond from lane")!;
  const ranges = connection.all("select first, last from confirmed_range order by first");
  return { watermark, beyond, ranges: ranges.map(({ first, last }) => [first, last]) };
}

/** One destination that is owed five critical events. */
function withFive(temporary: TemporaryStore): DirectStore {
  const store = temporary.direct();
  settle(store, destinationOf("a", { priorities: ["critical"] }));
  append(store, 1, 2, 3, 4, 5);
  return store;
}

Deno.test("Confirmed in order, a lane writes nothing but its own row", () => {
  using temporary = new TemporaryStore();
  using store = withFive(temporary);
  for (const number of [1, 2, 3]) confirm(store, 1, number);
  assert.deepEqual(laneRow(temporary), { watermark: 3, beyond: 0, ranges: [] });
  assert.deepEqual(owedSequences(store, 1, "critical"), [4, 5]);
});

Deno.test("The watermark stops at a hole and moves over all that is contiguous when it is filled", () => {
  using temporary = new TemporaryStore();
  using store = withFive(temporary);
  confirm(store, 1, 5);
  confirm(store, 1, 3, 2);
  assert.deepEqual(laneRow(temporary), { watermark: 0, beyond: 3, ranges: [[2, 3], [5, 5]] });
  assert.deepEqual(owedSequences(store, 1, "critical"), [1, 4]);
  confirm(store, 1, 1);
  assert.deepEqual(laneRow(temporary), { watermark: 3, beyond: 1, ranges: [[5, 5]] });
  assert.deepEqual(owedSequences(store, 1, "critical"), [4]);
  confirm(store, 1, 4);
  assert.deepEqual(laneRow(temporary), { watermark: 5, beyond: 0, ranges: [] });
  assert.deepEqual(standingOf(store, 1, "critical"), {
    owed: 5,
    delivered: 5,
    pending: 0,
    shed: 0,
  });
});

Deno.test("A confirmation counts once, in one call, in two, beyond the watermark and below it", () => {
  using temporary = new TemporaryStore();
  using store = withFive(temporary);
  assert.deepEqual(confirm(store, 1, 1, 1, 4, 4), Array(4).fill("confirmed"));
  assert.deepEqual(confirm(store, 1, 1, 4), Array(2).fill("confirmed"));
  assert.deepEqual(standingOf(store, 1, "critical"), {
    owed: 5,
    delivered: 2,
    pending: 3,
    shed: 0,
  });
  assert.deepEqual(owedSequences(store, 1, "critical"), [2, 3, 5]);
});

Deno.test("What one destination confirms changes nothing for another", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  settle(store, destinationOf("a"), destinationOf("b", { type: "mqtt" }));
  append(store, 1, 2);
  confirm(store, 1, 1, 2);
  assert.deepEqual(owedSequences(store, 1, "critical"), []);
  assert.deepEqual(owedSequences(store, 2, "critical"), [1, 2]);
});

Deno.test("A destination number that does not exist confirms nothing", () => {
  using temporary = new TemporaryStore();
  using store = withFive(temporary);
  assert.deepEqual(confirm(store, 99, 1), ["unknown"]);
});

Deno.test("A wrong hash, and an event that is not owed to it, confirm nothing", () => {
  using temporary = new TemporaryStore();
  using store = withFive(temporary);
  store.writeNow("appendEvents", [eventOf(6, "low")]);
  const { id } = eventOf(1);
  const { verdicts } = store.writeNow("confirm", {
    destination: 1,
    acknowledgements: [{ id, hash: new Uint8Array(32) }, { id: eventOf(6).id }],
    onlyOffered: false,
  });
  assert.deepEqual(verdicts, ["wrong-hash", "unknown"]);
  assert.deepEqual(standingOf(store, 1, "critical"), {
    owed: 5,
    delivered: 0,
    pending: 5,
    shed: 0,
  });
});

Deno.test("What a stream was never offered is unknown; how far it was offered never goes back", () => {
  using temporary = new TemporaryStore();
  using store = withFive(temporary);
  const ack = (number: number) =>
    store.writeNow("confirm", {
      destination: 1,
      acknowledgements: [{ id: eventOf(number).id }],
      onlyOffered: true,
    }).verdicts[0];
  assert.equal(ack(1), "unknown");
  store.writeNow("markOffered", { destination: 1, upTo: [{ lane: 0, ordinal: 3 }] });
  store.writeNow("markOffered", { destination: 1, upTo: [{ lane: 0, ordinal: 2 }] });
  assert.equal(ack(3), "confirmed");
  assert.equal(ack(4), "unknown");
});

Deno.test("Of one lane, pending events come in order, after an ordinal, as many as asked for", () => {
  using temporary = new TemporaryStore();
  using store = withFive(temporary);
  confirm(store, 1, 3);
  const ordinals = (after: number, limit: number) =>
    store.read.lanes.pending(1, 0, after, limit).map(({ ordinal }) => ordinal);
  assert.deepEqual(ordinals(0, 10), [1, 2, 4, 5]);
  assert.deepEqual(ordinals(1, 2), [2, 4]);
  assert.deepEqual(ordinals(5, 10), []);
  assert.equal(store.read.lanes.isPending(1, 0, 2), true);
  assert.equal(store.read.lanes.isPending(1, 0, 3), false);
  assert.equal(store.read.lanes.isPending(1, 0, 6), false);
});

Deno.test("The oldest event that is owed to anyone gives the age of the backlog", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  settle(store, destinationOf("a"), destinationOf("b"));
  assert.equal(store.read.lanes.oldestPendingUnixMs(), undefined);
  append(store, 1, 2, 3);
  confirm(store, 1, 1, 2, 3);
  confirm(store, 2, 1);
  assert.equal(store.read.lanes.oldestPendingUnixMs(), eventOf(2).receivedAtUnixMs);
});

Deno.test("An event is received when all required destinations that are owed it have it", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  settle(
    store,
    destinationOf("a", { required: true }),
    destinationOf("b", { required: true }),
    destinationOf("low-only", { required: true, priorities: ["low"] }),
    destinationOf("c"),
  );
  append(store, 1);
  const isReceived = () => store.read.lanes.isReceived(1);
  confirm(store, 4, 1);
  assert.equal(isReceived(), false);
  confirm(store, 1, 1);
  assert.equal(isReceived(), false);
  confirm(store, 2, 1);
  assert.equal(isReceived(), true);
  assert.equal(store.read.lanes.isReceived(77), false);
});

Deno.test("A destination that left the configuration holds no answer back", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  const kept = destinationOf("a", { required: true });
  settle(store, kept, destinationOf("gone", { required: true }));
  append(store, 1);
  confirm(store, 1, 1);
  assert.equal(store.read.lanes.isReceived(1), false);
  settle(store, kept);
  assert.equal(store.read.lanes.isReceived(1), true);
});

Deno.test("Events are stored once: an id that is there already changes nothing", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  settle(store, destinationOf("a"));
  const first = append(store, 1, 2);
  const { lane, ordinal, sequence } = first[0]!;
  assert.deepEqual({ lane, ordinal, sequence }, { lane: 0, ordinal: 1, sequence: 1 });
  const again = store.writeNow("appendEvents", [{ ...eventOf(1, "low"), body: "{}" }, eventOf(3)]);
  assert.deepEqual(again.map((place) => place.sequence), [1, 3]);
  const [kept] = store.read.events.after(0, 1);
  assert.equal(kept!.body, eventOf(1).body);
  assert.deepEqual(standingOf(store, 1, "low"), { owed: 0, delivered: 0, pending: 0, shed: 0 });
  assert.deepEqual(store.read.events.sequences(), { oldest: 1, newest: 3 });
});

Deno.test("Events are read by cursor, newest first and by id", () => {
  using temporary = new TemporaryStore();
  using store = withFive(temporary);
  const reader = store.read;
  assert.deepEqual(reader.events.after(2, 2).map(({ sequence }) => sequence), [3, 4]);
  assert.deepEqual(reader.events.newest(2).map(({ sequence }) => sequence), [5, 4]);
  const event = reader.events.byId(eventOf(4).id)!;
  assert.equal(event.sequence, 4);
  assert.deepEqual(decodeHex(event.hash), new Uint8Array(eventOf(4).hash));
  assert.equal(reader.events.byId(new Uint8Array(16)), undefined);
});

Deno.test("The end of a long hold-up moves the watermark over all of it at once, and every account stays exact", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  settle(store, destinationOf("a", { priorities: ["critical"] }));
  const numbers = Array.from({ length: 7_000 }, (_, at) => at + 1);
  append(store, ...numbers);
  confirm(store, 1, ...numbers.slice(1));
  assert.deepEqual(laneRow(temporary), { watermark: 0, beyond: 6_999, ranges: [[2, 7_000]] });
  confirm(store, 1, 1);
  assert.deepEqual(laneRow(temporary), { watermark: 7_000, beyond: 0, ranges: [] });
  assert.deepEqual(standingOf(store, 1, "critical"), {
    owed: 7_000,
    delivered: 7_000,
    pending: 0,
    shed: 0,
  });
});

Deno.test("What is confirmed between two ranges joins them, and beside one becomes a part of it", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  settle(store, destinationOf("a", { priorities: ["critical"] }));
  append(store, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  confirm(store, 1, 3, 7);
  confirm(store, 1, 6, 4);
  assert.deepEqual(laneRow(temporary), { watermark: 0, beyond: 4, ranges: [[3, 4], [6, 7]] });
  confirm(store, 1, 9, 5);
  assert.deepEqual(laneRow(temporary), { watermark: 0, beyond: 6, ranges: [[3, 7], [9, 9]] });
  assert.deepEqual(owedSequences(store, 1, "critical"), [1, 2, 8]);
  confirm(store, 1, 2, 1);
  assert.deepEqual(laneRow(temporary), { watermark: 7, beyond: 1, ranges: [[9, 9]] });
});
