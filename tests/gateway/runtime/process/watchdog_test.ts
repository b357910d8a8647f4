import assert from "node:assert/strict";
import type { ServiceState } from "../../../../gateway/platform/service_manager.ts";
import { Watchdog, WRITER_SILENCE_MS } from "../../../../gateway/runtime/process/watchdog.ts";

function watched() {
  const notices: ServiceState[] = [];
  let silentMs = 0;
  const watchdog = new Watchdog({
    manager: { watchdogMs: 60_000, notify: (state) => notices.push(state) },
    writerSilentMs: () => silentMs,
  });
  return {
    watchdog,
    notices,
    silentFor: (ms: number) => {
      silentMs = ms;
      watchdog.notify();
      return notices.splice(0).length;
    },
  };
}

Deno.test("Watchdog says at once that the gateway is alive", () => {
  const { notices, watchdog } = watched();
  using _ = watchdog;
  assert.deepEqual(notices, ["WATCHDOG=1"]);
});

Deno.test("Watchdog says nothing while work waits for a writer that does not answer, and goes on after it", () => {
  const { silentFor, notices, watchdog } = watched();
  using _ = watchdog;
  notices.length = 0;
  assert.equal(silentFor(WRITER_SILENCE_MS - 1), 1, "a disk may take 30 s for a sync");
  assert.equal(silentFor(WRITER_SILENCE_MS), 0);
  assert.equal(silentFor(0), 1);
});

Deno.test("Watchdog does nothing where no service manager watches", () => {
  let notices = 0;
  using _ = new Watchdog({
    manager: { watchdogMs: undefined, notify: () => notices++ },
    writerSilentMs: () => 0,
  });
  assert.equal(notices, 0);
});
