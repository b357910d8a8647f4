/** Counters are kept in memory while a transaction runs, and nobody can tell. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { migrate } from "../../../db/schema/migrate.ts";
import type { Connection } from "../../../db/sqlite/connection.ts";
import { addToCounter, type CounterName, readCounter } from "../../../db/transactions/counter.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

/** How counters are moved and read. */
interface Way {
  readonly add: typeof addToCounter;
  readonly read: typeof readCounter;
}

const KEPT: Way = { add: addToCounter, read: readCounter };

/** One statement for each: what the other is measured by. */
const PLAIN: Way = {
  add: (db, name, by = 1) =>
    db.get<{ value: number }>(
      `insert into tally (name, value) values (?, ?)
       on conflict (name) do update set value = value + excluded.value returning value`,
      name,
      by,
    )!.value,
  read: (db, name) => db.get("select value from tally where name = ?", name)?.value ?? 0,
};

type Step =
  | { readonly do: "add"; readonly name: CounterName; readonly by: number }
  | { readonly do: "read"; readonly name: CounterName }
  | { readonly do: "read all" }
  | { readonly do: "double all" }
  | { readonly do: "delete one" }
  | { readonly do: "part"; readonly steps: readonly Step[]; readonly fails: boolean };

interface Turn {
  readonly steps: readonly Step[];
  readonly fails: boolean;
  /** What another connection does after it. */
  readonly others: readonly Step[];
}

const name = fc.constantFrom<CounterName>("sequence", "registry", "lane/0", "frames/received");
const simple: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("add"), name, by: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("read"), name }) },
  fc.constantFrom<Step>({ do: "read all" }, { do: "double all" }, { do: "delete one" }),
);
const { steps } = fc.letrec<{ step: Step; steps: Step[] }>((tie) => ({
  step: fc.oneof(
    { depthSize: "small" },
    { weight: 4, arbitrary: simple },
    fc.record({ do: fc.constant("part"), steps: tie("steps"), fails: fc.boolean() }),
  ),
  steps: fc.array(tie("step"), { maxLength: 6 }),
}));
const turn: fc.Arbitrary<Turn> = fc.record({
  steps,
  fails: fc.boolean(),
  others: fc.array(simple, { maxLength: 3 }),
});

const ALL = "select name, value from tally order by name";

/** Takes the steps; `seen` gets everything that they were told. */
function take(db: Connection, way: Way, steps: readonly Step[], seen: unknown[]): void {
  for (const step of steps) {
    if (step.do === "add") seen.push(way.add(db, step.name, step.by));
    else if (step.do === "read") seen.push(way.read(db, step.name));
    else if (step.do === "read all") seen.push(db.all(ALL).map((row) => ({ ...row })));
    else if (step.do === "double all") db.run("update tally set value = value * 2");
    else if (step.do === "delete one") {
      db.script("delete from tally where name = 'lane/0'");
    } else failing(step.fails, (work) => db.part(work), () => take(db, way, step.steps, seen));
  }
}

/** Does the work, and has it fail at its end. */
function failing(fails: boolean, within: (work: () => void) => void, work: () => void): void {
  try {
    within(() => {
      work();
      if (fails) throw new Error("as asked");
    });
  } catch (cause) {
    assert.equal((cause as Error).message, "as asked");
  }
}

/** All that is told in these turns, and what is stored after each. */
function play(way: Way, turns: readonly Turn[]): unknown[] {
  using place = new TemporaryStore();
  using db = place.connection();
  migrate(db);
  using other = place.connection();
  const seen: unknown[] = [];
  for (const { fails, others, steps } of turns) {
    failing(fails, (work) => db.transaction(work), () => take(db, way, steps, seen));
    seen.push(other.all(ALL).map((row) => ({ ...row })));
    take(other, way, others, seen);
  }
  return seen;
}

Deno.test("A counter says and stores what it would if it were written at each step, whatever fails", () => {
  fc.assert(
    fc.property(fc.array(turn, { minLength: 1, maxLength: 4 }), (turns) => {
      assert.deepEqual(play(KEPT, turns), play(PLAIN, turns));
    }),
    { numRuns: 150 },
  );
});

Deno.test("However often a transaction moves counters, it writes them with one statement", () => {
  using place = new TemporaryStore();
  using db = place.connection();
  migrate(db);
  db.script("create temp table written (name text)");
  db.script(`create temp trigger noted after update on tally
    begin insert into written values (new.name); end`);
  db.transaction(() => addToCounter(db, "sequence"));
  db.transaction(() => {
    for (let times = 0; times < 100; times++) addToCounter(db, "sequence");
  });
  assert.equal(readCounter(db, "sequence"), 101);
  assert.deepEqual(db.all<{ name: string }>("select * from written").map(({ name }) => name), [
    "sequence",
  ]);
});

Deno.test("A counter of a transaction that a passed-over failure has ended is not stored", () => {
  using place = new TemporaryStore();
  using db = place.connection();
  migrate(db);
  assert.throws(() =>
    db.transaction(() => {
      addToCounter(db, "sequence");
      db.run("rollback");
      addToCounter(db, "sequence");
    }), /no transaction is active/);
  assert.equal(readCounter(db, "sequence"), 0);
});
