import assert from "node:assert/strict";
import fc from "fast-check";
import type { RetentionRank } from "../../../db/transactions/write.ts";
import { type WaitingWrite, WriteQueue } from "../../../db/writer/write_queue.ts";

function waiting(
  number: number,
  rank: number,
  isUrgent = false,
  device: number | undefined = undefined,
): WaitingWrite {
  return {
    request: { name: "markRetried", input: { number } },
    policy: {
      rank: rank as RetentionRank,
      mayDefer: false,
      isUrgent,
      device,
      batchEvents: 1,
      isStandalone: false,
    },
    settle: () => {},
  };
}

const numberOf = ({ request }: WaitingWrite) => (request.input as { number: number }).number;

Deno.test("WriteQueue keeps the order in which it was asked, and gives up the oldest of the lowest rank", () => {
  fc.assert(fc.property(
    fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom("take", "put back"))),
    (steps) => {
      const queue = new WriteQueue(8);
      // As it could be written without a thought of time.
      let model: WaitingWrite[] = [];
      let taken: WaitingWrite[] = [];
      steps.forEach((step, number) => {
        if (step === "take") {
          taken = queue.take(3);
          assert.deepEqual(taken.map(numberOf), model.splice(0, 3).map(numberOf));
        } else if (step === "put back") {
          queue.putBack(taken);
          model = [...taken, ...model];
          taken = [];
        } else {
          const call = waiting(number, step as number);
          model.push(call);
          const lowest = Math.max(...model.map(({ policy }) => policy.rank));
          const [expected] = model.length > 8
            ? model.splice(model.findIndex(({ policy }) => policy.rank === lowest), 1)
            : [];
          assert.equal(queue.push(call), expected);
        }
        assert.equal(queue.length, model.length);
      });
    },
  ));
});

Deno.test("WriteQueue takes a write as quickly when it is full as when it is empty", () => {
  const queue = new WriteQueue(20_000);
  const pushMs = (count: number) => {
    const begun = performance.now();
    for (let number = 0; number < count; number++) queue.push(waiting(number, number % 4));
    return performance.now() - begun;
  };
  const emptyMs = pushMs(20_000);
  const fullMs = pushMs(20_000);
  assert.ok(fullMs < 10 * emptyMs + 50, `${fullMs} ms full, ${emptyMs} ms empty`);
});

Deno.test("WriteQueue gives what is urgent first and alone, each in its order, and gives it up last", () => {
  const queue = new WriteQueue(4);
  queue.push(waiting(1, 0));
  queue.push(waiting(2, 0, true));
  queue.push(waiting(3, 3));
  queue.push(waiting(4, 0, true));
  assert.deepEqual([5, 6].map((number) => numberOf(queue.push(waiting(number, 0, true))!)), [3, 1]);
  const taken = queue.take(10);
  assert.deepEqual(taken.map(numberOf), [2, 4, 5, 6]);
  queue.push(waiting(7, 0));
  queue.putBack(taken);
  assert.deepEqual(queue.take(10).map(numberOf), [2, 4, 5, 6]);
  assert.deepEqual(queue.take(10).map(numberOf), [7]);
});

Deno.test("WriteQueue keeps the order of one wearable, whatever is urgent", () => {
  const queue = new WriteQueue(10);
  const [mine, other] = [1, 2];
  queue.push(waiting(1, 3, false, mine));
  queue.push(waiting(2, 0, true, mine));
  queue.push(waiting(3, 0, true, other));
  assert.deepEqual(queue.take(10).map(numberOf), [3]);
  const taken = queue.take(10);
  assert.deepEqual(taken.map(numberOf), [1, 2]);
  queue.putBack(taken);
  queue.push(waiting(4, 0, true, mine));
  assert.deepEqual(queue.take(10).map(numberOf), [1, 2, 4]);
  queue.push(waiting(5, 0, true, mine));
  queue.push(waiting(6, 0, false, mine));
  queue.push(waiting(7, 0, true, mine));
  assert.deepEqual(queue.take(10).map(numberOf), [5]);
  assert.deepEqual(queue.take(10).map(numberOf), [6, 7]);
});

Deno.test("WriteQueue keeps the order of one wearable when what was on its way comes back", () => {
  const queue = new WriteQueue(10);
  const [mine, other] = [1, 2];
  queue.push(waiting(1, 3, false, mine));
  const taken = queue.take(10);
  queue.push(waiting(2, 0, true, mine));
  queue.push(waiting(3, 0, true, other));
  queue.push(waiting(4, 0, false, mine));
  queue.putBack(taken);
  assert.equal(queue.length, 4);
  assert.deepEqual(queue.take(10).map(numberOf), [3]);
  assert.deepEqual(queue.take(10).map(numberOf), [1, 2, 4]);
  assert.equal(queue.length, 0);
});

Deno.test("WriteQueue lets others go along with alarms that come without end", () => {
  const queue = new WriteQueue(1_000);
  for (let number = 0; number < 100; number++) queue.push(waiting(number, 1));
  const batches = Array.from({ length: 40 }, (_, at) => {
    queue.push(waiting(1_000 + at, 0, true));
    return queue.take(2_000).map(numberOf);
  });
  assert.deepEqual(batches.filter((batch) => batch.length > 1).map(({ length }) => length), [
    65,
    37,
  ]);
  for (const [at, batch] of batches.entries()) assert.equal(batch[0], 1_000 + at);
  const alone = batches.findIndex(({ length }) => length > 1);
  assert.ok(alone > 10 && alone < 20, `${alone} batches of alarms alone`);
});

Deno.test("WriteQueue gives up everything at the end, what is urgent and what is not", () => {
  const queue = new WriteQueue(10);
  queue.push(waiting(1, 0));
  queue.push(waiting(2, 0, true));
  queue.push(waiting(3, 2));
  assert.deepEqual(queue.takeAll().map(numberOf), [1, 2, 3]);
  assert.equal(queue.length, 0);
});
