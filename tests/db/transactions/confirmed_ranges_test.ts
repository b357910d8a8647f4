/** What is confirmed behind an event that its destination refuses costs no look at it. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Bindable, Connection, Row } from "../../../db/sqlite/connection.ts";
import { laneNumber } from "../../../db/schema/lane_number.ts";
import { addRange, type OrdinalRange } from "../../../db/transactions/confirmed_ranges.ts";
import { unconfirmedCritical } from "../../../db/queries/escalations.ts";
import { pending } from "../../../db/queries/lanes.ts";
import { findProblems } from "../../../db/repair/repair.ts";
import type { DirectStore } from "../../../db/store.ts";
import { destinationOf, eventOf, settle, TemporaryStore } from "../../support/temporary_store.ts";

const CRITICAL = laneNumber("critical", false);
const OF = { destination: 1, lane: CRITICAL };

function append(store: DirectStore, first: number, last: number): void {
  const events = Array.from({ length: last - first + 1 }, (_, at) => eventOf(first + at));
  store.writeNow("appendEvents", events);
}

function confirm(store: DirectStore, destination: number, ordinals: readonly number[]): void {
  store.writeNow("confirm", {
    destination,
    acknowledgements: ordinals.map((ordinal) => ({ id: eventOf(ordinal).id })),
    onlyOffered: false,
  });
}

const COUNT = 3_000;

/** All but the first are confirmed by the first destination, and one came in after them. */
function fillBehindRefused(store: DirectStore): void {
  append(store, 1, COUNT);
  confirm(store, 1, Array.from({ length: COUNT - 1 }, (_, at) => at + 2));
  append(store, COUNT + 1, COUNT + 1);
}

type Looks = [after: number, before: number][];

/** The connection, with the ordinals between which events are looked for. */
function watched(db: Connection, looks: Looks): Connection {
  return new Proxy(db, {
    get(target, name) {
      const value = Reflect.get(target, name, target);
      if (name !== "all") return typeof value === "function" ? value.bind(target) : value;
      return (sql: string, ...values: Bindable[]): Row[] => {
        if (sql.includes("e.ordinal <")) looks.push(values.slice(-3, -1) as [number, number]);
        return target.all(sql, ...values);
      };
    },
  });
}

const BOTH_ENDS: Looks = [[0, 2], [COUNT, Number.MAX_SAFE_INTEGER]];

Deno.test("The first look behind a refused event does not see the thousands that are confirmed behind it", () => {
  using place = new TemporaryStore();
  using store = place.direct();
  settle(store, destinationOf("a"));
  fillBehindRefused(store);
  using db = place.connection();
  const looks: Looks = [];
  const owed = pending(watched(db, looks), 1, CRITICAL, 0, 50);
  assert.deepEqual(owed.map(({ ordinal }) => ordinal), [1, COUNT + 1]);
  assert.deepEqual(looks, BOTH_ENDS);
});

Deno.test("A look for alarms that nobody has confirmed passes over what one destination confirmed behind one", () => {
  using place = new TemporaryStore();
  using store = place.direct();
  settle(store, destinationOf("a"), destinationOf("b"));
  fillBehindRefused(store);
  using db = place.connection();
  const looks: Looks = [];
  const alarms = unconfirmedCritical(watched(db, looks), CRITICAL, 0, 50);
  assert.deepEqual(alarms.map(({ ordinal }) => ordinal), [1, COUNT + 1]);
  assert.deepEqual(looks, BOTH_ENDS);
});

Deno.test("Whatever is confirmed by two in whatever order, what is pending and what is heard by nobody is exact", () => {
  const one = fc.integer({ min: 1, max: 250 }).map((ordinal) => [ordinal]);
  const row = fc.record({ first: fc.nat(200), length: fc.integer({ min: 60, max: 120 }) })
    .map(({ first, length }) => Array.from({ length }, (_, at) => first + 1 + at));
  const everySecond = fc.record({ first: fc.nat(150), length: fc.integer({ min: 1, max: 50 }) })
    .map(({ first, length }) => Array.from({ length }, (_, at) => first + 1 + 2 * at));
  const ordinals = fc.array(fc.oneof(one, one, row, everySecond), { maxLength: 9 });
  const step = fc.oneof(
    fc.record({ do: fc.constant("append" as const), count: fc.integer({ min: 1, max: 90 }) }),
    fc.record({
      do: fc.constant("confirm" as const),
      by: fc.constantFrom(1, 2),
      ordinals: ordinals.map((those) => [...new Set(those.flat())]),
    }),
    fc.record({
      do: fc.constant("look" as const),
      after: fc.integer({ min: 0, max: 250 }),
      limit: fc.integer({ min: 1, max: 70 }),
    }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      using place = new TemporaryStore();
      using store = place.direct();
      settle(store, destinationOf("a"), destinationOf("b"));
      using db = place.connection();
      const confirmed = [new Set<number>(), new Set<number>()] as const;
      let count = 0;
      for (const step of steps) {
        if (step.do === "append") append(store, count + 1, count += step.count);
        else if (step.do === "confirm") {
          const known = step.ordinals.filter((ordinal) => ordinal <= count);
          confirm(store, step.by, known);
          for (const ordinal of known) confirmed[step.by - 1]!.add(ordinal);
        } else {
          const { after, limit } = step;
          const beyond = Array.from(
            { length: Math.max(0, count - after) },
            (_, at) => after + 1 + at,
          );
          for (const [at, known] of confirmed.entries()) {
            const owed = pending(db, at + 1, CRITICAL, after, limit);
            assert.deepEqual(
              owed.map(({ ordinal }) => ordinal),
              beyond.filter((ordinal) => !known.has(ordinal)).slice(0, limit),
            );
          }
          assert.deepEqual(
            unconfirmedCritical(db, CRITICAL, after, limit).map(({ ordinal }) => ordinal),
            beyond.filter((ordinal) => confirmed.every((known) => !known.has(ordinal)))
              .slice(0, limit),
          );
        }
      }
      assert.deepEqual(findProblems(place.path), []);
    }),
    { numRuns: 60 },
  );
});

Deno.test("Ranges that overlap, lie side by side or within each other are kept as sets of numbers are", () => {
  const range = fc.record({
    first: fc.integer({ min: 1, max: 40 }),
    length: fc.integer({ min: 1, max: 15 }),
  });
  fc.assert(
    fc.property(fc.array(range, { minLength: 1, maxLength: 15 }), (added) => {
      using place = new TemporaryStore();
      using store = place.direct();
      settle(store, destinationOf("a"));
      using db = place.connection();
      const known = new Set<number>();
      let watermark = 0;
      for (const { first: begin, length } of added) {
        const first = Math.max(begin, watermark + 1);
        const last = begin + length - 1;
        if (last < first) continue;
        const before = known.size;
        for (let ordinal = first; ordinal <= last; ordinal++) known.add(ordinal);
        const outcome = addRange(db, OF, watermark, { first, last });
        watermark = outcome.watermark;
        assert.equal(outcome.count, known.size - before);
      }
      const [reached, ...ranges] = wholeRanges(new Set([0, ...known]));
      assert.equal(watermark, reached!.last);
      const rows = db.all("select first, last from confirmed_range order by first");
      assert.deepEqual(rows.map(({ first, last }) => ({ first, last })), ranges);
    }),
    { numRuns: 80 },
  );
});

/** The numbers from 0 on, by looking at each. */
function wholeRanges(numbers: ReadonlySet<number>): OrdinalRange[] {
  const ranges: OrdinalRange[] = [];
  for (let first = 0; first <= Math.max(...numbers); first++) {
    if (!numbers.has(first) || numbers.has(first - 1)) continue;
    let last = first;
    while (numbers.has(last + 1)) last++;
    ranges.push({ first, last });
  }
  return ranges;
}

Deno.test("Ranges that touch, or do not add up to what their lane counts, are found as a false account", () => {
  using place = new TemporaryStore();
  using store = place.direct();
  settle(store, destinationOf("a", { priorities: ["critical"] }));
  append(store, 1, 9);
  confirm(store, 1, [3, 4, 5]);
  assert.deepEqual(findProblems(place.path), []);
  {
    using db = place.connection();
    db.run("update confirmed_range set last = 4");
    db.run("insert into confirmed_range (destination, lane, first, last) values (1, 0, 5, 5)");
  }
  const messages = () => findProblems(place.path).map(({ message }) => message);
  assert.deepEqual(messages(), [
    "destination a, lane 0: ranges of what it confirmed touch each other or its watermark",
  ]);
  {
    using db = place.connection();
    db.run("delete from confirmed_range where first = 5");
  }
  assert.deepEqual(messages(), [
    "destination a, lane 0: 6 pending, 7 of them stored",
    "destination a, lane 0: 3 confirmed beyond its watermark, 2 noted",
  ]);
});
