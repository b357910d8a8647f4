import assert from "node:assert/strict";
import { encodeHex } from "../../../../devices/hex.ts";
import { nextBatch } from "../../../../handlers/delivery/streams/poll_batch.ts";
import type { VolatileEvent } from "../../../../handlers/delivery/volatile_events.ts";
import {
  destinationOf,
  eventOf,
  settle,
  TemporaryStore,
} from "../../../support/temporary_store.ts";

function volatileOf(number: number, priority: "critical" | "high"): VolatileEvent {
  const { body, hash, id, lane, type } = eventOf(number, priority);
  return { id: encodeHex(id), hash: encodeHex(hash), type, lane, priority, json: body };
}

Deno.test("What is not stored yet goes first among its priority, and never before a more urgent one", () => {
  using folder = new TemporaryStore();
  using store = folder.direct();
  const number = settle(store, destinationOf("s")).get("s")!;
  store.writeNow("appendEvents", [eventOf(1, "critical"), eventOf(2, "high")]);

  const volatileEvents = [volatileOf(3, "critical"), volatileOf(4, "high")];
  const offered = (maxEvents: number) =>
    nextBatch({ reader: store.read, destination: number }, maxEvents, () => false, volatileEvents)
      .events.map((json) => JSON.parse(json).number);
  assert.deepEqual(offered(10), [3, 1, 4, 2]);
  assert.deepEqual(offered(2), [3, 1]);
});

Deno.test("Only what is stored is marked as offered", () => {
  using folder = new TemporaryStore();
  using store = folder.direct();
  const number = settle(store, destinationOf("s")).get("s")!;
  store.writeNow("appendEvents", [eventOf(1, "critical")]);
  const batch = nextBatch({ reader: store.read, destination: number }, 10, () => false, [
    volatileOf(3, "high"),
  ]);
  assert.deepEqual(batch.upTo, [{ lane: 0, ordinal: 1 }]);
});

Deno.test("Each event of an answer has its own number in the stream, and one that damage took the number of goes without", () => {
  using folder = new TemporaryStore();
  using store = folder.direct();
  const number = settle(store, destinationOf("other"), destinationOf("s")).get("s")!;
  const [first, unnumbered, third, last] = [
    eventOf(1, "low"),
    eventOf(2, "high"),
    eventOf(3, "critical"),
    eventOf(4, "high"),
  ];
  store.writeNow("appendEvents", [first, unnumbered, third, last]);
  {
    using db = folder.connection();
    db.run("delete from stream_entry where destination = ? and number = 2", number);
  }
  const given = nextBatch({ reader: store.read, destination: number }, 10, () => false).events.map(
    (json) => {
      const { number, previoushash, streamsequence } = JSON.parse(json);
      return { number, previoushash, streamsequence };
    },
  );
  const nothing = "0".repeat(64);
  assert.deepEqual(given, [
    // The one before it is not known any more.
    { number: 3, previoushash: nothing, streamsequence: 3 },
    { number: 2, previoushash: undefined, streamsequence: undefined },
    { number: 4, previoushash: encodeHex(third.hash), streamsequence: 4 },
    { number: 1, previoushash: nothing, streamsequence: 1 },
  ]);
});

Deno.test("An answer that would be too long ends before that, and says that there is more", () => {
  using folder = new TemporaryStore();
  using store = folder.direct();
  const number = settle(store, destinationOf("s")).get("s")!;
  const long = (number: number) =>
    eventOf(number, "critical", JSON.stringify({ number, text: "x".repeat(600_000) }));
  store.writeNow("appendEvents", [long(1), long(2), long(3)]);
  const batch = nextBatch({ reader: store.read, destination: number }, 10, () => false);
  assert.deepEqual(batch.events.map((json) => JSON.parse(json).number), [1]);
  assert.equal(batch.more, true);
  assert.deepEqual(batch.upTo, [{ lane: 0, ordinal: 1 }]);
  assert.equal(nextBatch({ reader: store.read, destination: number }, 0, () => false).more, true);
});
