import assert from "node:assert/strict";
import type { MonotonicMs } from "../../../devices/time.ts";
import { HeartbeatLearning } from "../../../handlers/supervision/heartbeat_learning.ts";

/** What is learned, in s, from heartbeats that come after so many seconds each. */
function learned(gapsS: readonly number[], learning = new HeartbeatLearning()) {
  let nowMs = 0;
  const all = [0, ...gapsS].map((gapS) => {
    nowMs += gapS * 1_000;
    return learning.heartbeat("d-a", nowMs as MonotonicMs);
  });
  return all.filter((periodS) => periodS !== undefined);
}

const every = (periodS: number, times: number) => Array<number>(times).fill(periodS);

Deno.test("A period is learned from five heartbeats, and not from four", () => {
  assert.deepEqual(learned(every(900, 3)), []);
  assert.deepEqual(learned(every(900, 4)), [900]);
});

Deno.test("Jitter neither hinders learning nor makes another period of it", () => {
  assert.deepEqual(learned([850, 960, 890, 915, 930, 870, 905, 940, 880, 900]), [915]);
});

Deno.test("Heartbeats that are lost now and then do not lengthen the period", () => {
  assert.deepEqual(learned([900, 1_800, 900, 900, 2_700, 900, 900, 1_800, 900]), [900]);
});

Deno.test("A wearable without a regular heartbeat teaches no period", () => {
  assert.deepEqual(learned([100, 4_000, 900, 20_000, 300, 9_000, 2_000, 60]), []);
});

Deno.test("Heartbeats in quick succession, as after a start or from a recording, do not shorten the period", () => {
  assert.deepEqual(learned([900, 900, 5, 5, 5, 5, 5, 5, 5, 900, 900, 900]), [900]);
  assert.deepEqual(learned(every(5, 40)), [60], "no shorter one than a minute is learned");
  assert.deepEqual(learned([55, 65, 58, 62, 57, 63]), [62]);
});

Deno.test("A time in which nothing could be heard teaches nothing", () => {
  const learning = new HeartbeatLearning();
  learned(every(900, 3), learning);
  let nowMs = 2_700_000;
  for (const gapS of [7_200, 7_200, 7_200, 7_200, 7_200]) {
    learning.interrupt();
    nowMs += gapS * 1_000;
    assert.equal(learning.heartbeat("d-a", nowMs as MonotonicMs), undefined);
  }
  assert.equal(learning.heartbeat("d-a", nowMs + 900_000 as MonotonicMs), 900);
});

Deno.test("What was learned before holds until most of the newest gaps say otherwise", () => {
  const learning = new HeartbeatLearning();
  learning.remember("d-a", 900);
  assert.deepEqual(learned(every(900, 5), learning), []);
  assert.equal(learning.periodS("d-a"), 900);
  const nowMs = 4_500_000 + 3_600_000;
  const found = [0, 1, 2, 3, 4, 5].map((at) =>
    learning.heartbeat("d-a", nowMs + at * 3_600_000 as MonotonicMs)
  );
  assert.deepEqual(found, [undefined, undefined, undefined, 3_600, undefined, undefined]);
});

Deno.test("A period that the store cannot keep is not learned", () => {
  assert.deepEqual(learned(every(86_400, 8)), []);
});
