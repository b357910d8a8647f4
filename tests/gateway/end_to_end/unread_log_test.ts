/** Nobody reads what the gateway says. */
import assert from "node:assert/strict";
import { freePort } from "../../../gateway/bench/ports.ts";
import { Dispatch } from "../../support/dispatch.ts";
import { FullPipe } from "../../support/full_pipe.ts";
import { answered, listening } from "../../support/radio_field.ts";
import { LAUNCHER, type RunningGateway } from "../../support/running_gateway.ts";
import { Site } from "../../support/site.ts";
import { until } from "../../support/until.ts";

/** Longest that a stop may take, in ms. */
const STOP_MS = 5_000;

Deno.test("With stderr and stdout full and unread, panics are answered, healthz answers, and SIGTERM ends it", async () => {
  await using site = await Site.prepare();
  const { folder, configPath } = site.box;
  await using stderr = await FullPipe.make(folder, "stderr");
  await using stdout = await FullPipe.make(folder, "stdout");
  const port = await freePort();
  const gateway = new Deno.Command("sh", {
    args: [
      "-c",
      'exec "$2" run --config "$3" > "$0" 2> "$1"',
      stdout.path,
      stderr.path,
      LAUNCHER,
      configPath,
    ],
    env: { VIGIL_HTTP_PORT: String(port), VIGIL_LOG_LEVEL: "debug" },
    stdin: "null",
  }).spawn();
  await using _process = {
    async [Symbol.asyncDispose]() {
      await gateway.status;
    },
  };
  try {
    const url = `http://127.0.0.1:${port}`;
    const isAlive = () =>
      fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2_000) })
        .then(async (answer) => {
          await answer.body?.cancel();
          return answer.ok;
        }, () => false);
    await until("the gateway answers", isAlive, 20_000);
    await listening(site.modem);
    // Each of them says something on the log.
    for (let n = 0; n < 20; n++) site.modem.emulator.babble(new Uint8Array(20_000).fill(0x41 + n));
    for (let n = 0; n < 3; n++) await answered(site.wearable.press(), "stored");
    assert.ok(await isAlive());
    const dispatch = new Dispatch({ url } as RunningGateway, await site.dispatchToken());
    const panics = (await dispatch.offered()).filter(({ type }) => type === "vigil.panic.v1");
    assert.equal(panics.length, 3);

    const begun = performance.now();
    gateway.kill("SIGTERM");
    assert.equal((await gateway.status).code, 0);
    assert.ok(performance.now() - begun < STOP_MS);
  } finally {
    try {
      gateway.kill("SIGKILL");
    } catch {
      // It has ended, as it should.
    }
  }
});

Deno.test("What becomes of the lines of the log is counted in /metrics", async () => {
  await using site = await Site.prepare();
  const gateway = await site.startGateway();
  const said = async () =>
    (await gateway.metrics()).get('vigil_log_lines_total{level="info"}') ?? 0;
  await until("its modem is said to be configured", async () => await said() > 0);
  const metrics = await gateway.metrics();
  assert.equal(metrics.get('vigil_log_folded_lines_total{level="warn"}'), 0);
  assert.equal(metrics.get('vigil_log_dropped_lines_total{level="warn"}'), 0);
});
