/** What is measured is read as it was, by five minutes for two days, by hours after that, then no more. */
import assert from "node:assert/strict";
import type { Store } from "../../../db/store.ts";
import { Measurements } from "../../../handlers/measurements/measurements.ts";
import { TestClock } from "../../support/clocks.ts";
import { KeptLog } from "../../support/kept_log.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

async function withMeasurements(
  work: (measurements: Measurements, store: Store, clock: TestClock) => Promise<void>,
): Promise<void> {
  using place = new TemporaryStore();
  await using store = await place.open();
  const clock = new TestClock();
  // To a full quarter of a day.
  clock.advance(6 * HOUR_MS - clock.unixMs() % (6 * HOUR_MS));
  const measurements = new Measurements({ store, clock, log: new KeptLog() });
  await work(measurements, store, clock);
}

function seriesOf(store: Store, clock: TestClock, subject: string, days: number) {
  const now = clock.unixMs();
  return store.read.measurements.series(subject, "rssi-dbm", now - days * DAY_MS, now)
    .map(({ count, high, low, spanMs, sum }) => [spanMs / MINUTE_MS, count, sum, low, high]);
}

Deno.test("What was recorded within five minutes is one row: count, sum, lowest and highest", () =>
  withMeasurements(async (measurements, store, clock) => {
    for (const dbm of [-90, -100, -95]) measurements.record("modem/lora-1", "rssi-dbm", dbm);
    await measurements.flush();
    measurements.record("modem/lora-1", "rssi-dbm", -80);
    clock.advance(5 * MINUTE_MS);
    measurements.record("modem/lora-1", "rssi-dbm", -70);
    measurements.record("modem/lora-1", "rssi-dbm", Number.NaN);
    await measurements.flush();
    assert.deepEqual(seriesOf(store, clock, "modem/lora-1", 1), [
      [5, 4, -365, -100, -80],
      [5, 1, -70, -70, -70],
    ]);
    assert.deepEqual(seriesOf(store, clock, "modem/lora-2", 1), []);
  }));

Deno.test("Of more than two days there are hours, of wearables quarters of days, and what is not over by five minutes", () =>
  withMeasurements(async (measurements, store, clock) => {
    for (const _ of Array(6 * 12 + 1).keys()) {
      measurements.record("modem/lora-1", "rssi-dbm", -90);
      measurements.record("wearable/d-1/lora-1", "rssi-dbm", -99);
      clock.advance(5 * MINUTE_MS);
    }
    await measurements.flush();
    await measurements.tidy();
    const hours = seriesOf(store, clock, "modem/lora-1", 7);
    assert.deepEqual(hours, [
      ...Array(6).fill([60, 12, -1_080, -90, -90]),
      [5, 1, -90, -90, -90],
    ]);
    const quarters = seriesOf(store, clock, "wearable/d-1/lora-1", 7);
    assert.deepEqual(quarters, [[360, 72, -7_128, -99, -99], [5, 1, -99, -99, -99]]);
    await measurements.tidy();
    assert.deepEqual(
      seriesOf(store, clock, "modem/lora-1", 7),
      hours,
      "made again, it is the same",
    );
  }));

Deno.test("Rows of five minutes go after two days, all others after 35 days", () =>
  withMeasurements(async (measurements, store, clock) => {
    measurements.record("modem/lora-1", "rssi-dbm", -90);
    await measurements.flush();
    clock.advance(2 * HOUR_MS);
    await measurements.tidy();
    clock.advance(3 * DAY_MS);
    await measurements.tidy();
    assert.deepEqual(seriesOf(store, clock, "modem/lora-1", 7), [[60, 1, -90, -90, -90]]);
    assert.deepEqual(seriesOf(store, clock, "modem/lora-1", 1), []);
    clock.advance(33 * DAY_MS);
    await measurements.tidy();
    assert.equal(store.read.measurements.since(), undefined);
  }));

Deno.test("After a restart, folding goes on where it was, and nothing is lost", () =>
  withMeasurements(async (measurements, store, clock) => {
    measurements.record("modem/lora-1", "rssi-dbm", -90);
    await measurements.flush();
    clock.advance(HOUR_MS);
    await measurements.tidy();
    measurements.record("modem/lora-1", "rssi-dbm", -80);
    await measurements[Symbol.asyncDispose]();
    clock.advance(HOUR_MS);
    const next = new Measurements({ store, clock, log: new KeptLog() });
    await next.tidy();
    assert.deepEqual(seriesOf(store, clock, "modem/lora-1", 7), [
      [60, 1, -90, -90, -90],
      [60, 1, -80, -80, -80],
    ]);
  }));

Deno.test("Latencies keep how they are spread through five minutes, hours and restarts", () =>
  withMeasurements(async (measurements, store, clock) => {
    for (const at of Array(100).keys()) {
      measurements.record("destination/x", "confirm-critical-ms", at < 90 ? 200 : 9_000);
      if (at % 10 === 9) clock.advance(5 * MINUTE_MS);
    }
    await measurements.flush();
    clock.advance(HOUR_MS);
    await measurements.tidy();
    const now = clock.unixMs();
    const [point] = store.read.measurements
      .series("destination/x", "confirm-critical-ms", now - 7 * DAY_MS, now);
    assert.equal(point!.count, 100);
    assert.equal(point!.high, 9_000);
    assert.equal(point!.spread!.length, 4, "two classes of two bytes");
  }));

Deno.test("Subjects are found by how they begin", () =>
  withMeasurements(async (measurements, store) => {
    for (const name of ["wearable/d-1/lora-2", "wearable/d-1/lora-1", "wearable/d-10/lora-1"]) {
      measurements.record(name, "rssi-dbm", -90);
    }
    await measurements.flush();
    assert.deepEqual(store.read.measurements.subjects("wearable/d-1/"), [
      "wearable/d-1/lora-1",
      "wearable/d-1/lora-2",
    ]);
  }));
