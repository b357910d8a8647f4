/** More is heard than any air carries, as after a stall of the box, or of a modem that has gone mad. */
import assert from "node:assert/strict";
import { checkAccounts } from "../../support/accounts.ts";
import { answered } from "../../support/radio_field.ts";
import { Site } from "../../support/site.ts";
import { until } from "../../support/until.ts";

/** Repeats of one frame that wait when the gateway goes on. */
const REPEATS = 30_000;
/** Within this /metrics answers and a panic is answered, whatever else is heard, in ms; on a busy box. */
const IN_TIME_MS = 5_000;

Deno.test("A gateway that was stopped while frames piled up answers /metrics meanwhile, works them off, and hears the next panic", async () => {
  await using site = await Site.start();
  const { gateway, modem } = site;
  const first = await site.press();
  Deno.kill(gateway.pid, "SIGSTOP");
  for (let n = 0; n < REPEATS; n++) modem.emulator.hear(first.frame, { rssiDbm: -70, snrDb: 9 });
  Deno.kill(gateway.pid, "SIGCONT");

  const accounted = async () => {
    const asked = performance.now();
    const metrics = await gateway.metrics();
    const tookMs = performance.now() - asked;
    assert.ok(tookMs < IN_TIME_MS, `/metrics took ${Math.round(tookMs)} ms`);
    // What the disk does not take in time is given up, counted, and repeated by its wearable.
    return metrics.get("vigil_frames_received_total")! +
      metrics.get("vigil_store_calls_given_up_total")!;
  };
  await until("all of them are accounted for", async () => await accounted() > REPEATS, 60_000);
  const begun = performance.now();
  await answered(site.wearable.press(), "stored");
  assert.ok(performance.now() - begun < IN_TIME_MS);
  checkAccounts(await gateway.metrics());
  const lines = gateway.stderr.trimEnd().split("\n");
  assert.ok(lines.length < 100, `${lines.length} lines of log`);
});
