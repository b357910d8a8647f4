import assert from "node:assert/strict";
import fc from "fast-check";
import type { DirectStore } from "../../../db/store.ts";
import type { IncidentMove } from "../../../db/transactions/incidents.ts";
import { INCIDENT_STATES, isEnded, mayMove, OUTCOMES } from "../../../devices/incident.ts";
import { acceptedOf, TemporaryStore } from "../../support/temporary_store.ts";
import { program } from "../../support/authors.ts";

/** What one dispatcher says of the incident. */
const saying = fc.record({
  to: fc.constantFrom("rejected", "accepted", "underway", "on-scene", "closed"),
  by: fc.constantFrom(program("Jan"), program("Lies"), program("Omar")),
  outcome: fc.constantFrom(...OUTCOMES),
  way: fc.constantFrom("http", "mqtt"),
});
const CLOSING: Saying = { to: "closed", by: program("Jan"), outcome: "real", way: "http" };
type Saying = typeof saying extends fc.Arbitrary<infer T> ? T : never;

/** Sayings, and the same in another order with some of them delivered again. */
const deliveries = fc.array(saying, { minLength: 1, maxLength: 12 }).chain((sayings) =>
  fc.record({
    sayings: fc.constant(sayings),
    again: fc.array(fc.constantFrom(...sayings), { maxLength: 12 })
      .chain((more) => {
        const all = [...sayings, ...more];
        return fc.shuffledSubarray(all, { minLength: all.length });
      }),
  })
);

function openIncident(store: DirectStore, number: number): Uint8Array {
  const id = new Uint8Array(16);
  new DataView(id.buffer).setUint32(0, number);
  store.writeNow("acceptFrame", { ...acceptedOf(number, 1, number), opens: { id, alarm: number } });
  return id;
}

/** Says it all; every step must be a legal one, and be told truly. */
function say(store: DirectStore, incident: Uint8Array, sayings: readonly Saying[]): void {
  for (const { outcome, ...saying } of sayings) {
    const before = store.read.incidents.byId(incident)!.state;
    const move: IncidentMove = {
      incident,
      ...saying,
      ...(saying.to === "closed" ? { outcome } : {}),
      via: "desk",
      atUnixMs: 1,
    };
    const moved = store.writeNow("moveIncident", move);
    const after = store.read.incidents.byId(incident)!.state;
    assert.equal(after, mayMove(before, saying.to) ? saying.to : before);
    assert.equal(moved.code === "moved", after !== before);
    assert.equal(moved.code === "unchanged", saying.to === before);
  }
}

Deno.test("Whatever order several dispatchers speak in, and however often, the state is the same", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  store.writeNow("addDevice", {
    uid: "d-1",
    kid: 1,
    rootKey: new Uint8Array(16),
    epoch: 0,
    createdAtUnixMs: 1,
  });
  let number = 0;
  fc.assert(
    fc.property(deliveries, ({ again, sayings }) => {
      const one = openIncident(store, ++number);
      const other = openIncident(store, ++number);
      say(store, one, sayings);
      say(store, other, again);
      assert.equal(store.read.incidents.state(one), store.read.incidents.state(other));
      for (const incident of [one, other]) checkHistory(store, incident);
      const state = store.read.incidents.state(other)!;
      assert.equal(
        store.read.devices.openIncident(1)?.join(),
        isEnded(state) ? undefined : `${other}`,
      );
      say(store, other, [CLOSING]);
      say(store, one, [CLOSING]);
    }),
    { numRuns: 100 },
  );
});

/** The history goes up to the state, in order, and what the wearable is to hear is the newest. */
function checkHistory(store: DirectStore, incident: Uint8Array): void {
  const history = store.read.incidents.transitions(incident);
  const ranks = history.map(({ to }) => INCIDENT_STATES.indexOf(to));
  assert.deepEqual(ranks, [...new Set(ranks)].toSorted((a, b) => a - b));
  assert.equal(history.at(-1)!.to, store.read.incidents.state(incident));
  for (const { outcome, to } of history) assert.equal(outcome !== undefined, to === "closed");
  const stages = store.read.stages.ofIncident(incident);
  const due = stages.filter(({ state }) => state === "due");
  assert.deepEqual(due, stages.slice(-1));
}
