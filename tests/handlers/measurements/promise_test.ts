/** The promise meter says how long alarms took and which minutes were bad, and counts what it does not know as bad. */
import assert from "node:assert/strict";
import type { Store } from "../../../db/store.ts";
import { Measurements } from "../../../handlers/measurements/measurements.ts";
import { readPromise } from "../../../handlers/measurements/promise.ts";
import { TestClock } from "../../support/clocks.ts";
import { KeptLog } from "../../support/kept_log.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

interface Scene {
  readonly measurements: Measurements;
  readonly store: Store;
  readonly clock: TestClock;
  /** Minutes of a gateway that runs, all of them good but those of the dispatch that are named bad. */
  run(minutes: number, badDispatch?: readonly number[]): void;
  report(periodMs?: number): ReturnType<typeof readPromise>;
}

async function scene(work: (scene: Scene) => Promise<void>): Promise<void> {
  using place = new TemporaryStore();
  await using store = await place.open();
  const clock = new TestClock();
  clock.advance(6 * HOUR_MS - clock.unixMs() % (6 * HOUR_MS));
  const measurements = new Measurements({ store, clock, log: new KeptLog() });
  await work({
    measurements,
    store,
    clock,
    run(minutes, badDispatch = []) {
      for (const minute of Array(minutes).keys()) {
        measurements.record("gateway", "ready", 1);
        measurements.record("dispatch", "ready", badDispatch.includes(minute) ? 0 : 1);
        clock.advance(MINUTE_MS);
      }
    },
    report: (periodMs = DAY_MS) =>
      readPromise(store.read, {
        atUnixMs: clock.unixMs() + MINUTE_MS,
        periodMs,
        destinations: ["broker"],
        modems: [],
      }),
  });
}

function minutesOf({ availability }: ReturnType<typeof readPromise>, of: string) {
  const { bad, expected } = availability.find(({ subject }) => subject === of)!;
  return { bad, expected };
}

Deno.test("Without any figures the meter claims nothing", () =>
  scene(({ report }) => {
    const { availability, bad, legs, sinceUnixMs } = report();
    assert.deepEqual([bad, sinceUnixMs], [[], undefined]);
    assert.ok(availability.every(({ expected, share }) => expected === 0 && share === undefined));
    assert.ok(legs.every(({ count, isKept }) => count === 0 && isKept === undefined));
    return Promise.resolve();
  }));

Deno.test("A bad minute is counted and listed with its five minutes", () =>
  scene(async ({ clock, measurements, report, run }) => {
    run(30, [12, 13]);
    await measurements.flush();
    const read = report();
    assert.deepEqual(minutesOf(read, "running"), { bad: 0, expected: 25 });
    assert.deepEqual(minutesOf(read, "dispatch"), { bad: 2, expected: 25 });
    const at = clock.unixMs() - 20 * MINUTE_MS;
    assert.deepEqual(read.bad, [
      { subject: "dispatch", fromUnixMs: at, toUnixMs: at + 5 * MINUTE_MS, minutes: 2 },
    ]);
    const { share, target } = read.availability.find(({ subject }) => subject === "dispatch")!;
    assert.deepEqual([share, target], [1 - 2 / 25, 0.998]);
  }));

for (const [period, periodMs] of [["a day", DAY_MS], ["a month", 31 * DAY_MS]] as const) {
  Deno.test(`Minutes without a gateway are bad minutes, over ${period}`, () =>
    scene(async ({ clock, measurements, report, run }) => {
      run(120);
      clock.advance(47 * MINUTE_MS);
      run(73);
      await measurements.flush();
      await measurements.tidy();
      const read = report(periodMs);
      assert.deepEqual(minutesOf(read, "running"), { bad: 47, expected: 235 });
      assert.equal(minutesOf(read, "dispatch").bad, 47, "what is not known is not good");
      const running = read.bad.filter(({ subject }) => subject === "running");
      assert.equal(running.reduce((sum, { minutes }) => sum + minutes, 0), 47);
    }));
}

Deno.test("Steps of alarms are judged by mean, 95 of 100 and the longest, each against the target", () =>
  scene(async ({ measurements, report, run }) => {
    run(30);
    for (const at of Array(100).keys()) {
      measurements.record("destination/broker", "confirm-critical-ms", at < 97 ? 200 : 12_000);
      measurements.record("gateway", "press-to-heard-ms", 2_000);
    }
    run(5);
    await measurements.flush();
    const leg = (of: string) => report().legs.find((its) => its.leg === of)!;
    const kept = leg("heard-to-confirmed");
    assert.deepEqual([kept.destination, kept.count, kept.isKept], ["broker", 100, true]);
    assert.equal(kept.meanMs, 554);
    assert.ok(Math.abs(kept.mostMs! - 200) <= 10);
    assert.equal(kept.longestMs, 12_000);
    assert.deepEqual(leg("press-to-heard").isKept, undefined, "no target is claimed for it");
    measurements.record("destination/broker", "confirm-critical-ms", 20_001);
    run(5);
    await measurements.flush();
    assert.equal(leg("heard-to-confirmed").isKept, false, "one that was longer breaks it");
  }));
