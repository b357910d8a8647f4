import assert from "node:assert/strict";
import fc from "fast-check";
import {
  FairRotation,
  hasRoom,
  Scheduler,
  type Waiting,
} from "../../../../handlers/delivery/queue/scheduler.ts";

const ALWAYS = () => true;

/** Everything of these urgencies waits, for ever, and was never published. */
function fresh(...urgencies: number[]): Waiting {
  return { hasFresh: (urgency) => urgencies.includes(urgency), hasDue: () => false };
}

function draw(waiting: Waiting, count: number): number[] {
  const scheduler = new Scheduler();
  return Array.from({ length: count }, () => scheduler.next(waiting, ALWAYS)!.urgency);
}

Deno.test("Scheduler takes the most urgent first", () => {
  assert.deepEqual(draw(fresh(0, 1, 2, 3), 5), [0, 0, 0, 0, 0]);
  assert.deepEqual(draw(fresh(2, 3), 2), [2, 2]);
});

Deno.test("Scheduler takes nothing when nothing waits", () => {
  assert.equal(new Scheduler().next(fresh(), ALWAYS), undefined);
});

Deno.test("Scheduler gives each lower priority at least 5 % while critical saturates", () => {
  const drawn = draw(fresh(0, 1, 2, 3), 1_000);
  for (const urgency of [1, 2, 3]) {
    const share = drawn.filter((each) => each === urgency).length / drawn.length;
    assert.ok(share >= 0.05, `priority ${urgency} has ${share}`);
  }
  assert.ok(drawn.filter((each) => each === 0).length / drawn.length > 0.75);
});

Deno.test("Scheduler publishes a new panic before panics that are due again, and both go on", () => {
  const scheduler = new Scheduler();
  const waiting = { hasFresh: () => true, hasDue: () => true };
  const sources = Array.from({ length: 8 }, () => scheduler.next(waiting, ALWAYS)!.source);
  assert.deepEqual(sources, ["fresh", "fresh", "fresh", "due", "fresh", "fresh", "fresh", "due"]);
});

Deno.test("hasRoom keeps one slot of the window for critical events", () => {
  assert.equal(hasRoom(4, { critical: 0, others: 2 }, 3), true);
  assert.equal(hasRoom(4, { critical: 0, others: 3 }, 3), false);
  assert.equal(hasRoom(4, { critical: 0, others: 3 }, 0), true);
  assert.equal(hasRoom(4, { critical: 1, others: 3 }, 0), false);
});

Deno.test("hasRoom lets everything use a window of one", () => {
  assert.equal(hasRoom(1, { critical: 0, others: 0 }, 3), true);
  assert.equal(hasRoom(1, { critical: 0, others: 1 }, 0), false);
});

Deno.test("FairRotation never passes over a class that waits longer than its share, whatever else waits", () => {
  const rounds = fc.array(fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), {
    minLength: 1,
    maxLength: 300,
  });
  fc.assert(fc.property(rounds, (rounds) => {
    const rotation = new FairRotation(4, 16);
    const waitedFor = [0, 0, 0, 0];
    for (const waits of rounds) {
      const chosen = rotation.next(ALWAYS, (index) => waits[index]!);
      assert.equal(chosen === undefined, !waits.includes(true));
      if (chosen !== undefined) assert.ok(waits[chosen], "only what waits is chosen");
      for (const index of [0, 1, 2, 3]) {
        waitedFor[index] = chosen === index || !waits[index] ? 0 : waitedFor[index]! + 1;
        // Two others may be due at the same moment.
        assert.ok(waitedFor[index]! < 16 + 2, `${index} was passed over ${waitedFor[index]} times`);
      }
    }
  }));
});

Deno.test("FairRotation keeps the claim of a class that has no room until it has", () => {
  const rotation = new FairRotation(2, 4);
  const onlyFirst = (index: number) => index === 0;
  for (let turn = 0; turn < 10; turn++) assert.equal(rotation.next(onlyFirst, ALWAYS), 0);
  assert.equal(rotation.next(ALWAYS, ALWAYS), 1);
  assert.equal(rotation.next(ALWAYS, ALWAYS), 0);
});
