import assert from "node:assert/strict";
import type { DirectStore } from "../../../db/store.ts";
import { encodeHex } from "../../../devices/hex.ts";
import type { Priority } from "../../../devices/event.ts";
import {
  destinationOf,
  eventOf,
  owedSequences,
  settle,
  standingOf,
  TemporaryStore,
} from "../../support/temporary_store.ts";

function append(store: DirectStore, number: number, priority: Priority = "critical") {
  store.writeNow("appendEvents", [eventOf(number, priority)]);
}

function confirm(store: DirectStore, destination: number, number: number) {
  const acknowledgements = [{ id: eventOf(number).id }];
  store.writeNow("confirm", { destination, acknowledgements, onlyOffered: false });
}

/** Numbers and chain of everything that a stream is owed, oldest first. */
function chainOf(store: DirectStore, destination: number) {
  const reader = store.read;
  const owed = [0, 2, 4, 6].flatMap((lane) => reader.lanes.pending(destination, lane, 0, 100))
    .sort((a, b) => a.sequence - b.sequence);
  return owed.map((event) => reader.streams.entryOf(destination, event)!);
}

function assertChain(store: DirectStore, destination: number, sequences: number[]) {
  const chain = chainOf(store, destination).sort((a, b) => a.number - b.number);
  assert.deepEqual(chain.map(({ sequence }) => sequence), sequences);
  let previous = "0".repeat(64);
  chain.forEach((event, at) => {
    assert.equal(event.number, at + 1);
    assert.equal(event.previousHash, previous);
    previous = event.hash;
  });
}

Deno.test("A new destination is owed everything that is stored", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  append(store, 1);
  append(store, 2, "low");
  append(store, 3);
  settle(store, destinationOf("a"));
  append(store, 4);
  assert.deepEqual(owedSequences(store, 1, "critical"), [1, 3, 4]);
  assert.deepEqual(owedSequences(store, 1, "low"), [2]);
  assert.deepEqual(standingOf(store, 1, "critical"), {
    owed: 3,
    delivered: 0,
    pending: 3,
    shed: 0,
  });
  assertChain(store, 1, [1, 2, 3, 4]);
});

Deno.test("A new destination is owed nothing of what retention has removed", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  for (const number of [1, 2, 3]) append(store, number);
  {
    using connection = temporary.connection();
    connection.run("delete from event where sequence <= 2");
  }
  settle(store, destinationOf("a"));
  assert.deepEqual(standingOf(store, 1, "critical"), {
    owed: 1,
    delivered: 0,
    pending: 1,
    shed: 0,
  });
  assert.deepEqual(owedSequences(store, 1, "critical"), [3]);
});

Deno.test("The numbers of a stream are contiguous from 1 and chained, across its priorities", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  settle(store, destinationOf("a"), destinationOf("b", { priorities: ["critical"] }));
  const priorities: Priority[] = ["low", "critical", "normal", "critical", "high"];
  priorities.forEach((priority, at) => append(store, at + 1, priority));
  assertChain(store, 1, [1, 2, 3, 4, 5]);
  assertChain(store, 2, [2, 4]);
  assert.equal(store.read.streams.newestSequence(1), 5);
  assert.equal(store.read.streams.newestSequence(2), 4);
});

Deno.test("The number of an event in its stream and the hash before it outlive confirmations", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  settle(store, destinationOf("a"));
  for (const number of [1, 2, 3]) append(store, number);
  confirm(store, 1, 1);
  confirm(store, 1, 2);
  const [third] = chainOf(store, 1);
  assert.equal(third!.number, 3);
  assert.equal(third!.previousHash, encodeHex(eventOf(2).hash));
});

Deno.test("A destination that leaves the configuration keeps its backlog and comes back to it", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  settle(store, destinationOf("a"), destinationOf("b"));
  append(store, 1);
  append(store, 2);
  confirm(store, 2, 1);
  settle(store, destinationOf("a"));
  append(store, 3);
  assert.deepEqual(
    store.read.lanes.destinations().map(({ name, isConfigured }) => [name, isConfigured]),
    [
      ["a", true],
      ["b", false],
    ],
  );
  const numbers = settle(store, destinationOf("b"), destinationOf("a"));
  assert.deepEqual([...numbers], [["b", 2], ["a", 1]]);
  assert.deepEqual(owedSequences(store, 2, "critical"), [2, 3]);
  assert.deepEqual(standingOf(store, 2, "critical"), {
    owed: 3,
    delivered: 1,
    pending: 2,
    shed: 0,
  });
  const stream = chainOf(store, 2);
  assert.deepEqual(stream.map(({ number }) => number), [2, 3]);
});

Deno.test("A priority that is given up stays owed as far as it went, and no further", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  settle(store, destinationOf("a"));
  append(store, 1, "low");
  append(store, 2, "low");
  settle(store, destinationOf("a", { priorities: ["critical"] }));
  append(store, 3, "low");
  append(store, 4);
  assert.deepEqual(owedSequences(store, 1, "low"), [1, 2]);
  confirm(store, 1, 3);
  assert.deepEqual(standingOf(store, 1, "low"), { owed: 2, delivered: 0, pending: 2, shed: 0 });
  confirm(store, 1, 2);
  assert.deepEqual(owedSequences(store, 1, "low"), [1]);
  assert.equal(store.read.streams.newestSequence(1), 4);
});

Deno.test("A priority that is taken up again is owed with all that came meanwhile", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  settle(store, destinationOf("a"));
  append(store, 1, "low");
  confirm(store, 1, 1);
  settle(store, destinationOf("a", { priorities: ["critical"] }));
  append(store, 2, "low");
  settle(store, destinationOf("a"));
  append(store, 3, "low");
  assert.deepEqual(owedSequences(store, 1, "low"), [2, 3]);
  assert.deepEqual(standingOf(store, 1, "low"), { owed: 3, delivered: 1, pending: 2, shed: 0 });
  assert.deepEqual(chainOf(store, 1).map(({ number }) => number), [2, 3]);
});

Deno.test("The same configuration again changes nothing", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  settle(store, destinationOf("a"), destinationOf("b", { type: "mqtt" }));
  for (const number of [1, 2, 3]) append(store, number);
  confirm(store, 1, 2);
  const before = store.read.lanes.accounts();
  for (let times = 0; times < 3; times++) {
    settle(store, destinationOf("a"), destinationOf("b", { type: "mqtt" }));
  }
  assert.deepEqual(store.read.lanes.accounts(), before);
  assert.deepEqual(chainOf(store, 1).map(({ number }) => number), [1, 3]);
});

Deno.test("What proves nothing of its sender goes only to destinations that ask for it", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  settle(store, destinationOf("a"), destinationOf("b", { unverified: true }));
  store.writeNow("appendEvents", [{ ...eventOf(1), lane: 1 }]);
  assert.deepEqual(store.read.lanes.pending(1, 1, 0, 10), []);
  assert.equal(store.read.lanes.pending(2, 1, 0, 10).length, 1);
});

Deno.test("A destination that becomes a stream gives everything that it is owed a number", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  settle(store, destinationOf("a", { type: "mqtt" }));
  append(store, 1, "low");
  append(store, 2);
  settle(store, destinationOf("a", { priorities: ["critical"] }));
  append(store, 3);
  append(store, 4, "low");
  assertChain(store, 1, [1, 2, 3]);
});
