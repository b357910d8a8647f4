import assert from "node:assert/strict";
import type { ServiceState } from "../../../../gateway/platform/service_manager.ts";
import { Watchdog, WRITER_SILENCE_MS } from "../../../../gateway/runtime/process/watchdog.ts";

function watched() {
  const told: ServiceState[] = [];
  let silentMs = 0;
  const watchdog = new Watchdog({
    manager: { watchdogMs: 60_000, tell: (state) => told.push(state) },
    writerSilentMs: () => silentMs,
  });
  return {
    watchdog,
    told,
    silentFor: (ms: number) => {
      silentMs = ms;
      watchdog.tell();
      return told.splice(0).length;
    },
  };
}

Deno.test("Watchdog tells at once that the gateway is alive", () => {
  const { told, watchdog } = watched();
  using _ = watchdog;
  assert.deepEqual(told, ["WATCHDOG=1"]);
});

Deno.test("Watchdog tells nothing while work waits for a writer that does not answer, and goes on after it", () => {
  const { silentFor, told, watchdog } = watched();
  using _ = watchdog;
  told.length = 0;
  assert.equal(silentFor(WRITER_SILENCE_MS - 1), 1, "a disk may take 30 s for a sync");
  assert.equal(silentFor(WRITER_SILENCE_MS), 0);
  assert.equal(silentFor(0), 1);
});

Deno.test("Watchdog does nothing where no service manager watches", () => {
  let told = 0;
  using _ = new Watchdog({
    manager: { watchdogMs: undefined, tell: () => told++ },
    writerSilentMs: () => 0,
  });
  assert.equal(told, 0);
});
