import assert from "node:assert/strict";
import fc from "fast-check";
import { PRIORITIES, type Priority } from "../../../devices/event.ts";
import { type DirectStore, laneNumber } from "../../../db/store.ts";
import type { Connection } from "../../../db/sqlite/connection.ts";
import {
  destinationOf,
  eventOf,
  owedSequences,
  settle,
  standingOf,
  TemporaryStore,
} from "../../support/temporary_store.ts";

const DESTINATIONS = ["a", "b", "c"];

type Step =
  | { readonly do: "append"; readonly priorities: readonly Priority[]; readonly again: boolean }
  | { readonly do: "confirm"; readonly destination: number; readonly picks: readonly number[] }
  | { readonly do: "frames"; readonly reasons: readonly string[] }
  | { readonly do: "reopen" };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: appendStep() },
  { weight: 6, arbitrary: confirmStep() },
  { weight: 1, arbitrary: framesStep() },
  { weight: 1, arbitrary: fc.constant({ do: "reopen" as const }) },
);

function appendStep(): fc.Arbitrary<Step> {
  return fc.record({
    do: fc.constant("append" as const),
    priorities: fc.array(fc.constantFrom(...PRIORITIES), { minLength: 1, maxLength: 8 }),
    again: fc.boolean(),
  });
}

function confirmStep(): fc.Arbitrary<Step> {
  return fc.record({
    do: fc.constant("confirm" as const),
    destination: fc.integer({ min: 1, max: DESTINATIONS.length }),
    picks: fc.array(fc.nat(199), { minLength: 1, maxLength: 12 }),
  });
}

function framesStep(): fc.Arbitrary<Step> {
  return fc.record({
    do: fc.constant("frames" as const),
    reasons: fc.array(fc.constantFrom("length", "bad-tag", "stale"), { maxLength: 5 }),
  });
}

/** What must be true, in sets as mathematics has them, beside the store that is asked. */
class Model {
  readonly events: Priority[] = [];
  readonly confirmed = DESTINATIONS.map(() => new Set<number>());
  rejectedCount = 0;

  /** Sequences of a priority that a destination has not confirmed. */
  pending(destination: number, priority: Priority): number[] {
    return this.#ofPriority(priority)
      .filter((sequence) => !this.confirmed[destination - 1]!.has(sequence));
  }

  standing(destination: number, priority: Priority) {
    const owed = this.#ofPriority(priority).length;
    const pending = this.pending(destination, priority).length;
    return { owed, delivered: owed - pending, pending, shed: 0 };
  }

  /** Ordinals of a priority that a destination has confirmed, those in a row as one. */
  confirmedRanges(destination: number, priority: Priority): [first: number, last: number][] {
    const ranges: [number, number][] = [];
    for (const [at, sequence] of this.#ofPriority(priority).entries()) {
      if (!this.confirmed[destination - 1]!.has(sequence)) continue;
      const newest = ranges.at(-1);
      if (newest?.[1] === at) newest[1] = at + 1;
      else ranges.push([at + 1, at + 1]);
    }
    return ranges;
  }

  #ofPriority(priority: Priority): number[] {
    return this.events.flatMap((stored, at) => stored === priority ? [at + 1] : []);
  }
}

function play(store: DirectStore, model: Model, step: Exclude<Step, { do: "reopen" }>): void {
  switch (step.do) {
    case "append": {
      const first = model.events.length + 1;
      model.events.push(...step.priorities);
      const events = step.priorities.map((priority, at) => eventOf(first + at, priority));
      store.writeNow("appendEvents", events);
      if (step.again) store.writeNow("appendEvents", events);
      return;
    }
    case "confirm": {
      const sequences = step.picks.filter((pick) => pick < model.events.length)
        .map((pick) => pick + 1);
      for (const sequence of sequences) model.confirmed[step.destination - 1]!.add(sequence);
      store.writeNow("confirm", {
        destination: step.destination,
        acknowledgements: sequences.map((sequence) => ({ id: eventOf(sequence).id })),
        onlyOffered: false,
      });
      return;
    }
    case "frames": {
      model.rejectedCount += step.reasons.length;
      const common = {
        atUnixMs: 0,
        modem: "m",
        carrier: "bytes",
        payload: new Uint8Array(),
      } as const;
      store.writeNow("rejectFrames", step.reasons.map((reason) => ({ ...common, reason })));
    }
  }
}

/** The watermark is the end of what is confirmed from the first on; a row is each range beyond it. */
function assertRanges(db: Connection, model: Model): void {
  for (const [at, name] of DESTINATIONS.entries()) {
    for (const priority of PRIORITIES) {
      const key = [at + 1, laneNumber(priority, false)] as const;
      const { watermark } = db.get(
        "select watermark from lane where destination = ? and lane = ?",
        ...key,
      )!;
      const rows = db.all(
        "select first, last from confirmed_range where destination = ? and lane = ? order by first",
        ...key,
      ).map(({ first, last }) => [first, last]);
      const ranges = watermark === 0 ? rows : [[1, watermark], ...rows];
      assert.deepEqual(ranges, model.confirmedRanges(at + 1, priority), `${name} ${priority}`);
    }
  }
}

function assertAccounts(store: DirectStore, model: Model): void {
  for (const [at, name] of DESTINATIONS.entries()) {
    for (const priority of PRIORITIES) {
      const standing = standingOf(store, at + 1, priority)!;
      assert.deepEqual(standing, model.standing(at + 1, priority), `${name} ${priority}`);
      assert.equal(standing.owed, standing.delivered + standing.pending + standing.shed);
      assert.deepEqual(owedSequences(store, at + 1, priority), model.pending(at + 1, priority));
    }
  }
  const { counters } = store.read.lanes.accounts();
  const count = (name: string) => counters.get(name) ?? 0;
  const rejected = [...counters].filter(([name]) => name.startsWith("frames/rejected/"))
    .reduce((sum, [, value]) => sum + value, 0);
  assert.equal(rejected, model.rejectedCount);
  assert.equal(
    count("frames/received"),
    count("frames/accepted") + count("frames/repeated") + rejected,
  );
}

Deno.test("After any mix of appends, confirmations and restarts, every account is exact", () => {
  const steps = fc.array(step, { minLength: 5, maxLength: 40 });
  fc.assert(
    fc.property(steps, (steps) => {
      using temporary = new TemporaryStore();
      const model = new Model();
      let store = temporary.direct();
      using db = temporary.connection();
      try {
        settle(store, ...DESTINATIONS.map((name) => destinationOf(name)));
        for (const step of steps) {
          if (step.do !== "reopen") play(store, model, step);
          else {
            store[Symbol.dispose]();
            store = temporary.direct();
          }
          assertAccounts(store, model);
          assertRanges(db, model);
        }
      } finally {
        store[Symbol.dispose]();
      }
    }),
    { numRuns: 40 },
  );
});
