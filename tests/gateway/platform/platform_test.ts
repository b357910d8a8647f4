import assert from "node:assert/strict";

const REPOSITORY = new URL("../../../", import.meta.url).pathname;

Deno.test("the kernel ends a program whose event loop stands still when its time is over", async () => {
  const program = `
    import { killAfter } from "${REPOSITORY}gateway/platform/kill_timer.ts";
    killAfter(1);
    for (;;);
  `;
  const { signal } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", program],
    stdout: "null",
    stderr: "null",
  }).output();
  assert.equal(signal, "SIGALRM");
});
