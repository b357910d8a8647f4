/** The power goes while alarms are stored. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { report } from "./four_numbers.ts";
import { type FileSystem, LoopDisk } from "./loop_disk.ts";
import { hasPrograms } from "./programs_here.ts";
import { WritingProgram } from "./writing_program.ts";

const FILE_SYSTEMS: readonly FileSystem[] = ["ext4", "xfs"];
/** Alarms that are promised before the cut. */
const BEFORE_THE_CUT = 200;

for (const kind of FILE_SYSTEMS) {
  const ignore = !hasPrograms(`power cuts on ${kind}`, `mkfs.${kind}`, "python3");
  Deno.test({
    name: `After a power cut on ${kind} everything that was promised is there`,
    ignore,
    async fn() {
      using disk = LoopDisk.mount(kind);
      if (disk === undefined) return;
      const program = new WritingProgram(join(disk.mountPoint, "vigil.db"));
      try {
        await program.promised(BEFORE_THE_CUT);
        disk.cutPower();
      } finally {
        await program[Symbol.asyncDispose]();
      }
      disk.restart();
      const { faults, ...numbers } = program.judge();
      report({ powerCut: kind, promised: program.history.promised.size, ...numbers });
      assert.deepEqual(faults, []);
      const { duplicated, lost, unexpected } = numbers;
      assert.deepEqual({ lost, unexpected, duplicated }, { lost: 0, unexpected: 0, duplicated: 0 });
    },
  });
}
