import assert from "node:assert/strict";
import { UP_TYPE } from "../../../devices/frame/types.ts";
import { encodeHeartbeatBody } from "../../../devices/frame/uplink_bodies.ts";
import { JAMMING_HOLD_OFF_MS } from "../../../handlers/supervision/supervision.ts";
import { DISTURBED_FOR_MS } from "../../../handlers/supervision/radio_errors.ts";
import { Intake } from "../../support/intake.ts";
import { Wearable } from "../../support/wearable.ts";

/** A wearable that is supervised with heartbeats every minute. */
async function supervised(intake: Intake, uid: string, keyByte: number): Promise<Wearable> {
  const wearable = await Wearable.issue(intake, uid, keyByte);
  await intake.store.write("assignDevice", { uid, reference: "2026/1", heartbeatS: 60 });
  intake.core.supervision.look();
  return wearable;
}

/** What the gateway raised of itself: name, reason, subject. */
function raised(intake: Intake): string[] {
  return intake.stored().filter(({ data }) => data.reason !== undefined)
    .map(({ type, subject, data }) => `${type.split(".")[1]} ${data.reason} ${subject}`);
}

async function look(intake: Intake, afterMs: number): Promise<string[]> {
  intake.clock.advance(afterMs);
  intake.core.supervision.look();
  await intake.settled();
  return raised(intake);
}

Deno.test("A wearable that misses its heartbeats is raised as silent, once until it is heard", async () => {
  await using intake = await Intake.open();
  const wearable = await supervised(intake, "d-test", 7);
  await intake.hear(wearable.heartbeat());
  assert.deepEqual(await look(intake, 149_000), []);
  assert.deepEqual(await look(intake, 1_000), ["device-silent no-heartbeat device/d-test"]);
  assert.equal(intake.stored().at(-1)!.priority, "high");
  assert.equal((await look(intake, 600_000)).length, 1);

  await intake.hear(wearable.heartbeat());
  assert.equal(intake.store.read.devices.byUid("d-test")!.isSilent, false);
  assert.equal((await look(intake, 150_000)).length, 2);
});

Deno.test("A silence that was raised is not raised again after a restart, until the wearable was heard", async () => {
  await using intake = await Intake.open();
  await supervised(intake, "d-test", 7);
  await look(intake, 150_000);

  await using again = await Intake.open(undefined, intake.folder, intake.clock);
  again.core.supervision.look();
  assert.equal((await look(again, 600_000)).length, 1);
});

Deno.test("After a restart a wearable has a whole allowance before it is silent", async () => {
  await using intake = await Intake.open();
  await supervised(intake, "d-test", 7);
  await look(intake, 140_000);

  await using again = await Intake.open(undefined, intake.folder, intake.clock);
  again.core.supervision.look();
  assert.deepEqual(await look(again, 149_000), []);
  assert.equal((await look(again, 1_000)).length, 1);
});

Deno.test("A repeat or a late frame, which may be a recording, does not hide a silence", async () => {
  await using intake = await Intake.open();
  const wearable = await supervised(intake, "d-test", 7);
  wearable.nextEpoch();
  const heartbeat = wearable.heartbeat();
  await intake.hear(heartbeat);
  intake.clock.advance(100_000);
  await intake.hear(heartbeat);
  wearable.epoch = 1;
  await intake.hear(wearable.panic());
  assert.deepEqual(await look(intake, 50_000), ["device-silent no-heartbeat device/d-test"]);
});

Deno.test("A wearable without a period, suspended or retired is never silent", async () => {
  await using intake = await Intake.open();
  await Wearable.issue(intake, "d-none", 7);
  await supervised(intake, "d-kept", 8);
  using beside = intake.beside();
  beside.run("update device set assignment = 'retired', changed = 99 where uid = 'd-kept'");
  await intake.store.write("assignDevice", { uid: "d-none", reference: "2026/2" });
  assert.deepEqual(await look(intake, 10_000_000), []);
});

Deno.test("No wearable is silent while no modem listens, nor for an allowance after", async () => {
  await using intake = await Intake.open();
  await supervised(intake, "d-test", 7);
  intake.modems[0] = { name: "lora-1", isReady: false };
  assert.deepEqual(await look(intake, 600_000), []);
  intake.modems[0] = { name: "lora-1", isReady: true };
  assert.deepEqual(await look(intake, 149_000), []);
  assert.equal((await look(intake, 1_000)).length, 1);
});

Deno.test("Wearables that all fall silent at once raise a suspicion of jamming, and the modem is deaf", async () => {
  await using intake = await Intake.open();
  await supervised(intake, "d-a", 7);
  await supervised(intake, "d-b", 8);
  assert.deepEqual(await look(intake, 150_000), [
    "device-silent no-heartbeat device/d-a",
    "device-silent no-heartbeat device/d-b",
    "jamming-suspected all-silent gateway",
  ]);
  assert.deepEqual((await look(intake, 90_000)).slice(3), ["modem-lost deaf modem/lora-1"]);
  assert.deepEqual(intake.hearing.map(({ modem, became }) => [modem, became]), [[
    "lora-1",
    "deaf",
  ]]);
});

Deno.test("A deaf modem is recovered at the first authentic frame", async () => {
  await using intake = await Intake.open();
  const wearable = await supervised(intake, "d-a", 7);
  await supervised(intake, "d-b", 8);
  await look(intake, 240_000);
  await intake.hear(wearable.heartbeat());
  assert.equal((await look(intake, 1_000)).at(-1), "modem-recovered heard modem/lora-1");
});

Deno.test("Failed receptions in bursts raise a suspicion of jamming, held off for ten minutes", async () => {
  await using intake = await Intake.open();
  const fail = (times: number) => {
    for (let count = 0; count < times; count++) intake.core.supervision.sawRadioError("lora-1");
  };
  fail(19);
  assert.deepEqual(await look(intake, 59_999), []);
  fail(1);
  assert.deepEqual(await look(intake, 0), ["jamming-suspected radio-errors modem/lora-1"]);
  intake.clock.advance(JAMMING_HOLD_OFF_MS - 1);
  fail(20);
  assert.equal((await look(intake, 0)).length, 1);
  intake.clock.advance(1);
  fail(1);
  assert.equal((await look(intake, 0)).length, 2);
});

Deno.test("A deaf modem and the suspicion of jamming are degradations for as long as they last", async () => {
  await using intake = await Intake.open();
  const { supervision } = intake.core;
  const codes = () => supervision.degradations().map(({ code }) => code);
  const wearable = await supervised(intake, "d-a", 7);
  await supervised(intake, "d-b", 8);
  assert.deepEqual(codes(), []);
  await look(intake, 240_000);
  assert.deepEqual(codes(), ["modem-deaf", "jamming-suspected"]);
  assert.match(supervision.degradations()[0]!.message, /^Modem lora-1: hears no wearable/);
  await intake.hear(wearable.heartbeat());
  await look(intake, 1_000);
  assert.deepEqual(codes(), []);

  for (let count = 0; count < 20; count++) supervision.sawRadioError("lora-2");
  assert.match(supervision.degradations()[0]!.message, /^Modem lora-2: many receptions fail/);
  intake.clock.advance(DISTURBED_FOR_MS - 1);
  assert.deepEqual(codes(), ["jamming-suspected"]);
  intake.clock.advance(1);
  assert.deepEqual(codes(), []);
});

Deno.test("A heartbeat of a new epoch whose uptime fell is a restart of its wearable", async () => {
  await using intake = await Intake.open();
  const wearable = await supervised(intake, "d-test", 7);
  await intake.hear(wearable.heartbeat());
  wearable.nextEpoch();
  const body = encodeHeartbeatBody({ batteryPercent: 80, flags: [], uptimeHours: 0 });
  await intake.hear(wearable.next(UP_TYPE.heartbeat, body));
  assert.deepEqual(raised(intake), ["device-restarted uptime-fell device/d-test"]);
});
