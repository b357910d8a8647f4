import { Child } from "../../../gateway/bench/child.ts";
import { processTree } from "../../../gateway/bench/processes.ts";
import { waitFor } from "../../../gateway/bench/wait.ts";

Deno.test("what a program started is killed with it", async () => {
  await using child = Child.spawn("sh", ["-c", "sleep 600 & sleep 600"], { stdout: "null" });
  await waitFor("both sleep", () => processTree(child.pid).length === 3);
  const [, ...sleepers] = processTree(child.pid);

  await child.kill();

  await waitFor("both are gone", () => sleepers.every((pid) => !isAlive(pid)));
});

/** A process that ended and that nobody has asked about yet is a zombie, and gone. */
function isAlive(pid: number): boolean {
  try {
    return !Deno.readTextFileSync(`/proc/${pid}/stat`).includes(") Z ");
  } catch {
    return false;
  }
}
