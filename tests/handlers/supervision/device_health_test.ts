import assert from "node:assert/strict";
import type { SeenHealth } from "../../../db/store.ts";
import type { MonotonicMs } from "../../../devices/time.ts";
import { DeviceHealth, KEPT_EVERY_MS } from "../../../handlers/supervision/device_health.ts";
import { Intake } from "../../support/intake.ts";
import { Wearable } from "../../support/wearable.ts";

const at = (ms: number) => ms as MonotonicMs;

function watched() {
  const written: SeenHealth[] = [];
  const write = (_name: string, seen: readonly SeenHealth[]) => {
    written.push(...seen);
    return Promise.resolve();
  };
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const health = new DeviceHealth({ store: { write: write as never }, log });
  return { health, written };
}

Deno.test("What is seen of a wearable is written once a minute, and only what is new", async () => {
  const { health, written } = watched();
  health.saysBattery("d-1", 80, 1_000);
  health.saysBattery("d-1", 79, 2_000);
  health.look(at(0));
  await health.flush();
  assert.deepEqual(written, [{ uid: "d-1", batteryPercent: 79, batteryAtUnixMs: 2_000 }]);
  health.isNotCharged("d-1", 3_000);
  health.charges("d-1", 4_000);
  health.look(at(KEPT_EVERY_MS - 1));
  assert.equal(written.length, 1, "a minute is not over");
  health.look(at(KEPT_EVERY_MS));
  await health.flush();
  assert.deepEqual(written[1], { uid: "d-1", chargedAtUnixMs: 4_000, notChargedAtUnixMs: null });
});

Deno.test("Of the modems that hear one message the best counts, and the next message moves the average", async () => {
  const { health, written } = watched();
  health.heardThrough("d-1", { rssiDbm: -120, snrDb: -9 }, at(0), 1);
  health.heardThrough("d-1", { rssiDbm: -100, snrDb: 4 }, at(100), 2);
  health.heardThrough("d-1", { rssiDbm: -118, snrDb: -8 }, at(200), 3);
  health.heardThrough("d-1", { rssiDbm: -104, snrDb: 0 }, at(60_000), 4);
  await health.flush();
  assert.deepEqual(written, [{ uid: "d-1", rssiDbm: -101, snrDb: 3, signalAtUnixMs: 4 }]);
});

Deno.test("The store has the battery of a wearable that was heard, and a figure that is absent stays", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.heartbeat());
  await intake.core.supervision.settled();
  const { number } = intake.store.read.devices.byUid("d-test")!;
  const seen = intake.store.read.wearables.glance(number)!;
  assert.ok(seen.heardAtUnixMs! > 0);
  const battery = seen.health!.batteryPercent;
  assert.ok(battery !== undefined);
  await intake.store.write("keepDeviceHealth", [{ uid: "d-test", notChargedAtUnixMs: 5 }]);
  const after = intake.store.read.wearables.glance(number)!.health!;
  assert.deepEqual([after.batteryPercent, after.notChargedAtUnixMs], [battery, 5]);
  await intake.store.write("keepDeviceHealth", [{ uid: "d-test", notChargedAtUnixMs: null }]);
  const charged = intake.store.read.wearables.glance(number)!.health!;
  assert.equal(charged.notChargedAtUnixMs, undefined);
});
