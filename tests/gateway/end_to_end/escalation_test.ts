/** An alarm whose way to dispatch is dead, seen from outside. */
import assert from "node:assert/strict";
import { checkAccounts } from "../../support/accounts.ts";
import { freePort } from "../../../gateway/bench/ports.ts";
import { answered } from "../../support/radio_field.ts";
import { runVigil } from "../../support/running_gateway.ts";
import { Site } from "../../support/site.ts";
import { until } from "../../support/until.ts";
import { WebhookReceiver } from "../../support/webhook_receiver.ts";

function destinations(brokerPort: number, dutyUrl: string): string {
  return `[[destination]]\nname = "m"\ntype = "mqtt"\nurl = "mqtt://127.0.0.1:${brokerPort}"\n` +
    `[[destination]]\nname = "duty"\ntype = "webhook"\nurl = "${dutyUrl}"\n` +
    `escalation_only = true\n[escalation]\nafter_s = [0.5]\nto = ["duty"]\n`;
}

Deno.test("A panic goes to the duty officer when the broker is dead, once, and every account is exact", async () => {
  await using receiver = await WebhookReceiver.start();
  const config = destinations(await freePort(), receiver.url);
  await using site = await Site.start({ destinations: config });
  const { box, gateway, wearable } = site;
  const message = wearable.press();
  await answered(message, "received");
  assert.deepEqual(receiver.requests.map(({ priority }) => priority), ["critical"]);
  assert.match(receiver.requests[0]!.body, /"type":"vigil.panic.v1"/);

  const metrics = await gateway.metrics();
  checkAccounts(metrics);
  const ofDuty = (name: string) =>
    metrics.get(`vigil_events_${name}{destination="duty",priority="critical"}`);
  assert.equal(ofDuty("owed_total"), 1);
  assert.equal(ofDuty("delivered_total"), 1);
  assert.equal(metrics.get('vigil_webhook_requests_total{destination="duty"}'), 1);
  assert.equal(metrics.get('vigil_escalation_steps_total{destination="duty"}'), 1);
  const status = await gateway.get("/v1/status", await box.token("monitor"));
  const duty = status.destinations.find(({ name }: { name: string }) => name === "duty");
  assert.deepEqual(duty.parked, { count: 0, events: [] });
  assert.equal(duty.isReachable, true);
});

Deno.test("An incident names the further destinations of its alarm, over the API and in its proof", async () => {
  await using receiver = await WebhookReceiver.start();
  const config = destinations(await freePort(), receiver.url);
  await using site = await Site.start({ destinations: config });
  const { box, gateway, wearable } = site;
  const token = await box.token("operator");
  await answered(wearable.press(), "received");

  const [{ id }] = (await gateway.get("/v1/incidents", token)).incidents;
  const { escalation, events } = await gateway.get(`/v1/incidents/${id}`, token);
  const [{ confirmedAt, dueAt, sentAt, ...step }, ...others] = escalation;
  assert.deepEqual(step, { event: events[0].id, destination: "duty", confirmed: true });
  assert.deepEqual(others, []);
  assert.ok(dueAt <= sentAt && sentAt <= confirmedAt, `${dueAt} ${sentAt} ${confirmedAt}`);

  const file = `${box.folder}/incident.json`;
  assert.equal((await box.command("incident", "proof", id, "--out", file)).code, 0);
  assert.deepEqual(JSON.parse(await Deno.readTextFile(file)).escalation, escalation);
  assert.equal((await runVigil(["incident", "verify", file])).code, 0);
});

Deno.test("What was escalated before a crash is not lost, and goes on after the restart", async () => {
  const dutyPort = await freePort();
  const config = destinations(await freePort(), `http://127.0.0.1:${dutyPort}/alarms`);
  await using site = await Site.start({ destinations: config });
  const { box, gateway: before } = site;
  const token = await box.token("monitor");
  await site.press();
  const owed = 'vigil_events_pending{destination="duty",priority="critical"}';
  await until("it was escalated", async () => (await before.metrics()).get(owed) === 1);
  await before.kill();

  await using receiver = await WebhookReceiver.start(undefined, dutyPort);
  const after = await box.start();
  await until("the duty officer has it", () => receiver.requests.length > 0, 20_000);
  await until("and that is stored", async () => (await after.metrics()).get(owed) === 0);
  checkAccounts(await after.metrics());
  assert.equal((await after.get("/v1/status", token)).state, "running");
});
