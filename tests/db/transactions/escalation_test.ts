import assert from "node:assert/strict";
import { findFalseAccounts } from "../../../db/repair/detect/find_problems.ts";
import type { DirectStore } from "../../../db/store.ts";
import { encodeHex } from "../../../devices/hex.ts";
import {
  destinationOf,
  eventOf,
  settle,
  standingOf,
  TemporaryStore,
} from "../../support/temporary_store.ts";

const MAIN = destinationOf("main", { type: "mqtt" });
const DUTY = destinationOf("duty", { type: "webhook", escalationOnly: true });
const MAIN_NUMBER = 1;
const DUTY_NUMBER = 2;

function withStore(test: (store: DirectStore, temporary: TemporaryStore) => void): void {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  settle(store, MAIN, DUTY);
  test(store, temporary);
  using connection = temporary.connection();
  assert.deepEqual([...findFalseAccounts(connection)], []);
}

function append(store: DirectStore, ...numbers: number[]): void {
  store.writeNow("appendEvents", numbers.map((number) => eventOf(number)));
}

function escalate(store: DirectStore, number: number, destination: number, isTaken = false) {
  const event = eventOf(number).id;
  return store.writeNow("escalate", { event, destination, dueAtUnixMs: 7_000, isTaken }).outcome;
}

function confirm(store: DirectStore, number: number, destination: number) {
  return store.writeNow("confirm", {
    destination,
    acknowledgements: [{ id: eventOf(number).id }],
    onlyOffered: false,
    witness: { name: "x", atUnixMs: 9_000 },
  }).verdicts[0];
}

function pendingSequences(store: DirectStore, destination: number): number[] {
  return store.read.lanes.pending(destination, 0, 0, 100).map(({ sequence }) => sequence);
}

Deno.test("A destination for escalation only is owed what is escalated to it, and nothing else", () =>
  withStore((store) => {
    append(store, 1, 2, 3);
    const nothing = { owed: 0, delivered: 0, pending: 0, shed: 0 };
    assert.deepEqual(standingOf(store, DUTY_NUMBER, "critical"), nothing);
    assert.equal(escalate(store, 2, DUTY_NUMBER), "escalated");
    assert.deepEqual(pendingSequences(store, DUTY_NUMBER), [2]);
    assert.equal(confirm(store, 3, DUTY_NUMBER), "unknown");
    const one = { owed: 1, delivered: 0, pending: 1, shed: 0 };
    assert.deepEqual(standingOf(store, DUTY_NUMBER, "critical"), one);

    assert.equal(confirm(store, 2, DUTY_NUMBER), "confirmed");
    assert.equal(confirm(store, 2, DUTY_NUMBER), "confirmed");
    const delivered = { owed: 1, delivered: 1, pending: 0, shed: 0 };
    assert.deepEqual(standingOf(store, DUTY_NUMBER, "critical"), delivered);
    assert.deepEqual(pendingSequences(store, DUTY_NUMBER), []);
    assert.deepEqual(pendingSequences(store, MAIN_NUMBER), [1, 2, 3]);
  }));

Deno.test("A step is taken once, and none is taken when the event is confirmed", () =>
  withStore((store) => {
    append(store, 1, 2);
    assert.equal(escalate(store, 1, DUTY_NUMBER), "escalated");
    assert.equal(escalate(store, 1, DUTY_NUMBER), "escalated");
    assert.equal(standingOf(store, DUTY_NUMBER, "critical")!.owed, 1);
    confirm(store, 2, MAIN_NUMBER);
    assert.equal(escalate(store, 2, DUTY_NUMBER), "confirmed");
    assert.equal(escalate(store, 9, DUTY_NUMBER), "unknown");
    assert.deepEqual(pendingSequences(store, DUTY_NUMBER), [1]);
  }));

Deno.test("A step that was taken from memory is recorded even if the event was confirmed since", () =>
  withStore((store) => {
    append(store, 1);
    confirm(store, 1, MAIN_NUMBER);
    assert.equal(escalate(store, 1, DUTY_NUMBER, true), "escalated");
    assert.equal(confirm(store, 1, DUTY_NUMBER), "confirmed");
    assert.equal(standingOf(store, DUTY_NUMBER, "critical")!.delivered, 1);
  }));

Deno.test("A step to a destination that owes the event anyway adds nothing to what it owes", () =>
  withStore((store) => {
    append(store, 1);
    assert.equal(escalate(store, 1, MAIN_NUMBER), "escalated");
    assert.deepEqual(standingOf(store, MAIN_NUMBER, "critical"), {
      owed: 1,
      delivered: 0,
      pending: 1,
      shed: 0,
    });
  }));

Deno.test("All steps of an incident are known with when they were due, sent and confirmed", () =>
  withStore((store) => {
    const incident = new Uint8Array(16).fill(5);
    store.writeNow("appendEvents", [{ ...eventOf(1), incident }]);
    escalate(store, 1, MAIN_NUMBER);
    escalate(store, 1, DUTY_NUMBER);
    const sent = { event: eventOf(1).id, destination: DUTY_NUMBER, atUnixMs: 8_000 };
    store.writeNow("noteEscalationSent", sent);
    store.writeNow("noteEscalationSent", { ...sent, atUnixMs: 8_500 });
    confirm(store, 1, DUTY_NUMBER);
    const event = encodeHex(eventOf(1).id);
    assert.deepEqual(store.read.escalations.ofIncident(incident), [
      { event, destination: "main", dueAtUnixMs: 7_000, isConfirmed: false },
      {
        event,
        destination: "duty",
        dueAtUnixMs: 7_000,
        sentAtUnixMs: 8_000,
        isConfirmed: true,
        confirmedAtUnixMs: 9_000,
      },
    ]);
  }));

Deno.test("Unconfirmed events are found among confirmed ones", () =>
  withStore((store) => {
    append(store, 1, 2, 3, 4, 5, 6);
    for (const number of [1, 2, 4]) confirm(store, number, MAIN_NUMBER);
    escalate(store, 5, DUTY_NUMBER);
    confirm(store, 5, DUTY_NUMBER);
    const found = store.read.escalations.unconfirmedCritical(0, 0, 100).map(({ sequence }) =>
      sequence
    );
    assert.deepEqual(found, [3, 6]);
    assert.equal(store.read.lanes.isReceived(5), true);
    assert.equal(store.read.lanes.isReceived(3), false);
  }));

Deno.test("A destination for escalation only that becomes a common one is owed each event once", () =>
  withStore((store) => {
    append(store, 1, 2, 3);
    escalate(store, 2, DUTY_NUMBER);
    escalate(store, 3, DUTY_NUMBER);
    confirm(store, 2, DUTY_NUMBER);
    settle(store, MAIN, { ...DUTY, escalationOnly: false });
    append(store, 4);
    assert.deepEqual(pendingSequences(store, DUTY_NUMBER), [1, 3, 4]);
    assert.deepEqual(standingOf(store, DUTY_NUMBER, "critical"), {
      owed: 4,
      delivered: 1,
      pending: 3,
      shed: 0,
    });
  }));

Deno.test("A common destination that becomes one for escalation only keeps its backlog", () =>
  withStore((store) => {
    append(store, 1, 2);
    settle(store, { ...MAIN, escalationOnly: true }, DUTY);
    append(store, 3, 4);
    escalate(store, 4, MAIN_NUMBER);
    assert.deepEqual(pendingSequences(store, MAIN_NUMBER), [1, 2, 4]);
    for (const number of [4, 1, 2]) confirm(store, number, MAIN_NUMBER);
    assert.deepEqual(standingOf(store, MAIN_NUMBER, "critical"), {
      owed: 3,
      delivered: 3,
      pending: 0,
      shed: 0,
    });
    settle(store, MAIN, DUTY);
    assert.deepEqual(pendingSequences(store, MAIN_NUMBER), [3]);
  }));

Deno.test("A stream for escalation only numbers what is escalated to it from 1", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  settle(store, MAIN, destinationOf("desk", { escalationOnly: true }));
  append(store, 1, 2, 3);
  escalate(store, 2, 2);
  escalate(store, 3, 2);
  const owed = store.read.lanes.pending(2, 0, 0, 10);
  assert.deepEqual(
    owed.map((event) => store.read.streams.entryOf(2, event)!)
      .map(({ number, sequence }) => [number, sequence]),
    [
      [1, 2],
      [2, 3],
    ],
  );
});
