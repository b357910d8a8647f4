import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { reopenAfterMs, waitForPort } from "../../../../gateway/modems/port/port.ts";

Deno.test("a lost port is tried fast once, then ever more rarely, but every 30 s", () => {
  const waits = [0, 1, 2, 3, 4, 5, 6, 7, 100].map(reopenAfterMs);
  assert.deepEqual(waits, [100, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
});

Deno.test("a port that was missing is waited for no longer than until it is back", async () => {
  const directory = await mkdtemp("/tmp/vigil-port-");
  const startedAt = performance.now();
  const waited = waitForPort(
    { path: `${directory}/modem` },
    30_000,
    new AbortController().signal,
  );
  await writeFile(`${directory}/modem`, "");
  await waited;
  assert.ok(performance.now() - startedAt < 10_000);
  await rm(directory, { recursive: true });
});

Deno.test("a modem that turns out to be at another port is not waited for at this one", async () => {
  const place = { path: "/tmp/vigil-no-such-port" };
  const startedAt = performance.now();
  const waited = waitForPort(place, 30_000, new AbortController().signal);
  place.path = "/tmp/vigil-another-port";
  await waited;
  assert.ok(performance.now() - startedAt < 10_000);
});

Deno.test("stopping ends the waiting for a port", async () => {
  const stopping = new AbortController();
  const waited = waitForPort({ path: "/tmp/vigil-no-such-port" }, 30_000, stopping.signal);
  stopping.abort();
  await waited;
});
