import assert from "node:assert/strict";
import type { DeviceRecord } from "../../../db/store.ts";
import { ratchetRoot } from "../../../devices/frame/keys.ts";
import { ephemeralId } from "../../../devices/frame/ephemeral_id.ts";
import type { UnixMs } from "../../../devices/time.ts";
import {
  assignmentOf,
  DeviceKeyTable,
  ephemeralIdOf,
} from "../../../handlers/ingest/device_key_table.ts";
import { Intake } from "../../support/intake.ts";
import { Wearable } from "../../support/wearable.ts";
import { program } from "../../support/authors.ts";

const RECORD: DeviceRecord = {
  number: 1,
  uid: "d-1",
  assignment: "active",
  reference: "2026/1",
  expiresAtUnixMs: Date.UTC(2027, 4, 23),
  createdAtUnixMs: 0,
  heartbeatS: 0,
  learnedHeartbeatS: undefined,
  isExempt: false,
  isSilent: false,
};

Deno.test("An assignment is expired from its date on, and shows no date when it has none", () => {
  const at = RECORD.expiresAtUnixMs!;
  assert.deepEqual(assignmentOf(RECORD, at - 1 as UnixMs), {
    reference: "2026/1",
    expires: "2027-05-23",
    state: "active",
  });
  assert.equal(assignmentOf(RECORD, at as UnixMs)!.state, "expired");
  const suspended = { ...RECORD, assignment: "suspended" } as const;
  assert.equal(assignmentOf(suspended, at as UnixMs)!.state, "suspended");
  const never = { ...RECORD, assignment: "none", reference: undefined, expiresAtUnixMs: undefined };
  assert.deepEqual(assignmentOf(never as DeviceRecord, at as UnixMs), { state: "none" });
});

Deno.test("An ephemeral id names wearable, generation and epoch, and only within its window", async () => {
  await using intake = await Intake.open();
  const { keys } = await Wearable.issue(intake);
  await Wearable.issue(intake, "d-other", 8);
  assert.equal(intake.core.deviceKeys.refresh(), true);
  assert.equal(intake.core.deviceKeys.count, 2);
  assert.equal(intake.core.deviceKeys.refresh(), false);
  const sender = intake.core.deviceKeys.resolve(ephemeralId(keys.kId, 1, 64))!;
  assert.equal(sender.generation.wearable.uid, "d-test");
  assert.equal(sender.generation.kid, 1);
  assert.equal(sender.epoch, 64);
  assert.equal(intake.core.deviceKeys.resolve(ephemeralId(keys.kId, 1, 65)), undefined);
  assert.equal(intake.core.deviceKeys.resolve(ephemeralId(keys.kId, 2, 1)), undefined);
});

Deno.test("What is assigned beside the running gateway shows from the next event on", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  await intake.store.write("assignDevice", { uid: "d-test", reference: "2026/00123" });
  await intake.hear(wearable.position());
  const [before, after] = intake.stored().map(({ data }) => data.assignment);
  assert.deepEqual(before, { state: "none" });
  assert.deepEqual(after, { reference: "2026/00123", state: "active" });
});

Deno.test("A change of the registry keeps the replay state of what is known", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  wearable.epoch = 7;
  await intake.hear(wearable.panic());
  await Wearable.issue(intake, "d-other", 8);
  await intake.store.write("assignDevice", { uid: "d-test", reference: "r" });
  wearable.epoch = 6;
  await intake.hear(wearable.heartbeat());
  assert.deepEqual(intake.rejections(), ["stale"]);
});

Deno.test("Both generations are taken until the first good frame of the new one, which ends the old", async () => {
  await using intake = await Intake.open();
  const old = await Wearable.issue(intake);
  const renewed = new Wearable("d-test", ratchetRoot(old.rootKey, 2), 2);
  {
    using beside = intake.beside();
    beside.transaction(() => {
      beside.run(
        `insert into device_key (device, kid, root_key, state, newest_epoch)
         values (1, 2, ?, 'next', 0)`,
        renewed.rootKey,
      );
      beside.run("update tally set value = value + 1 where name = 'registry'");
      beside.run("update device set changed = (select value from tally where name = 'registry')");
    });
  }
  await intake.hear(old.panic());
  assert.equal(intake.deviceState("d-test").length, 2);
  const [oldKeys, newKeys] = [1, 2].map((kid) => intake.core.deviceKeys.generation(1, kid)!.keys);
  await intake.hear(renewed.rekeyOk());
  assert.deepEqual(intake.deviceState("d-test").map(({ kid, state }) => [kid, state]), [
    [2, "current"],
  ]);
  intake.core.deviceKeys.refresh();
  const block = new Uint8Array(16);
  for (const key of Object.values(oldKeys!)) assert.throws(() => key.encryptBlock(block), /erased/);
  for (const key of Object.values(newKeys!)) key.encryptBlock(block);
  await intake.hear(old.position());
  assert.deepEqual(intake.rejections(), ["unknown-device"]);
  const types = intake.stored().map(({ type }) => type);
  assert.deepEqual(types, ["vigil.panic.v1", "vigil.device-rekeyed.v1"]);
});

Deno.test("Keys that are retired are erased from memory as well", async () => {
  await using intake = await Intake.open();
  await Wearable.issue(intake);
  intake.core.deviceKeys.refresh();
  const { keys } = intake.core.deviceKeys.generation(1, 1)!;
  await intake.store.write("retireDevice", {
    uid: "d-test",
    by: program("technician"),
    atUnixMs: 0,
  });
  intake.core.deviceKeys.refresh();
  const block = new Uint8Array(16);
  for (const key of Object.values(keys)) assert.throws(() => key.encryptBlock(block), /erased/);
});

Deno.test("Answers bear the ephemeral id of the epoch that they answer, not of one looked up since", async () => {
  await using intake = await Intake.open();
  const { keys } = await Wearable.issue(intake);
  const ids = [4, 5].map((epoch) => ephemeralId(keys.kId, 1, epoch));
  const { generation } = intake.core.deviceKeys.resolve(ids[0]!)!;
  assert.deepEqual([4, 5].map((epoch) => ephemeralIdOf(generation, epoch)), ids);
  intake.core.deviceKeys.resolve(ids[1]!);
  assert.deepEqual([4, 5].map((epoch) => ephemeralIdOf(generation, epoch)), ids);
});

Deno.test("Many wearables that come at once are taken over in slices, and each is known in the end", async () => {
  await using intake = await Intake.open();
  const { deviceKeys } = intake.core;
  const first = await Wearable.issue(intake, "d-0", 1);
  deviceKeys.refresh();
  const all = [];
  for (let n = 1; n <= 130; n++) all.push(Wearable.issue(intake, `d-${n}`, n + 1));
  const last = (await Promise.all(all)).at(-1)!;

  assert.equal(deviceKeys.refresh(), true);
  assert.ok(deviceKeys.isBehind && deviceKeys.count < 131);
  assert.equal(deviceKeys.resolve(ephemeralId(last.keys.kId, 1, 1)), undefined);
  await intake.store.write("assignDevice", { uid: "d-0", reference: "2026/7" });
  const known = deviceKeys.resolve(ephemeralId(first.keys.kId, 1, 1))!;
  assert.equal(known.generation.wearable.record.reference, "2026/7");
  assert.ok(deviceKeys.isBehind, "its change was not waited for");

  while (deviceKeys.refresh());
  assert.equal(deviceKeys.isBehind, false);
  assert.equal(deviceKeys.count, 131);
  const found = deviceKeys.resolve(ephemeralId(last.keys.kId, 1, 1));
  assert.equal(found?.generation.wearable.uid, "d-130");
});

Deno.test("What is retired behind many changes is unknown from the next frame on", async () => {
  await using intake = await Intake.open();
  const { deviceKeys } = intake.core;
  const wearable = await Wearable.issue(intake, "d-0", 1);
  deviceKeys.refresh();
  const others = [];
  for (let n = 1; n <= 99; n++) others.push(Wearable.issue(intake, `d-${n}`, n + 1));
  await Promise.all(others);
  await intake.store.write("retireDevice", { uid: "d-0", by: program("technician"), atUnixMs: 0 });
  deviceKeys.refresh();
  assert.equal(deviceKeys.resolve(ephemeralId(wearable.keys.kId, 1, 1)), undefined);
  assert.ok(deviceKeys.isBehind);
});

Deno.test("A gateway that starts knows all of its wearables before the first frame", async () => {
  await using intake = await Intake.open();
  const all = [];
  for (let n = 1; n <= 70; n++) all.push(Wearable.issue(intake, `d-${n}`, n));
  await Promise.all(all);
  assert.equal(new DeviceKeyTable(intake.store).count, 70);
});

Deno.test("What changes in a store that counts on from an earlier change is seen", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await Wearable.issue(intake, "d-other", 8);
  await intake.hear(wearable.panic());
  {
    using store = intake.beside();
    store.run("update tally set value = 0 where name = 'registry'");
  }
  await intake.store.write("assignDevice", { uid: "d-test", reference: "2026/00123" });
  await intake.hear(wearable.panic());
  assert.equal(intake.stored().at(-1)!.data.assignment!.reference, "2026/00123");
});

Deno.test("Nothing of a wearable that is retired is taken from then on", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.heartbeat());
  const { code } = await intake.store.write("retireDevice", {
    uid: "d-test",
    by: program("admin"),
    atUnixMs: intake.clock.unixMs(),
  });
  assert.equal(code, "retired");
  await intake.hear(wearable.panic());
  assert.deepEqual(intake.rejections(), ["unknown-device"]);
  assert.equal(intake.stored().length, 1);
});
