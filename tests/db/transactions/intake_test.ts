/** Alarms that are safe with one row, and what is made of them whenever the rest is stored. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { findProblems } from "../../../db/repair/repair.ts";
import { type AcceptedFrame, type DirectStore, isDamage, StoreError } from "../../../db/store.ts";
import { settleAlarms, takeIn, writeTransaction } from "../../../db/transactions/intake.ts";
import { program } from "../../support/authors.ts";
import {
  acceptedOf,
  destinationOf,
  settle,
  TemporaryStore,
} from "../../support/temporary_store.ts";

function fill(store: DirectStore): void {
  settle(store, destinationOf("dispatch", { required: true }), destinationOf("second"));
  const rootKey = new Uint8Array(16).fill(1);
  store.writeNow("addDevice", { uid: "d-1", kid: 1, rootKey, epoch: 0, createdAtUnixMs: 1 });
}

function alarmOf(number: number, more: Partial<AcceptedFrame> = {}): AcceptedFrame {
  const id = new Uint8Array(16).fill(number);
  const frame = acceptedOf(number, 1, number);
  return {
    ...frame,
    event: { ...frame.event, incident: id },
    opens: { id, alarm: number },
    ...more,
  };
}

function takeAlarms(temporary: TemporaryStore, ...frames: readonly AcceptedFrame[]) {
  using db = temporary.connection();
  return writeTransaction(db, () => takeIn(db, frames));
}

/** Everything that is stored. */
function contents(temporary: TemporaryStore): object {
  using db = temporary.connection();
  const tables = db.all<{ name: string }>("select name from sqlite_schema where type = 'table'");
  return Object.fromEntries(
    tables.map(({ name }) => [name, db.all(`select * from "${name}"`)]),
  );
}

Deno.test("An alarm that is safe is one row, and its event has the promised place afterwards", () => {
  using temporary = new TemporaryStore();
  {
    using store = temporary.direct();
    fill(store);
  }
  assert.deepEqual(takeAlarms(temporary, alarmOf(1), alarmOf(2)), [
    { sequence: 1, lane: 0, ordinal: 1 },
    { sequence: 2, lane: 0, ordinal: 2 },
  ]);
  {
    using db = temporary.connection();
    assert.equal(db.all("select number from intake").length, 2);
    assert.equal(db.all("select sequence from event").length, 0);
    assert.deepEqual(findProblems(temporary.path), []);
    const outcomes = settleAlarms(db, [alarmOf(1), alarmOf(2)]);
    assert.deepEqual(
      outcomes,
      [1, 2].map((number) => ({
        outcome: "accepted",
        place: { sequence: number, lane: 0, ordinal: number },
        answers: [new Uint8Array(6).fill(number)],
      })),
    );
    assert.equal(db.all("select number from intake").length, 0);
  }
  assert.deepEqual(findProblems(temporary.path), []);
});

const frame = fc.record({
  number: fc.integer({ min: 1, max: 30 }),
  opens: fc.boolean(),
  isAnswered: fc.boolean(),
  counter: fc.integer({ min: 0, max: 40 }),
  /** The process dies between the two commits, and another one finds the rows. */
  dies: fc.boolean(),
});

Deno.test("Whenever the rest of an alarm is stored, the store is as if all had been stored at once", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(frame, { minLength: 1, maxLength: 3 }), { maxLength: 6 }),
      (batches) => {
        using direct = new TemporaryStore();
        using inTwo = new TemporaryStore();
        for (const temporary of [direct, inTwo]) {
          using store = temporary.direct();
          fill(store);
        }
        for (const batch of batches) {
          const frames = batch.map(({ counter, isAnswered, number, opens }) => {
            const { answer, opens: opening, ...rest } = alarmOf(number);
            return {
              ...rest,
              uplink: { ...rest.uplink, counter },
              newestCounter: counter,
              ...(isAnswered && { answer }),
              ...(opens && { opens: opening! }),
            } as AcceptedFrame;
          });
          const storeAtOnce = (temporary: TemporaryStore) => {
            using store = temporary.direct();
            return frames.map((frame) => store.writeNow("acceptFrame", frame));
          };
          const outcomes = storeAtOnce(direct);
          const places = takeAlarms(inTwo, ...frames);
          if (places === undefined) {
            storeAtOnce(inTwo);
            continue;
          }
          assert.deepEqual(places, outcomes.map((outcome) => "place" in outcome && outcome.place));
          if (batch.some(({ dies }) => dies)) {
            using _store = inTwo.direct();
            continue;
          }
          using db = inTwo.connection();
          assert.deepEqual(settleAlarms(db, frames), outcomes);
        }
        assert.deepEqual(contents(inTwo), contents(direct));
        assert.deepEqual(findProblems(inTwo.path), []);
      },
    ),
    { numRuns: 10 },
  );
});

Deno.test("A write of whoever comes between finds the alarm in its places", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  fill(store);
  takeAlarms(temporary, alarmOf(1));
  const { uplink } = alarmOf(1);
  const reception = { atUnixMs: 5, modem: "lora-2" };
  const repeat = store.writeNow("repeatFrame", { uplink, reception });
  assert.deepEqual(repeat?.answers, [new Uint8Array(6).fill(1)]);
  store.writeNow("retireDevice", { uid: "d-1", by: program("test"), atUnixMs: 1 });
  using db = temporary.connection();
  assert.deepEqual(settleAlarms(db, [alarmOf(1)]).map((outcome) => "place" in outcome), [true]);
});

Deno.test("An alarm that is stored already is not taken in once more", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  fill(store);
  assert.notEqual(takeAlarms(temporary, alarmOf(1)), undefined);
  assert.equal(takeAlarms(temporary, alarmOf(1)), undefined);
  assert.equal(takeAlarms(temporary, alarmOf(2), alarmOf(2)), undefined);
  assert.equal(store.read.events.sequences().newest, 1);
});

Deno.test("An alarm that cannot have its places keeps no other from theirs, and is reported", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  fill(store);
  const wrong = alarmOf(1, { event: { ...alarmOf(1).event, id: new Uint8Array(3) } });
  takeAlarms(temporary, wrong, alarmOf(2));
  using db = temporary.connection();
  const [first, second] = settleAlarms(db, [wrong, alarmOf(2)]);
  assert.match((first as { failure: string }).failure, /CHECK constraint/);
  assert.equal("place" in second! && second.place.ordinal, 1);
  assert.match(
    findProblems(temporary.path)[0]!.message,
    /row 1 of intake could not have its places/,
  );
  assert.equal(takeAlarms(temporary, alarmOf(3)), undefined, "from then on all is stored at once");
});

Deno.test("A row of an alarm that is not as it was written counts as damage", () => {
  using temporary = new TemporaryStore();
  using store = temporary.direct();
  fill(store);
  takeAlarms(temporary, alarmOf(1));
  {
    using db = temporary.connection();
    db.run("update intake set frame = replace(frame, '\"counter\":1', '\"counter\":2')");
  }
  assert.deepEqual(findProblems(temporary.path).map(({ code }) => code), ["damage"]);
  assert.throws(
    () => store.writeNow("appendEvents", []),
    (cause) => cause instanceof StoreError && isDamage(cause.errcode!),
  );
});
