import assert from "node:assert/strict";
import fc from "fast-check";
import { type Waiting, WriteQueue } from "../../../db/writer/write_queue.ts";

function waiting(number: number, urgency: number): Waiting {
  return {
    call: { name: "keepTimeFloor", input: number } as never,
    urgency,
    isPatient: false,
    company: 1,
    settle: () => {},
  };
}

const numberOf = ({ call }: Waiting) => (call as unknown as { input: number }).input;

Deno.test("WriteQueue keeps the order in which it was asked, and gives up the oldest of the least urgent", () => {
  fc.assert(fc.property(
    fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom("take", "put back"))),
    (steps) => {
      const queue = new WriteQueue(8);
      // As it could be written without a thought of time.
      let model: Waiting[] = [];
      let taken: Waiting[] = [];
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
          const lowest = Math.max(...model.map(({ urgency }) => urgency));
          const [expected] = model.length > 8
            ? model.splice(model.findIndex(({ urgency }) => urgency === lowest), 1)
            : [];
          assert.equal(queue.push(call), expected);
        }
        assert.equal(queue.length, model.length);
      });
    },
  ));
});

Deno.test("WriteQueue takes a call as quickly when it is full as when it is empty", () => {
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
