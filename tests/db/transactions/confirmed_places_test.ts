/** Events that are confirmed by where they lie are confirmed as if they were named one by one. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { laneNumber } from "../../../db/schema/lane_number.ts";
import type { DirectStore } from "../../../db/store.ts";
import { findProblems } from "../../../db/repair/repair.ts";
import {
  acceptedOf,
  destinationOf,
  eventOf,
  owedSequences,
  settle,
  standingOf,
  TemporaryStore,
} from "../../support/temporary_store.ts";

const LOW = laneNumber("low", false);
const COUNT = 30;
const RANGE = Array.from({ length: COUNT + 5 }, (_, at) => at + 1);

/** Two destinations, of which the second has left and is owed nothing of the last events. */
function opened(place: TemporaryStore): DirectStore {
  const store = place.direct();
  const append = (first: number, last: number) => {
    const numbers = Array.from({ length: last - first + 1 }, (_, at) => first + at);
    store.writeNow("appendEvents", numbers.map((number) => eventOf(number, "low")));
  };
  settle(store, destinationOf("a"), destinationOf("b"));
  append(1, COUNT - 10);
  settle(store, destinationOf("a"));
  append(COUNT - 9, COUNT);
  return store;
}

function byPlace(store: DirectStore, destination: number, ordinals: readonly number[]) {
  const places = [{ lane: LOW, ordinals }];
  return store.writeNow("confirm", {
    destination,
    acknowledgements: [],
    places,
    onlyOffered: false,
  });
}

function byId(store: DirectStore, destination: number, ordinals: readonly number[]) {
  const acknowledgements = ordinals.map((ordinal) => ({ id: eventOf(ordinal, "low").id }));
  return store.writeNow("confirm", { destination, acknowledgements, onlyOffered: false });
}

const stateOf = (store: DirectStore) =>
  [1, 2].map((number) => ({
    owed: owedSequences(store, number, "low"),
    standing: standingOf(store, number, "low"),
  }));

Deno.test("Whatever is confirmed by place, by whom, and how often, counts as the same by id does", () => {
  const ordinal = fc.integer({ min: 1, max: COUNT + 5 });
  const step = fc.record({
    destination: fc.integer({ min: 1, max: 2 }),
    ordinals: fc.oneof(
      fc.array(ordinal, { minLength: 1, maxLength: 10 }),
      fc.tuple(ordinal, ordinal).map(([a, b]) => RANGE.slice(Math.min(a, b) - 1, Math.max(a, b))),
      fc.integer({ min: 1, max: COUNT }).map((last) => RANGE.slice(0, last)),
    ),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
      using places = new TemporaryStore();
      using ids = new TemporaryStore();
      const byPlaces = opened(places);
      using byIds = opened(ids);
      for (const { destination, ordinals } of steps) {
        byPlace(byPlaces, destination, ordinals);
        byId(byIds, destination, ordinals);
        assert.deepEqual(stateOf(byPlaces), stateOf(byIds));
      }
      byPlaces[Symbol.dispose]();
      assert.deepEqual(findProblems(places.path), []);
    }),
    { numRuns: 15 },
  );
});

Deno.test("What was given up and removed while it was on its way stays shed when it arrives", () => {
  using place = new TemporaryStore();
  using store = place.direct();
  settle(store, destinationOf("a"));
  const events = [1, 2, 3].map((number) => ({ ...eventOf(number, "low"), type: "heartbeat" }));
  store.writeNow("appendEvents", events);
  const limits = { telemetry: 2_000_000_000_000, positions: 0, events: 0 };
  store.writeNow("expireEvents", { lane: LOW, afterOrdinal: 0, count: 2, limits });
  byPlace(store, 1, [1, 2, 3]);
  assert.deepEqual(standingOf(store, 1, "low"), { owed: 3, delivered: 1, pending: 0, shed: 2 });
});

Deno.test("A position of an alarm that is confirmed by its place has its evidence, and its incident is received", () => {
  using place = new TemporaryStore();
  using store = place.direct();
  settle(store, destinationOf("a", { required: true }));
  const [uid, rootKey] = ["d-1", new Uint8Array(16)];
  store.writeNow("addDevice", { uid, kid: 1, rootKey, epoch: 0, createdAtUnixMs: 1 });
  const incident = new Uint8Array(16).fill(7);
  const frame = acceptedOf(1, 1, 1);
  store.writeNow("acceptFrame", {
    ...frame,
    event: { ...frame.event, lane: LOW, incident },
    opens: { id: incident, alarm: 1 },
  });
  const { received } = store.writeNow("confirm", {
    destination: 1,
    acknowledgements: [],
    places: [{ lane: LOW, ordinals: [1] }],
    onlyOffered: false,
    witness: { name: "a", atUnixMs: 5 },
  });
  using connection = place.connection();
  assert.equal(connection.get("select confirmed_unix_ms from delivery")?.confirmed_unix_ms, 5);
  assert.equal(connection.get("select state from incident")?.state, "received");
  assert.deepEqual(received.map(({ sequence }) => sequence), [1], "its wearable gets answer 9");
});
