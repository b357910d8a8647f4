/** What dispatch does about an alarm, from its desk to the wearable on the air. */
import assert from "node:assert/strict";
import { moveIncident } from "../../support/dispatch.ts";
import { Mosquitto, publish } from "../../support/mosquitto.ts";
import { answered } from "../../support/radio_field.ts";
import { PULL } from "../../support/running_gateway.ts";
import { Site } from "../../support/site.ts";
import { until } from "../../support/until.ts";

Deno.test("A desk accepts over HTTP, a receipt closes over MQTT, and the wearable hears of both", async () => {
  await using broker = await Mosquitto.start();
  const mqtt = `[[destination]]\nname = "desk"\ntype = "mqtt"\nurl = "${broker.url}"\n`;
  await using site = await Site.start({ destinations: PULL + mqtt });
  const { gateway, wearable } = site;
  const dispatch = await site.dispatch();
  const { token } = dispatch;
  const message = wearable.press();
  const event = await dispatch.first("panic");
  const incident = event["incident"];
  await dispatch.acknowledge(event);
  await answered(message, "received");
  const state = async () => (await gateway.get(`/v1/incidents/${incident}`, token)).state;
  assert.equal(await state(), "received", "by itself");

  await moveIncident(gateway, token, incident, { to: "accepted", by: "Jan" });
  await answered(message, "accepted");
  const { id, hash } = event;
  const receipt = { event: id, hash, stage: "closed", outcome: "false", by: "Lies" };
  const topic = "vigil/v1/5415/gw-1/receipts";
  await publish(broker.port, topic, JSON.stringify(receipt));
  await until("the incident is closed", async () => await state() === "closed");
  await answered(message, "closed");
  const { outcome, transitions } = await gateway.get(`/v1/incidents/${incident}`, token);
  assert.equal(outcome, "false");
  assert.deepEqual(
    transitions.map((
      { by, said, to, via, way }: Record<string, string>,
    ) => [to, by, said, way, via]),
    [
      ["received", "dispatch-pull", undefined, "receipt", "dispatch-pull"],
      ["accepted", "dispatch-1", "Jan", "http", "dispatch-pull"],
      ["closed", "desk", "Lies", "mqtt", "desk"],
    ],
  );
});

Deno.test("What was decided before kill -9 reaches the wearable with its next heartbeat", async () => {
  await using site = await Site.start();
  const { box, wearable } = site;
  const monitor = await box.token("monitor");
  const dispatch = await site.dispatch();
  const message = wearable.press();
  const event = await dispatch.first("panic");
  await dispatch.acknowledge(event);
  await answered(message, "received");
  await site.gateway.kill();

  const second = await box.start();
  await moveIncident(second, dispatch.token, event["incident"], { to: "underway" });
  await second.kill();
  const third = await box.start();
  const isReady = async () => (await third.get("/v1/status", monitor)).modems[0].state === "ready";
  await until("the modem is ready", isReady);
  const heartbeat = wearable.heartbeat();
  await answered(heartbeat, "underway");
  assert.deepEqual(heartbeat.answers, ["underway"]);
});

Deno.test("vigil device test passes when the test is answered, and fails when none comes", async () => {
  await using site = await Site.start({ kind: "rylr998" });
  const { box, wearable } = site;
  const dispatch = await site.dispatch();
  const { uid } = wearable;
  let isOver = false;
  const testing = box.command("device", "test", uid, "--timeout", "15", "--json")
    .finally(() => isOver = true);
  await until("the test is over", async () => {
    if (wearable.unconfirmed.length === 0) wearable.test();
    await dispatch.acknowledge(...await dispatch.offered());
    return isOver;
  }, 20_000);
  const { code, stdout } = await testing;
  const report = JSON.parse(stdout);
  assert.deepEqual([code, report.passed, report.device], [0, true, uid]);
  assert.deepEqual(Object.keys(report.steps), ["heard", "stored", "received", "answered"]);
  const shown = await box.json("device", "show", uid);
  assert.equal(shown.lastTest.passed, true);

  const failed = await box.command("device", "test", uid, "--timeout", "1");
  assert.equal(failed.code, 1);
  assert.match(failed.stderr, /no test came/);
  assert.equal((await box.command("device", "test", "nobody")).code, 1);
  assert.equal((await box.json("device", "drill", uid, "--minutes", "5")).drill, true);
});
