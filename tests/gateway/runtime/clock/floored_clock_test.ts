import assert from "node:assert/strict";
import { type ClockStep, FlooredClock } from "../../../../gateway/runtime/clock/floored_clock.ts";
import type { UnixMs } from "../../../../devices/time.ts";
import { TestClock } from "../../../support/clocks.ts";

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;
const START = Date.UTC(2026, 10, 23, 17, 50, 0, 123);
const VOUCHED = { unixMs: START, isVouched: true };

Deno.test("A clock that is right shows its own time and judges expiry by it", () => {
  const source = new TestClock();
  const clock = new FlooredClock(source, undefined);
  source.advance(HOUR_MS);
  assert.deepEqual([clock.unixMs(), clock.expiryUnixMs()], [START + HOUR_MS, START + HOUR_MS]);
  assert.equal(clock.quality(), "ntp");
});

Deno.test("A box that starts in 1970 goes on where it was, unsynchronised whatever the kernel says", () => {
  const source = new TestClock();
  source.stepWall(-START, "ntp");
  const clock = new FlooredClock(source, VOUCHED);
  assert.equal(clock.quality(), "unsynchronised");
  assert.equal(clock.unixMs(), START);

  source.advance(HOUR_MS);
  assert.equal(clock.quality(), "unsynchronised");
  // The floor grows by 0.1 % less than the monotonic clock.
  assert.equal(clock.unixMs(), START + 3_596_400);
  assert.equal(clock.expiryUnixMs(), START + 3_596_400);
});

Deno.test("An unsynchronised clock ten years ahead shows its time and ends nothing", () => {
  const source = new TestClock();
  const clock = new FlooredClock(source, undefined);
  source.stepWall(10 * YEAR_MS);
  assert.equal(clock.unixMs(), START + 10 * YEAR_MS);
  assert.equal(clock.expiryUnixMs(), START);

  source.stepWall(-10 * YEAR_MS);
  assert.equal(clock.unixMs(), START);
});

Deno.test("A clock ten years back neither takes the time back nor revives what has expired", () => {
  const source = new TestClock();
  const clock = new FlooredClock(source, undefined);
  source.stepWall(-10 * YEAR_MS);
  assert.deepEqual([clock.unixMs(), clock.expiryUnixMs()], [START, START]);
});

Deno.test("A synchronised clock that jumped ahead is followed after an hour and not before", () => {
  const source = new TestClock();
  const clock = new FlooredClock(source, VOUCHED);
  source.stepWall(YEAR_MS, "ntp");
  assert.equal(clock.expiryUnixMs(), START);
  source.advance(HOUR_MS - 1);
  assert.ok(clock.expiryUnixMs() < START + HOUR_MS);
  source.advance(1);
  assert.equal(clock.expiryUnixMs(), START + YEAR_MS + HOUR_MS);
});

Deno.test("A first start in the wrong year is mended by the first synchronisation", () => {
  const source = new TestClock();
  source.stepWall(20 * YEAR_MS);
  const clock = new FlooredClock(source, undefined);
  source.stepWall(-20 * YEAR_MS, "ntp");
  clock.look();
  source.advance(HOUR_MS);
  assert.equal(clock.unixMs(), START + HOUR_MS);
  assert.deepEqual(clock.floor, { unixMs: START + HOUR_MS, isVouched: true });
});

Deno.test("A correction by a few seconds leaves the clock synchronised before long", () => {
  const source = new TestClock();
  const clock = new FlooredClock(source, undefined);
  source.stepWall(-4_000, "ntp");
  assert.equal(clock.quality(), "unsynchronised");
  source.advance(HOUR_MS);
  assert.equal(clock.quality(), "ntp");
});

Deno.test("Any reading of the time notices a step of more than two seconds, once", () => {
  const source = new TestClock();
  const clock = new FlooredClock(source, undefined);
  const steps: ClockStep[] = [];
  clock.watch((step) => steps.push(step));
  source.advance(60_000);
  source.stepWall(2_000);
  clock.unixMs();
  assert.deepEqual(steps, []);

  source.advance(500);
  source.stepWall(-90_000);
  clock.unixMs();
  clock.unixMs();
  const from = START + 60_000 + 2_000 + 500;
  assert.deepEqual(steps, [{ stepMs: -90_000, from, to: from - 90_000 }]);
});

Deno.test("Waiting, boot and the quality of a clock in order are those of the machine", () => {
  const source = new TestClock();
  const clock = new FlooredClock(source, undefined);
  assert.equal(clock.monotonicMs(), source.monotonicMs());
  assert.equal(clock.bootId, source.bootId);
  source.stepWall(0);
  assert.equal(clock.quality(), "unsynchronised");
});

Deno.test("The time of a cellular network is shown while there is no better, and ends nothing", () => {
  const source = new TestClock();
  source.stepWall(-START, "unsynchronised");
  const clock = new FlooredClock(source, VOUCHED);
  clock.networkTime(START + HOUR_MS as UnixMs);
  source.advance(1_000);
  assert.deepEqual([clock.unixMs(), clock.quality()], [START + HOUR_MS + 1_000, "cellular"]);
  assert.equal(clock.expiryUnixMs(), START + 999);

  source.stepWall(START, "ntp");
  assert.deepEqual([clock.unixMs(), clock.quality()], [START + 1_000, "ntp"]);
});

Deno.test("The time of a cellular network that is past for certain, or a day old, is not shown", () => {
  const source = new TestClock();
  source.stepWall(-START, "unsynchronised");
  const clock = new FlooredClock(source, VOUCHED);
  clock.networkTime(START - HOUR_MS as UnixMs);
  assert.deepEqual([clock.unixMs(), clock.quality()], [START, "unsynchronised"]);
  clock.networkTime(START + HOUR_MS as UnixMs);
  source.advance(24 * HOUR_MS + 1);
  assert.equal(clock.quality(), "unsynchronised");
});
