import assert from "node:assert/strict";
import { laneNumber } from "../../../db/schema/lane_number.ts";
import type { DirectStore } from "../../../db/store.ts";
import type { NewEvent } from "../../../db/transactions/events.ts";
import type { RetentionLimits } from "../../../db/transactions/retention.ts";
import type { Priority } from "../../../devices/event.ts";
import {
  destinationOf,
  eventOf,
  owedSequences,
  settle,
  standingOf,
  TemporaryStore,
} from "../../support/temporary_store.ts";

/** Everything that these tests store is older than this. */
const NOW = 2_000_000_000_000;
const ALL_TOO_OLD: RetentionLimits = { telemetry: NOW, positions: NOW, events: NOW };
const ONLY_TELEMETRY: RetentionLimits = { telemetry: NOW, positions: 0, events: 0 };

function store(db: DirectStore, ...events: NewEvent[]): void {
  db.writeNow("appendEvents", events);
}

function beat(number: number): NewEvent {
  return { ...eventOf(number, "low"), type: "heartbeat" };
}

function confirm(db: DirectStore, destination: number, ...events: NewEvent[]): void {
  const acknowledgements = events.map(({ id, hash }) => ({ id, hash }));
  db.writeNow("confirm", { destination, acknowledgements, onlyOffered: false });
}

function expire(db: DirectStore, priority: Priority, limits = ALL_TOO_OLD) {
  const lane = laneNumber(priority, false);
  return db.writeNow("expireEvents", { lane, afterOrdinal: 0, count: 100, limits });
}

function storedCount({ read }: DirectStore): number {
  return read.events.after(0, 100).length;
}

Deno.test("What a required destination is owed is not removed, however old it is", () => {
  using place = new TemporaryStore();
  using db = place.direct();
  settle(db, destinationOf("required", { required: true }));
  store(db, beat(1), eventOf(2));

  assert.deepEqual(expire(db, "low"), { removed: 0, shed: 0, redacted: 0 });
  assert.deepEqual(expire(db, "critical"), { removed: 0, shed: 0, redacted: 0 });
  assert.equal(storedCount(db), 2);
});

Deno.test("What every destination has is removed when it is too old, and owed stays as it was", () => {
  using place = new TemporaryStore();
  using db = place.direct();
  const numbers = settle(db, destinationOf("a", { required: true }), destinationOf("b"));
  store(db, beat(1), beat(2), eventOf(3));
  confirm(db, numbers.get("a")!, beat(1), beat(2), eventOf(3));
  confirm(db, numbers.get("b")!, beat(1), beat(2), eventOf(3));

  assert.deepEqual(expire(db, "low", ONLY_TELEMETRY), { removed: 2, shed: 0, redacted: 0 });
  assert.deepEqual(expire(db, "critical", ONLY_TELEMETRY), { removed: 0, shed: 0, redacted: 0 });
  assert.equal(storedCount(db), 1);
  const standing = standingOf(db, numbers.get("a")!, "low");
  assert.deepEqual(standing, { owed: 2, delivered: 2, pending: 0, shed: 0 });
});

Deno.test("Telemetry that only destinations not required are owed is shed, and counted", () => {
  using place = new TemporaryStore();
  using db = place.direct();
  const numbers = settle(db, destinationOf("a", { required: true }), destinationOf("dead"));
  store(db, beat(1), beat(2), beat(3));
  confirm(db, numbers.get("a")!, beat(1), beat(2), beat(3));

  assert.deepEqual(expire(db, "low"), { removed: 3, shed: 3, redacted: 0 });
  assert.deepEqual(standingOf(db, numbers.get("dead")!, "low"), {
    owed: 3,
    delivered: 0,
    pending: 0,
    shed: 3,
  });
  assert.deepEqual(db.read.streams.shedOf(numbers.get("dead")!), [{ first: 1, last: 3 }]);
});

Deno.test("Nothing but low is shed: an alarm waits for a dead destination for ever", () => {
  using place = new TemporaryStore();
  using db = place.direct();
  settle(db, destinationOf("dead"));
  for (const priority of ["critical", "high", "normal"] as const) {
    store(db, eventOf(priority.length, priority));
    assert.deepEqual(expire(db, priority), { removed: 0, shed: 0, redacted: 0 });
  }
  assert.equal(storedCount(db), 3);
});

Deno.test("Positions leave the events that outlive them, and the hash stays what was confirmed", () => {
  using place = new TemporaryStore();
  using db = place.direct();
  const numbers = settle(db, destinationOf("a", { required: true }));
  const body = '{"data":{"alarm":7,"frame":{"hex":"21"},"position":{"lat":51}}}';
  const panic = eventOf(1, "critical", body);
  const key = { device: 1, kid: 1, epoch: 1, counter: 0, tag: new Uint8Array(8) };
  db.writeNow("acceptFrame", { event: panic, uplink: key, newestEpoch: 1, newestCounter: 0 });
  const limits = { telemetry: NOW, positions: NOW, events: 0 };
  assert.deepEqual(expire(db, "critical", limits), { removed: 0, shed: 0, redacted: 0 });

  confirm(db, numbers.get("a")!, panic);
  const before = db.read.events.byId(panic.id)!;
  assert.deepEqual(expire(db, "critical", limits), { removed: 0, shed: 0, redacted: 1 });
  const after = db.read.events.byId(panic.id)!;
  assert.equal(after.body, '{"data":{"alarm":7}}');
  assert.equal(after.hash, before.hash);
  assert.deepEqual(expire(db, "critical", limits), { removed: 0, shed: 0, redacted: 0 });
});

Deno.test("A destination that begins later is not owed what was removed before", () => {
  using place = new TemporaryStore();
  using db = place.direct();
  store(db, { ...eventOf(1, "low"), type: "position" }, beat(2), beat(3), {
    ...eventOf(4, "low"),
    type: "position",
  }, beat(5));
  assert.equal(expire(db, "low", ONLY_TELEMETRY).removed, 3);
  const numbers = settle(db, destinationOf("late"));
  assert.deepEqual(owedSequences(db, numbers.get("late")!, "low"), [1, 4]);
  const standing = standingOf(db, numbers.get("late")!, "low");
  assert.deepEqual(standing, { owed: 2, delivered: 0, pending: 2, shed: 0 });
});

Deno.test("A destination that comes back is owed what came meanwhile, less what was removed", () => {
  using place = new TemporaryStore();
  using db = place.direct();
  const number = settle(db, destinationOf("a")).get("a")!;
  store(db, beat(1));
  settle(db);
  store(db, beat(2), eventOf(3));
  assert.deepEqual(standingOf(db, number, "low"), { owed: 1, delivered: 0, pending: 1, shed: 0 });
  expire(db, "low");
  settle(db, destinationOf("a"));
  assert.deepEqual(standingOf(db, number, "low"), { owed: 1, delivered: 0, pending: 0, shed: 1 });
  assert.deepEqual(standingOf(db, number, "critical"), {
    owed: 1,
    delivered: 0,
    pending: 1,
    shed: 0,
  });
});
