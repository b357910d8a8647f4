import assert from "node:assert/strict";
import type { MonotonicMs } from "../../../../devices/time.ts";
import { VolatileQueue } from "../../../../handlers/delivery/queue/volatile_queue.ts";
import type { VolatileEvent } from "../../../../handlers/delivery/volatile_events.ts";

const at = (ms: number) => ms as MonotonicMs;
const PANIC = { id: "a", lane: 0 } as VolatileEvent;

function queueOf(...events: VolatileEvent[]): VolatileQueue {
  return new VolatileQueue({
    volatileEvents: { list: () => events, isOwedTo: () => true },
    destination: 1,
    lanes: new Set([0]),
    retryDelays: { taken: 15_000, refused: 30_000, failed: 2_000 },
  });
}

Deno.test("What waits for a slot of a full window asks for no look before one is free", () => {
  const queue = queueOf(PANIC);
  assert.deepEqual(queue.due(at(1_000)), [PANIC]);
  assert.equal(queue.nextDueMs(at(1_000)), Infinity);
});

Deno.test("What was sent from memory goes again when it is not confirmed, sooner when it failed", () => {
  const queue = queueOf(PANIC);
  queue.sent(PANIC, at(1_000));
  assert.deepEqual([queue.due(at(15_999)), queue.nextDueMs(at(1_000))], [[], 16_000]);
  queue.failed("a", at(1_000));
  assert.equal(queue.nextDueMs(at(1_000)), 3_000);
  assert.deepEqual(queue.due(at(3_000)), [PANIC]);
});
