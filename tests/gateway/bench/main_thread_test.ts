import assert from "node:assert/strict";
import { join } from "node:path";
import { Child } from "../../../gateway/bench/child.ts";
import { hasEnded, longestTurnMs, readTrace, tracing } from "../../../gateway/bench/main_thread.ts";
import { waitFor } from "../../../gateway/bench/wait.ts";

/** strace 6.1: process 7, whose first thread is 7, and another thread. */
const TRACE = `7     1000.000000 epoll_wait(3, [{events=EPOLLIN}], 1024, 17) = 1 <0.004000>
7     1000.005000 pread64(9, "SQLite"..., 4096, 0) = 4096 <0.000010>
8     1000.005500 pread64(9, "SQLite"..., 4096, 0) = 4096 <0.000010>
7     1000.005600 write(24, "AT+PSEND", 8)   = 8 <0.000010>
7     1000.005700 writev(23, [{iov_base="2", iov_len=90}, {iov_base="{", iov_len=810}], 2) = 900 <0.000020>
8     1000.005800 write(5, "x"..., 4096)   = 4096 <0.000010>
7     1000.006000 epoll_wait(3,  <unfinished ...>
8     1000.006500 epoll_wait(4, [], 1024, 0) = 0 <0.000001>
7     1000.010000 <... epoll_wait resumed>[], 1024, 8) = 0 <0.004000>
7     1000.017000 epoll_pwait(3, [], 1024, 0, NULL, 8) = 0 <0.000000>
7     1000.018000 epoll_pwait(3, [], 1024, 0, NULL, 8) = 0 <0.000000>
8     1000.019000 +++ exited with 0 +++
`;

Deno.test("a turn is from the end of one wait of the main thread to the begin of the next", () => {
  const { readsUnixMs, sendsUnixMs, turns } = readTrace(TRACE, 7);
  const rounded = turns.map(({ beganUnixMs, tookMs }) => [
    Math.round(beganUnixMs),
    Math.round(tookMs),
  ]);
  assert.deepEqual(rounded, [[1_000_004, 2], [1_000_010, 7], [1_000_017, 1]]);
  assert.deepEqual(readsUnixMs, [1_000_005]);
  assert.deepEqual(sendsUnixMs.map(Math.floor), [1_000_005]);
});

Deno.test("the longest turn is looked for in a time, and a trace without one is refused", () => {
  const trace = readTrace(TRACE, 7);
  assert.equal(Math.round(longestTurnMs(trace, { fromUnixMs: 0, toUnixMs: 2_000_000 })), 7);
  const time = { fromUnixMs: 1_000_016, toUnixMs: 2_000_000 };
  assert.equal(Math.round(longestTurnMs(trace, time)), 1);
  assert.throws(() => longestTurnMs(trace, { fromUnixMs: 0, toUnixMs: 1 }), /has no turn/);
});

Deno.test("a trace is whole when the program has ended, not when one of its threads has", () => {
  assert.equal(hasEnded(TRACE, 7), false);
  assert.equal(hasEnded(`${TRACE}7     1000.020000 +++ killed by SIGTERM +++\n`, 7), true);
});

Deno.test("a program that is busy for long and reads a file is seen to, under its own pid", async () => {
  const folder = await Deno.makeTempDir({ prefix: "vigil-trace-" });
  try {
    const script = join(folder, "busy.ts");
    await Deno.writeTextFile(
      script,
      `import { openSync, readSync } from "node:fs";
       const file = openSync(import.meta.filename, "r");
       setTimeout(() => {
         readSync(file, new Uint8Array(8), 0, 8, 3);
         for (const end = performance.now() + 60; performance.now() < end;);
         setTimeout(() => console.log("done"), 1);
       }, 20);`,
    );
    const trace = join(folder, "trace.txt");
    const [program, ...args] = [...tracing(trace), Deno.execPath(), "run", "-A", script];
    await using child = Child.spawn(program!, args);
    assert.equal(await child.firstLine(), "done");
    const { pid } = child;
    await child.process.status;
    const text = () => Deno.readTextFileSync(trace);
    await waitFor("the trace is whole", () => hasEnded(text(), pid));
    const { turns } = readTrace(text(), pid);
    const longestMs = Math.max(...turns.map(({ tookMs }) => tookMs));
    assert.ok(longestMs >= 60, `${longestMs} ms`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
