/** A program that dies in the middle of each change to its store. */
import assert from "node:assert/strict";
import { report } from "./four_numbers.ts";
import { sweep } from "./kill_sweep.ts";
import { PHASES } from "./phases.ts";
import { hasPrograms } from "./programs_here.ts";

const ignore = !hasPrograms("kills at every write of the store", "strace");

for (const phase of PHASES) {
  const name =
    `Killed at any write of "${phase.name}", the store has what was promised, and no half`;
  Deno.test({ name, ignore }, async () => {
    const { faults, ...numbers } = await sweep(phase);
    report({ phase: phase.name, ...numbers });
    assert.ok(numbers.kills >= 5, "the program makes the calls at which it is to be killed");
    assert.deepEqual(faults, []);
    const { duplicated, lost, unexpected } = numbers;
    assert.deepEqual({ lost, unexpected, duplicated }, { lost: 0, unexpected: 0, duplicated: 0 });
  });
}
