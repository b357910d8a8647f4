import assert from "node:assert/strict";
import fc from "fast-check";
import { Backoff } from "../../../../handlers/delivery/path/backoff.ts";
import type { MonotonicMs } from "../../../../devices/time.ts";

const at = (ms: number) => ms as MonotonicMs;
const LONGEST = () => 0.999_999;

Deno.test("Backoff pauses between 0.5 and 15 s, whatever chance gives", () => {
  const chances = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
    minLength: 1,
  });
  fc.assert(fc.property(chances, (chances) => {
    let next = 0;
    const backoff = new Backoff(() => chances[next++]!);
    for (const _ of chances) {
      const pauseMs = backoff.nextPauseMs(at(0));
      assert.ok(pauseMs >= 500 && pauseMs <= 15_000, `${pauseMs}`);
    }
  }));
});

Deno.test("Backoff grows up to its longest pause", () => {
  const backoff = new Backoff(LONGEST);
  const pauses = Array.from({ length: 5 }, () => Math.round(backoff.nextPauseMs(at(0))));
  assert.deepEqual(pauses, [1_500, 4_500, 13_500, 15_000, 15_000]);
});

Deno.test("Backoff starts over after a stable connection that delivered something", () => {
  const backoff = new Backoff(LONGEST);
  for (let attempt = 0; attempt < 4; attempt++) backoff.nextPauseMs(at(0));
  backoff.connected(at(1_000));
  backoff.delivered();
  assert.equal(Math.round(backoff.nextPauseMs(at(31_000))), 1_500);
});

Deno.test("Backoff does not start over after a connection that was short or delivered nothing", () => {
  const backoff = new Backoff(LONGEST);
  for (let attempt = 0; attempt < 4; attempt++) backoff.nextPauseMs(at(0));
  backoff.connected(at(0));
  backoff.delivered();
  assert.equal(backoff.nextPauseMs(at(29_999)), 15_000);
  backoff.connected(at(30_000));
  assert.equal(backoff.nextPauseMs(at(90_000)), 15_000);
});

Deno.test("Backoff lets urgency cut one pause short, and the next only after a whole pause", () => {
  const backoff = new Backoff(LONGEST);
  assert.equal(backoff.expedite(), true);
  assert.equal(backoff.expedite(), false);
  backoff.elapsed();
  assert.equal(backoff.expedite(), true);
});
