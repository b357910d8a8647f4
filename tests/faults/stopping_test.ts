/** Told to stop while the disk does not answer. */
import assert from "node:assert/strict";
import { answered } from "../support/radio_field.ts";
import { until } from "../support/until.ts";
import { DiskFault } from "./disk_fault.ts";
import { hasPrograms } from "./programs_here.ts";
import { Scene } from "./scene.ts";

/** Longest that a stop may take, in ms. */
const STOP_MS = 5_000;

Deno.test({
  name:
    "SIGTERM ends the gateway in 5 s while each sync takes 30 s, and nothing that was answered is lost",
  ignore: !hasPrograms("a stop with a dead disk", "strace", "mosquitto", "mosquitto_sub"),
  async fn() {
    await using scene = await Scene.start();
    await scene.pressStored();
    const effect = "delay_enter=30000000";
    const { pid } = scene.gateway;
    await using fault = await DiskFault.begin(pid, scene.storePath, "fsync,fdatasync", effect);
    const { message, panic } = await scene.press();
    assert.equal(panic.durable, false);
    Deno.kill(pid, "SIGTERM");
    // Until its delay is over strace keeps the one thread that syncs; the program has ended before.
    await until("the program has ended", () => hasEnded(pid), STOP_MS);
    assert.deepEqual(message.answers, [], "nobody says that it is stored");
    fault.strace.kill("SIGKILL");
    assert.equal(await scene.gateway.ended, 0, scene.gateway.stderr);
    // Nobody has said that it is stored, so it is pressed again by the wearable itself.
    await scene.restart();
    await answered(message, "stored");
  },
});

/** Whether the first thread of a process is gone, though others may be held by a tracer. */
function hasEnded(pid: number): boolean {
  try {
    return /^State:\sZ/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
  } catch {
    return true;
  }
}
