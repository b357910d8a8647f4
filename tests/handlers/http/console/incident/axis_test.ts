/** The order of what happened where the wall clock was set in between. */
import assert from "node:assert/strict";
import { Axis, type Stamp } from "../../../../../handlers/http/console/views/incident/axis.ts";

const T = 1_795_996_800_000;
const HOUR_MS = 3_600_000;

/** An event so many ms after the first, while the wall clock was so far ahead. */
function stamp(afterMs: number, aheadMs = 0, bootId = "one"): Stamp {
  return { unixMs: T + afterMs + aheadMs, bootId, monotonicMs: 5_000 + afterMs };
}

Deno.test("Axis is the wall clock where that was never set", () => {
  const axis = new Axis([stamp(0), stamp(1_000), stamp(60_000)]);
  assert.deepEqual(axis.places, [T, T + 1_000, T + 60_000]);
  assert.deepEqual(axis.steps, []);
  assert.equal(axis.placeOf(T + 30_000), T + 30_000);
  assert.equal(axis.placeOf(T - 5), T - 5);
});

Deno.test("Axis keeps the order of events when the clock is set back an hour, and says so", () => {
  const axis = new Axis([stamp(0), stamp(10_000, -HOUR_MS), stamp(20_000, -HOUR_MS)]);
  assert.deepEqual(axis.places, [T, T + 10_000, T + 20_000]);
  assert.deepEqual(axis.steps, [{ index: 1, byMs: -HOUR_MS }]);
  // Confirmed a second after the second event, by the clock as it was then.
  assert.equal(axis.placeOf(T + 11_000 - HOUR_MS, axis.places[1]), T + 11_000);
});

Deno.test("Axis puts what followed from an event behind it, wherever the clock was set to", () => {
  const axis = new Axis([stamp(0), stamp(10_000, HOUR_MS), stamp(20_000, HOUR_MS)]);
  assert.deepEqual(axis.steps, [{ index: 1, byMs: HOUR_MS }]);
  assert.equal(axis.placeOf(T + 500, axis.places[0]), T + 500);
  assert.equal(axis.placeOf(T + 15_000 + HOUR_MS, axis.places[0]), T + 15_000);
  assert.equal(axis.placeOf(T - 99, axis.places[0]), T);
});

Deno.test("Axis takes a small drift for none, and goes on after a restart", () => {
  const axis = new Axis([stamp(0), stamp(60_000, 1_500), stamp(-4_000, 70_000, "two")]);
  assert.deepEqual(axis.steps, []);
  assert.deepEqual(axis.places, [T, T + 60_000, T + 66_000]);
  const back = new Axis([stamp(0), stamp(60_000), { ...stamp(0, -HOUR_MS), bootId: "two" }]);
  assert.deepEqual(back.places, [T, T + 60_000, T + 60_000]);
  assert.equal(back.steps.length, 1);
});
