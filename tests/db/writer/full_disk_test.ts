import assert from "node:assert/strict";
import { join } from "node:path";
import { Store } from "../../../db/store.ts";
import { SmallDisk } from "../../support/small_disk.ts";
import { acceptedOf, destinationOf, eventOf } from "../../support/temporary_store.ts";
import { until } from "../../support/until.ts";

const MEGABYTE = 1024 * 1024;

function telemetryOf(number: number) {
  const event = { ...eventOf(number, "low"), type: "heartbeat" };
  return { ...acceptedOf(number, 1, number), event };
}

async function openWithReserve(disk: SmallDisk, faults: string[]): Promise<Store> {
  const watcher = { onFault: (reason: string) => void faults.push(reason) };
  const path = join(disk.folder, "vigil.db");
  const store = await Store.open(path, watcher, { reserveBytes: 4 * MEGABYTE });
  await store.write("settleDestinations", {
    destinations: [destinationOf("a", { required: true })],
    atUnixMs: 0,
  });
  const reserve = `${path}-reserve`;
  await until("the reserve is made", () => sizeOf(reserve) === 4 * MEGABYTE, 20_000);
  return store;
}

function sizeOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch {
    return 0;
  }
}

Deno.test("On a full disk alarms have the reserve, telemetry is counted, and space ends it", async () => {
  using disk = SmallDisk.mount(24 * MEGABYTE);
  if (disk === undefined) return;
  const faults: string[] = [];
  await using store = await openWithReserve(disk, faults);
  disk.fill();

  for (let number = 1; number <= 1_000; number++) {
    const { outcome } = await store.write("acceptFrame", acceptedOf(number, 1, number));
    assert.equal(outcome, "accepted");
  }
  assert.deepEqual(faults, ["full"]);
  assert.equal((await store.write("acceptFrame", telemetryOf(2_000))).outcome, "shed");
  const { counters } = store.read.lanes.accounts();
  assert.equal(counters.get("frames/received"), 1_001);
  assert.equal(counters.get("frames/accepted"), 1_000);
  assert.equal(counters.get("frames/rejected/disk-full"), 1);

  disk.empty();
  await until("the reserve is whole again", () => store.writer.fault === undefined, 20_000);
  assert.equal((await store.write("acceptFrame", telemetryOf(2_001))).outcome, "accepted");
});

Deno.test("On a full disk delivered telemetry makes room for alarms, and what is owed stays", async () => {
  using disk = SmallDisk.mount(24 * MEGABYTE);
  if (disk === undefined) return;
  await using store = await openWithReserve(disk, []);
  for (let number = 1; number <= 40; number++) {
    await store.write("acceptFrame", telemetryOf(number));
  }
  const acknowledgements = Array.from({ length: 30 }, (_, at) => {
    const { event: { hash, id } } = telemetryOf(at + 1);
    return { id, hash };
  });
  await store.write("confirm", { destination: 1, acknowledgements, onlyOffered: false });
  disk.fill();
  let alarms = 0;
  while (store.writer.fault !== "full") {
    await store.write("acceptFrame", acceptedOf(1_000 + ++alarms, 1, 1_000 + alarms));
  }
  const stored = store.read.events.after(0, 10_000);
  const beats = stored.filter(({ type }) => type === "heartbeat").map(({ sequence }) => sequence);
  assert.deepEqual(beats, Array.from({ length: 10 }, (_, at) => 31 + at));
  assert.equal(stored.length - beats.length, alarms);
});

Deno.test("A disk without a byte left keeps what was asked for, and stores it once there is space", async () => {
  using disk = SmallDisk.mount(12 * MEGABYTE);
  if (disk === undefined) return;
  const faults: string[] = [];
  const path = join(disk.folder, "vigil.db");
  const watcher = { onFault: (reason: string) => void faults.push(reason) };
  await using store = await Store.open(path, watcher, { reserveBytes: 0 });
  disk.fill();

  const writes = Array.from(
    { length: 2_000 },
    (_, at) => store.write("acceptFrame", acceptedOf(at + 1, 1, at + 1)),
  );
  await until("the disk is known to be full", () => faults.includes("full"));
  disk.empty();
  const outcomes = await Promise.all(writes);
  assert.equal(outcomes.filter(({ outcome }) => outcome === "accepted").length, 2_000);
  assert.equal(store.read.lanes.accounts().counters.get("frames/received"), 2_000);
});
