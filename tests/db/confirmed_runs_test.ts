/** What is known to be confirmed is not looked at again, and changes no answer. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Bindable, Connection, Row } from "../../db/sqlite/connection.ts";
import { laneNumber } from "../../db/schema/lane_number.ts";
import { ConfirmedRuns } from "../../db/queries/confirmed_runs.ts";
import { pending } from "../../db/queries/lanes.ts";
import { destinationOf, eventOf, settle, TemporaryStore } from "../support/temporary_store.ts";

const CRITICAL = laneNumber("critical", false);

Deno.test("A poll behind one refused event does not look at the thousands that are confirmed behind it", () => {
  using place = new TemporaryStore();
  using store = place.direct();
  settle(store, destinationOf("a"));
  const count = 3_000;
  const all = Array.from({ length: count }, (_, at) => eventOf(at + 1));
  store.writeNow("appendEvents", all);
  const acknowledgements = all.slice(1).map(({ id }) => ({ id }));
  store.writeNow("confirm", { destination: 1, acknowledgements, onlyOffered: false });

  using db = place.connection();
  const runs = new ConfirmedRuns();
  assert.deepEqual(pending(db, 1, CRITICAL, 0, 50, runs).map(({ ordinal }) => ordinal), [1]);
  store.writeNow("appendEvents", [eventOf(count + 1)]);
  const looks: Looks = [];
  const again = pending(watched(db, looks), 1, CRITICAL, 0, 50, runs);
  assert.deepEqual(again.map(({ ordinal }) => ordinal), [1, count + 1]);
  assert.deepEqual(looks, [[0, 2], [count, Number.MAX_SAFE_INTEGER]]);
});

type Looks = [after: number, before: number][];

/** The connection, with the ranges of ordinals that are asked for. */
function watched(db: Connection, looks: Looks): Connection {
  return new Proxy(db, {
    get(target, name) {
      const value = Reflect.get(target, name, target);
      if (name !== "all") return typeof value === "function" ? value.bind(target) : value;
      return (sql: string, ...values: Bindable[]): Row[] => {
        if (sql.includes("e.ordinal <")) looks.push([values[2] as number, values[3] as number]);
        return target.all(sql, ...values);
      };
    },
  });
}

Deno.test("Whatever is confirmed in whatever order, what is pending is the same with and without", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.record({ do: fc.constant("append" as const), count: fc.integer({ min: 1, max: 9 }) }),
          fc.record({
            do: fc.constant("confirm" as const),
            ordinals: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 20 }),
          }),
          fc.record({
            do: fc.constant("look" as const),
            after: fc.integer({ min: 0, max: 60 }),
            limit: fc.integer({ min: 1, max: 12 }),
          }),
        ),
        { maxLength: 25 },
      ),
      (steps) => {
        using place = new TemporaryStore();
        using store = place.direct();
        settle(store, destinationOf("a"));
        using db = place.connection();
        const runs = new ConfirmedRuns(2);
        let count = 0;
        for (const step of steps) {
          if (step.do === "append") {
            for (let more = 0; more < step.count; more++) {
              store.writeNow("appendEvents", [eventOf(++count)]);
            }
          } else if (step.do === "confirm") {
            const known = step.ordinals.filter((ordinal) => ordinal <= count);
            const acknowledgements = known.map((ordinal) => ({ id: eventOf(ordinal).id }));
            store.writeNow("confirm", { destination: 1, acknowledgements, onlyOffered: false });
          } else {
            const ordinals = (of: ConfirmedRuns) =>
              pending(db, 1, CRITICAL, step.after, step.limit, of).map(({ ordinal }) => ordinal);
            assert.deepEqual(ordinals(runs), ordinals(new ConfirmedRuns(1_000)));
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});
