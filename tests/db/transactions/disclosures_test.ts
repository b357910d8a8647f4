import assert from "node:assert/strict";
import type { DirectStore } from "../../../db/store.ts";
import { destinationOf, eventOf, settle, TemporaryStore } from "../../support/temporary_store.ts";

function confirm(store: DirectStore, destination: number, ...numbers: number[]): void {
  const acknowledgements = numbers.map((number) => ({ id: eventOf(number).id }));
  store.writeNow("confirm", { destination, acknowledgements, onlyOffered: false });
}

function disclosures({ read }: DirectStore) {
  return read.audit.after(0, 100).map(({ entry }) => JSON.parse(entry))
    .filter(({ what }) => what === "events-disclosed").map(({ to, details }) => ({ to, details }));
}

Deno.test("What a destination confirmed is one entry a round, however much, and none without news", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  const numbers = settle(
    store,
    destinationOf("broker", { type: "mqtt" }),
    destinationOf("desk", { type: "webhook" }),
    destinationOf("stream"),
  );
  const broker = numbers.get("broker")!;
  store.writeNow("appendEvents", [1, 2, 3, 4].map((number) => eventOf(number)));
  store.writeNow("appendEvents", [eventOf(5, "low")]);
  confirm(store, broker, 1, 2, 4, 5);
  confirm(store, numbers.get("stream")!, 1, 2);
  store.writeNow("noteDisclosures", { atUnixMs: 1 });
  const first = {
    to: "broker",
    details: {
      count: 4,
      lanes: [
        { priority: "critical", count: 3, from: 1, to: 2 },
        { priority: "low", count: 1, from: 1, to: 1 },
      ],
    },
  };
  assert.deepEqual(disclosures(store), [first]);
  assert.deepEqual(store.read.audit.undisclosed(), []);
  store.writeNow("noteDisclosures", { atUnixMs: 2 });
  assert.deepEqual(disclosures(store), [first]);
  confirm(store, broker, 3);
  confirm(store, numbers.get("desk")!, 1);
  store.writeNow("noteDisclosures", { atUnixMs: 3 });
  assert.deepEqual(disclosures(store).slice(1), [
    {
      to: "broker",
      details: { count: 1, lanes: [{ priority: "critical", count: 1, from: 3, to: 4 }] },
    },
    {
      to: "desk",
      details: { count: 1, lanes: [{ priority: "critical", count: 1, from: 1, to: 1 }] },
    },
  ]);
});

Deno.test("What was confirmed before a program died is written down by the next one, once", () => {
  using temporary = new TemporaryStore();
  {
    using store = temporary.direct();
    const broker = settle(store, destinationOf("broker", { type: "mqtt" })).get("broker")!;
    store.writeNow("appendEvents", [eventOf(1), eventOf(2)]);
    confirm(store, broker, 1, 2);
  }
  for (let start = 0; start < 2; start++) {
    using store = temporary.direct();
    store.writeNow("noteDisclosures", { atUnixMs: start });
    assert.equal(disclosures(store).length, 1);
    assert.equal(disclosures(store)[0]!.details.count, 2);
  }
});

Deno.test("A destination that was given up and came back begins its count again", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  const broker = destinationOf("broker", { type: "mqtt" });
  store.writeNow("appendEvents", [eventOf(1), eventOf(2)]);
  confirm(store, settle(store, broker).get("broker")!, 1, 2);
  store.writeNow("noteDisclosures", { atUnixMs: 1 });
  settle(store);
  store.writeNow("forgetDestination", {
    by: { kind: "box", name: "jan" },
    atUnixMs: 2,
    name: "broker",
  });
  confirm(store, settle(store, broker).get("broker")!, 1, 2);
  store.writeNow("noteDisclosures", { atUnixMs: 3 });
  assert.deepEqual(disclosures(store).map(({ details }) => details.count), [2, 2]);
});
