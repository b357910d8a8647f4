import assert from "node:assert/strict";
import type { Flag } from "../../../devices/event.ts";
import { UP_TYPE } from "../../../devices/frame/types.ts";
import { encodeHeartbeatBody } from "../../../devices/frame/uplink_bodies.ts";
import { Charging } from "../../../handlers/supervision/charging.ts";
import { Intake } from "../../support/intake.ts";
import { Wearable } from "../../support/wearable.ts";

const HOUR_MS = 3_600_000;

/** At which hours a wearable is found that says this of its battery, hour by hour. */
function foundAt(
  percents: readonly (number | undefined)[],
  { charging = [], saysCharging = true }: {
    readonly charging?: readonly number[];
    readonly saysCharging?: boolean;
  } = {},
): number[] {
  const watch = new Charging();
  return percents.flatMap((batteryPercent, hour) => {
    const flags: Flag[] = charging.includes(hour) ? ["charging"] : [];
    const report = { batteryPercent, flags, saysCharging };
    return watch.heard("d-a", report, hour * HOUR_MS) === undefined ? [] : [hour];
  });
}

const falling = (hours: number) => Array.from({ length: hours }, (_, hour) => 100 - hour);

Deno.test("A wearable whose battery does not rise in a day is found, once a day", () => {
  assert.deepEqual(foundAt(falling(80)), [24, 48, 72]);
});

Deno.test("A flag of charging, or a battery that rose by 3 points, begins a new day", () => {
  assert.deepEqual(foundAt(falling(40), { charging: [10] }), [34]);
  const risen = falling(40).map((percent, hour) => hour < 12 ? percent : percent + 4);
  assert.deepEqual(foundAt(risen), [36]);
  const wandering = falling(40).map((_, hour) => 80 + hour % 3);
  assert.deepEqual(foundAt(wandering), [24]);
});

Deno.test("A wearable that says nothing of its battery is judged by its flag alone", () => {
  assert.deepEqual(foundAt(Array<undefined>(30).fill(undefined)), [24]);
  assert.deepEqual(foundAt(Array<undefined>(40).fill(undefined), { charging: [12] }), [36]);
});

Deno.test("A device whose frames need not say that it charges is judged once it was seen to", () => {
  assert.deepEqual(foundAt(falling(80), { saysCharging: false }), []);
  const risen = falling(60).map((percent, hour) => hour < 12 ? percent : percent + 20);
  assert.deepEqual(foundAt(risen, { saysCharging: false }), [36]);
});

/** A gateway with a wearable, which serves a file unless told otherwise. */
async function open(isAssigned = true) {
  const intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  // Supervision by silence is another matter.
  const file = { uid: "d-test", reference: "2026/1", heartbeatS: 0 };
  if (isAssigned) await intake.store.write("assignDevice", file);
  intake.core.supervision.look();
  const hear = async (batteryPercent: number, flags: readonly Flag[] = []) => {
    const body = encodeHeartbeatBody({ batteryPercent, flags, uptimeHours: 5 });
    await intake.hear(wearable.next(UP_TYPE.heartbeat, body));
  };
  const look = async (afterHours: number) => {
    intake.clock.advance(afterHours * HOUR_MS);
    intake.core.supervision.look();
    await intake.settled();
    return intake.stored().filter(({ type }) => type === "vigil.device-not-charged.v1");
  };
  return { intake, wearable, hear, look };
}

Deno.test("A wearable that is heard and not charged for a day is an event of normal priority that says what is known", async () => {
  const { intake, hear, look } = await open();
  await using _ = intake;
  await hear(90);
  assert.deepEqual(await look(23), []);
  await hear(71);
  assert.deepEqual(await look(2), [], "it was not heard since the day is over");
  await hear(70);
  const [event, ...others] = await look(0);
  assert.deepEqual(others, []);
  assert.deepEqual([event!.priority, event!.subject], ["normal", "device/d-test"]);
  assert.equal(event!.data.reason, "battery-not-risen");
  assert.deepEqual(event!.data.details, {
    hours: 25,
    heardTimes: 3,
    batteryPercent: 70,
    batteryPercentBefore: 90,
  });
  await look(23);
  await hear(50);
  assert.equal((await look(0)).length, 1, "once a day");
  await look(1);
  await hear(49);
  assert.equal((await look(0)).length, 2);
});

Deno.test("Frames of every kind show that a wearable charges", async () => {
  const { intake, hear, look, wearable } = await open();
  await using _ = intake;
  await hear(50);
  await look(20);
  await intake.hear(wearable.status({ flags: ["charging"], batteryPercent: 50 }));
  await look(23);
  await hear(50);
  assert.deepEqual(await look(0), []);
});

Deno.test("Hours in which no modem listens do not count", async () => {
  const { intake, hear, look } = await open();
  await using _ = intake;
  await hear(50);
  await look(1);
  intake.modems[0] = { name: "lora-1", isReady: false };
  await look(20);
  intake.modems[0] = { name: "lora-1", isReady: true };
  await look(22);
  await hear(50);
  assert.deepEqual(await look(0), []);
  await look(1);
  await hear(50);
  assert.equal((await look(0)).length, 1);
});

Deno.test("A wearable that serves no file is not asked to be charged", async () => {
  const { intake, hear, look } = await open(false);
  await using _ = intake;
  await hear(50);
  await look(30);
  await hear(40);
  assert.deepEqual(await look(0), []);
});

Deno.test("A late frame, which may be a recording, does not show that a wearable is charged", async () => {
  const { intake, hear, look, wearable } = await open();
  await using _ = intake;
  wearable.nextEpoch();
  await hear(50);
  await look(20);
  wearable.epoch = 1;
  await intake.hear(wearable.status({ flags: ["charging"], batteryPercent: 99 }));
  wearable.epoch = 2;
  wearable.counter = 9;
  await look(4);
  await hear(50);
  assert.equal((await look(0)).length, 1);
});
