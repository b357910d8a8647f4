/** The disk under the store of a running gateway is slow, fails, or is held by somebody else. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { answered } from "../support/radio_field.ts";
import { DiskFault } from "./disk_fault.ts";
import { report } from "./four_numbers.ts";
import { hasPrograms, IS_LONG } from "./programs_here.ts";
import { ON_THE_WIRE_MS, Scene } from "./scene.ts";

const ignore = !hasPrograms("slow and failing disks", "strace", "mosquitto", "mosquitto_sub");

/** What must hold while the disk is in trouble: dispatch hears, the wearable is told nothing. */
async function checkPanicGoesOut(scene: Scene, fault: string) {
  const { message, panic, tookMs } = await scene.press();
  report({ fault, onTheWireMs: Math.round(tookMs) });
  assert.ok(tookMs < ON_THE_WIRE_MS, `${Math.round(tookMs)} ms`);
  assert.equal(panic.durable, false);
  const polled = (await scene.dispatch.offered()).find(({ id }) => id === panic.id);
  assert.equal(polled?.durable, false);
  assert.deepEqual(message.answers, [], "nobody says that it is stored");
  return message;
}

interface Slowness {
  readonly what: string;
  readonly calls: string;
  readonly effect: string;
  readonly reason: string;
  readonly isLong?: boolean;
}

const FAULTS: readonly Slowness[] = [
  {
    what: "takes 1.5 s for each sync",
    calls: "fsync,fdatasync",
    effect: "delay_enter=1500000",
    reason: "slow",
  },
  {
    what: "takes 30 s for each sync",
    calls: "fsync,fdatasync",
    effect: "delay_enter=30000000",
    reason: "slow",
    isLong: true,
  },
  {
    what: "fails every sync and every write",
    calls: "fsync,fdatasync,pwrite64",
    effect: "error=EIO",
    reason: "io-error",
  },
];

for (const { what, calls, effect, reason, isLong } of FAULTS) {
  Deno.test({
    name: `With a disk that ${what} a panic goes out at once, and is stored once when it is well`,
    ignore: ignore || (isLong === true && !IS_LONG),
    async fn() {
      await using scene = await Scene.start();
      await using fault = await DiskFault.begin(scene.gateway.pid, scene.storePath, calls, effect);
      const first = await checkPanicGoesOut(scene, what);
      await scene.degraded(reason, 60_000);
      const { message: second } = await scene.press();
      await fault[Symbol.asyncDispose]();
      for (const message of [first, second]) await answered(message, "stored");
      await scene.checkNothingIsLost([first, second]);
      await scene.restart();
      await scene.checkNothingIsLost([]);
    },
  });
}

Deno.test({
  name: "After one sync that failed the store is opened again, and the panic is stored once",
  ignore,
  async fn() {
    await using scene = await Scene.start();
    const { pid } = scene.gateway;
    const effect = "error=EIO:when=1";
    await using _fault = await DiskFault.begin(pid, scene.storePath, "fsync,fdatasync", effect);
    const message = await scene.pressStored();
    await scene.degraded("io-error");
    await scene.checkNothingIsLost([message]);
  },
});

Deno.test({
  name: "While another program holds the write lock a panic goes out, and is stored after it",
  ignore,
  async fn() {
    await using scene = await Scene.start();
    // The gateway may be writing at that moment.
    using other = new DatabaseSync(scene.storePath, { timeout: 10_000 });
    other.exec("begin immediate");
    const message = await checkPanicGoesOut(scene, "locked by another program");
    await scene.degraded("slow");
    await scene.degraded("locked");
    other.exec("rollback");
    await answered(message, "stored");
    await scene.checkNothingIsLost([message]);
  },
});

Deno.test({
  name: "With its log deleted under it, the gateway has every event after kill -9",
  ignore,
  async fn() {
    await using scene = await Scene.start();
    const first = await scene.pressStored();
    Deno.removeSync(`${scene.storePath}-wal`);
    const second = await scene.pressStored();
    await scene.degraded("replaced");
    await scene.restart();
    await scene.checkNothingIsLost([first, second]);
  },
});

Deno.test({
  name: "With its database renamed under it, the gateway has every event after kill -9",
  ignore,
  async fn() {
    await using scene = await Scene.start();
    const first = await scene.pressStored();
    Deno.renameSync(scene.storePath, `${scene.storePath}.elsewhere`);
    const second = await scene.pressStored();
    await scene.degraded("replaced");
    await scene.restart();
    await scene.checkNothingIsLost([first, second]);
  },
});
