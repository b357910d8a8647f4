/** A card that has worn out: the kernel writes no more to it. */
import assert from "node:assert/strict";
import { answered } from "../support/radio_field.ts";
import { until } from "../support/until.ts";
import { LoopDisk } from "./loop_disk.ts";
import { hasPrograms } from "./programs_here.ts";
import { ON_THE_WIRE_MS, Scene } from "./scene.ts";

const ignore = !hasPrograms("a disk that becomes read-only", "mkfs.ext4", "losetup", "mosquitto");

Deno.test({
  name: "On a disk that becomes read-only panics go out, and nothing stored before is lost",
  ignore,
  async fn() {
    using disk = LoopDisk.mount("ext4");
    if (disk === undefined) return;
    await using scene = await Scene.start(disk.mountPoint);
    const before = await scene.pressStored();
    disk.becomeReadOnly();
    const { message, panic, tookMs } = await scene.press();
    assert.ok(tookMs < ON_THE_WIRE_MS, `${Math.round(tookMs)} ms`);
    assert.equal(panic.durable, false);
    await scene.degraded("read-only");
    await until("not ready", async () => (await scene.readiness()).status === 503);
    assert.deepEqual(message.answers, [], "nobody says that it is stored");
    assert.equal(scene.gateway.status, undefined, "the gateway goes on");

    await scene.restart(() => disk.restart());
    await answered(message, "stored");
    await until("ready again", async () => (await scene.readiness()).status === 200);
    await scene.checkNothingIsLost([before, message]);
    await scene.gateway.stop();
  },
});
