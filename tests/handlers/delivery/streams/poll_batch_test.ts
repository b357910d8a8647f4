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
    nextBatch(store.read, number, maxEvents, () => false, volatileEvents)
      .events.map((json) => JSON.parse(json).number);
  assert.deepEqual(offered(10), [3, 1, 4, 2]);
  assert.deepEqual(offered(2), [3, 1]);
});

Deno.test("Only what is stored is marked as offered", () => {
  using folder = new TemporaryStore();
  using store = folder.direct();
  const number = settle(store, destinationOf("s")).get("s")!;
  store.writeNow("appendEvents", [eventOf(1, "critical")]);
  const batch = nextBatch(store.read, number, 10, () => false, [volatileOf(3, "high")]);
  assert.deepEqual(batch.upTo, [{ lane: 0, ordinal: 1 }]);
});
