import assert from "node:assert/strict";
import { latenciesOf, ownResult } from "../../../../gateway/bench/race/results.ts";

Deno.test("latencies are nearest ranks", () => {
  const samples = Array.from({ length: 100 }, (_, n) => n + 1);
  assert.deepEqual(latenciesOf(samples), { count: 100, p50: 50, p99: 99, max: 100 });
});

Deno.test("a panic that never arrived is in no figure but null", () => {
  const latencies = latenciesOf([10, Infinity, 20, 30]);
  assert.deepEqual(latencies, { count: 4, p50: 20, p99: null, max: null });
});

Deno.test("Vigil's ratio is its p99 while a store drains by that with nothing to do", () => {
  const idle = { samples: [4, 5, 10], delay: 0 };
  const { ratio } = ownResult(100, idle, { samples: [4, 5, 12], delay: 0, drainedPerS: 1 });
  assert.equal(ratio, 1.2);
});

Deno.test("there is no ratio to a panic that never arrived", () => {
  const idle = { samples: [4], delay: 0 };
  const { ratio } = ownResult(100, idle, { samples: [Infinity], delay: 0, drainedPerS: 1 });
  assert.equal(ratio, null);
});
