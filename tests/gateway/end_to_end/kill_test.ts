/** The process dies between its answer and the delivery. */
import assert from "node:assert/strict";
import { checkAccounts } from "../../support/accounts.ts";
import { answered } from "../../support/radio_field.ts";
import { Site } from "../../support/site.ts";
import { until } from "../../support/until.ts";

Deno.test("After kill -9 the alarm is delivered, a repeat gets the same answer, counters go on", async () => {
  await using site = await Site.start();
  const { field } = site;
  const message = await site.press();
  await site.gateway.kill();
  const [stored] = field.answers;
  field.answers.length = 0;

  const second = await site.startGateway();
  const transmissions = message.transmissions;
  await until("the wearable repeats", () => message.transmissions > transmissions);
  await until("the repeat is answered", () => field.answers.length > 0);
  assert.equal(field.answers[0], stored, "the stored answer, byte for byte");

  const dispatch = await site.dispatch();
  const offered = await dispatch.offered();
  assert.deepEqual(offered.map(({ type }) => type), [
    "vigil.panic.v1",
    "vigil.gateway-started.v1",
    "vigil.gateway-started.v1",
  ]);
  assert.deepEqual(offered.map(({ streamsequence }) => streamsequence), [2, 1, 3]);
  await dispatch.acknowledge(...offered);
  await answered(message, "received");

  const metrics = await second.metrics();
  checkAccounts(metrics);
  assert.equal(metrics.get("vigil_frames_accepted_total"), 1);
  assert.ok(metrics.get("vigil_frames_repeated_total")! >= 1);
});
