/** The process dies between its answer and the delivery. */
import assert from "node:assert/strict";
import { checkAccounts } from "../../support/accounts.ts";
import { Dispatch } from "../../support/dispatch.ts";
import { answered, listening, RadioField } from "../../support/radio_field.ts";
import { GatewayBox } from "../../support/running_gateway.ts";
import { until } from "../../support/until.ts";

Deno.test("After kill -9 the alarm is delivered, a repeat gets the same answer, counters go on", async () => {
  await using box = new GatewayBox();
  await using field = new RadioField(box.folder);
  const modem = field.plugIn("rak3172");
  box.configure([{ kind: "rak3172", port: `${box.folder}/lora-1` }]);
  const wearable = await field.issue(box);
  const token = await box.token("dispatch", "dispatch-pull");
  const first = await box.start();
  await listening(modem);
  const message = wearable.press();
  await answered(message, "stored");
  await first.kill();
  const [stored] = field.answers;
  field.answers.length = 0;

  const second = await box.start();
  const transmissions = message.transmissions;
  await until("the wearable repeats", () => message.transmissions > transmissions);
  await until("the repeat is answered", () => field.answers.length > 0);
  assert.equal(field.answers[0], stored, "the stored answer, byte for byte");

  const dispatch = new Dispatch(second, token);
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
