/** Power cuts on a disk that keeps writes in a cache, and on one that lies about having flushed it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { report, sumOf } from "./four_numbers.ts";
import { hasPrograms, IS_LONG } from "./programs_here.ts";
import { Scene } from "./scene.ts";
import { VolatileDisk } from "./volatile_disk.ts";
import { WritingProgram } from "./writing_program.ts";

const CUTS = IS_LONG ? 20 : 1;
const BEFORE_THE_CUT = 100;

const ignore = Deno.uid() !== 0 ||
  !hasPrograms("disks with a cache", "nbdkit", "nbdfuse", "fusermount3", "mkfs.ext4");

Deno.test({
  name: "After a power cut on a disk with a cache everything that was promised is there",
  ignore,
  async fn() {
    const judgements = [];
    let promised = 0;
    for (let seed = 1; seed <= CUTS; seed++) {
      await using disk = await VolatileDisk.mount({ isLying: false, seed });
      const program = new WritingProgram(join(disk.mountPoint, "vigil.db"));
      try {
        await program.promised(BEFORE_THE_CUT);
        disk.cutPower();
      } finally {
        await program[Symbol.asyncDispose]();
      }
      await disk.restart();
      const judgement = program.judge();
      assert.deepEqual(judgement.faults, [], `seed ${seed}`);
      judgements.push(judgement);
      promised += program.history.promised.size;
    }
    const numbers = sumOf(judgements);
    report({ powerCut: "honest cache", cuts: CUTS, promised, ...numbers });
    const { duplicated, lost, unexpected } = numbers;
    assert.deepEqual({ lost, unexpected, duplicated }, { lost: 0, unexpected: 0, duplicated: 0 });
  },
});

Deno.test({
  name: "After a power cut on a disk that lies, a wearable without answer 9 repeats until heard",
  ignore: ignore || !IS_LONG || !hasPrograms("a disk that lies", "mosquitto"),
  async fn() {
    await using disk = await VolatileDisk.mount({ isLying: true, seed: 7 });
    await using scene = await Scene.start(disk.mountPoint);
    const message = await scene.pressStored();
    disk.cutPower();
    const { uid, kid, rootKey } = scene.wearable.identity;
    await scene.gateway.kill();
    await disk.restart();

    const devices = await scene.box.json("device", "list");
    const isKnown = devices.some((device: { uid: string }) => device.uid === uid);
    report({ powerCut: "lying cache", isStoreLeft: isKnown ? 1 : 0 });
    // Whoever issues wearables has their keys; the gateway can do nothing for what the disk forgot.
    if (!isKnown) await scene.box.addDevice(uid, rootKey.toHex(), kid);
    const token = isKnown ? scene.token : await scene.box.token("dispatch", "dispatch-pull");
    await scene.startAgain(token);
    await scene.dispatch.first("panic");
    await scene.checkNothingIsLost([message]);
    await scene.gateway.stop();
  },
});
