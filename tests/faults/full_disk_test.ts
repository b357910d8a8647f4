/** The disk under a running gateway fills up, and has space again. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { checkAccounts } from "../support/accounts.ts";
import { SmallDisk } from "../support/small_disk.ts";
import { until } from "../support/until.ts";
import { hasPrograms } from "./programs_here.ts";
import { Scene } from "./scene.ts";

const DISK_BYTES = 32 << 20;
/** An eighth of the disk is kept for alarms. */
const RESERVE_BYTES = 4 << 20;

const ignore = !hasPrograms("a full disk under the gateway", "mosquitto", "mosquitto_sub");

Deno.test({
  name:
    "On a full disk alarms are stored, telemetry is counted, and space ends it without a restart",
  ignore,
  async fn() {
    using disk = SmallDisk.mount(DISK_BYTES);
    if (disk === undefined) return;
    await using scene = await Scene.start(disk.folder);
    const reserve = join(disk.folder, "vigil.db-reserve");
    const isReserveWhole = () => sizeOf(reserve) === RESERVE_BYTES;
    await until("the reserve is made", isReserveWhole, 30_000);
    disk.fill();
    const message = await scene.pressStored();
    await scene.degraded("full");
    const { codes, status } = await scene.readiness();
    assert.equal(status, 200, "panics are taken");
    assert.ok(codes.includes("disk-full"), codes.join());
    // A modem that sends hears nothing, so the panic is ended before the heartbeats.
    await scene.checkNothingIsLost([message]);
    assert.equal(await isHeartbeatStored(scene), false);

    disk.empty();
    await until("the reserve is whole again", isReserveWhole, 30_000);
    await until("heartbeats are stored again", () => isHeartbeatStored(scene));
    checkAccounts(await scene.gateway.metrics());
    await scene.gateway.stop();
  },
});

/** Sends one, and says what became of it. */
async function isHeartbeatStored(scene: Scene): Promise<boolean> {
  const before = await scene.gateway.metrics();
  scene.wearable.heartbeat();
  let after = before;
  await until("the heartbeat is counted", async () => {
    after = await scene.gateway.metrics();
    return countOf(after, ACCEPTED) + countOf(after, SHED) >
      countOf(before, ACCEPTED) + countOf(before, SHED);
  });
  return countOf(after, ACCEPTED) > countOf(before, ACCEPTED);
}

const ACCEPTED = "vigil_frames_accepted_total";
const SHED = 'vigil_frames_rejected_total{reason="disk-full"}';

function countOf(metrics: ReadonlyMap<string, number>, name: string): number {
  return metrics.get(name) ?? 0;
}

function sizeOf(path: string): number {
  try {
    return Deno.statSync(path).size;
  } catch {
    return 0;
  }
}
