import assert from "node:assert/strict";
import { RunDelay } from "../../../gateway/bench/run_delay.ts";
import { until } from "../../support/until.ts";

const CORES = navigator.hardwareConcurrency;

/** Programs that want a core each and never let go of it. */
function spinners(count: number): Deno.ChildProcess[] {
  return Array.from(
    { length: count },
    () => new Deno.Command("sh", { args: ["-c", "while :; do :; done"], stdin: "null" }).spawn(),
  );
}

async function withSpinners(count: number, body: (pids: number[]) => Promise<void>): Promise<void> {
  const children = spinners(count);
  try {
    await body(children.map(({ pid }) => pid));
  } finally {
    for (const child of children) child.kill("SIGKILL");
    await Promise.all(children.map(({ status }) => status));
  }
}

Deno.test("programs that want more cores than there are wait for one, and the run delay says so", async () => {
  await withSpinners(3 * CORES, async (pids) => {
    const delay = RunDelay.of(pids);
    // Three share each core, so that each waits two thirds of its time once all have been on; before
    // the first of them has, all of it is waiting.
    await until("they wait for more than half of their time, and not for all of it", () => {
      const share = delay.share();
      return share > 0.5 && share < 1;
    });
  });
});

Deno.test("a program that sleeps has no run delay, and one that is gone none either", async () => {
  const child = new Deno.Command("sleep", { args: ["1000"], stdin: "null" }).spawn();
  const delay = RunDelay.of([child.pid]);
  assert.equal(RunDelay.of([]).share(), 0);
  child.kill("SIGKILL");
  await child.status;
  assert.ok(delay.share() <= 1);
  assert.equal(RunDelay.of([child.pid]).share(), 0);
});

Deno.test("a run delay counts what came after its beginning only", async () => {
  await withSpinners(2 * CORES, async (pids) => {
    const whole = RunDelay.of(pids);
    await until("one has waited", () => whole.share() > 0);
    for (const pid of pids) Deno.kill(pid, "SIGSTOP");
    await until("all stand still", () => pids.every(isStopped));
    assert.equal(RunDelay.of(pids).share(), 0);
    assert.ok(RunDelay.sinceStart(pids) > 0);
  });
});

function isStopped(pid: number): boolean {
  return /\) T /.test(Deno.readTextFileSync(`/proc/${pid}/stat`));
}
