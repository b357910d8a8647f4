import assert from "node:assert/strict";
import type { Priority } from "../../../../devices/event.ts";
import type { MonotonicMs } from "../../../../devices/time.ts";
import {
  MAX_QUEUED,
  TransmitQueue,
} from "../../../../gateway/modems/transmission/transmit_queue.ts";

function waiting(byte: number, urgency: Priority, atMs: number, isRepeat = false) {
  return {
    frame: Uint8Array.of(byte),
    urgency,
    isRepeat,
    queuedAtMs: atMs as MonotonicMs,
    untilMs: (atMs + 10_000) as MonotonicMs,
    sendings: 0,
  };
}

Deno.test("the most urgent answer goes first, and the oldest among equals", () => {
  const queue = new TransmitQueue();
  queue.push(waiting(1, "low", 1));
  queue.push(waiting(2, "normal", 2));
  queue.push(waiting(3, "critical", 3));
  queue.push(waiting(4, "critical", 4));
  queue.push(waiting(5, "high", 5));
  assert.deepEqual(queue.waiting.map(({ frame }) => frame[0]), [3, 4, 5, 2, 1]);
});

Deno.test("what was not sent before goes before what was, unless that is more urgent", () => {
  const queue = new TransmitQueue();
  queue.push(waiting(1, "critical", 1, true));
  queue.push(waiting(2, "critical", 2));
  queue.push(waiting(3, "high", 3));
  assert.deepEqual(queue.waiting.map(({ frame }) => frame[0]), [2, 1, 3]);
});

Deno.test("the same answer waits once, as urgently as it was asked", () => {
  const queue = new TransmitQueue();
  queue.push(waiting(1, "low", 1));
  queue.push(waiting(2, "normal", 2));
  queue.push(waiting(1, "critical", 3));
  queue.push(waiting(1, "low", 4));
  assert.equal(queue.size, 2);
  assert.equal(queue.waiting[0]?.frame[0], 1);
  assert.equal(queue.waiting[0]?.urgency, "critical");
});

Deno.test("when the queue is full, the oldest of the least urgent goes", () => {
  const queue = new TransmitQueue();
  queue.push(waiting(250, "low", 1));
  queue.push(waiting(251, "low", 2));
  for (let byte = 0; byte < MAX_QUEUED - 2; byte++) queue.push(waiting(byte, "critical", 3));
  assert.equal(queue.push(waiting(252, "critical", 4))?.frame[0], 250);
  assert.equal(queue.size, MAX_QUEUED);
});

Deno.test("an answer goes when its wearable listens no more, however urgent it is", () => {
  const queue = new TransmitQueue();
  queue.push(waiting(1, "critical", 5_000));
  queue.push(waiting(2, "normal", 0));
  assert.equal(queue.nextExpiryMs, 10_000);
  assert.deepEqual(queue.expire(10_000 as MonotonicMs).map(({ frame }) => frame[0]), [2]);
  assert.deepEqual(queue.expire(15_000 as MonotonicMs).map(({ frame }) => frame[0]), [1]);
  assert.equal(queue.nextExpiryMs, undefined);
});
