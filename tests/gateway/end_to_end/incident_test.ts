/** What dispatch does about an alarm, from its desk to the wearable on the air. */
import assert from "node:assert/strict";
import { Dispatch, moveIncident } from "../../support/dispatch.ts";
import { Mosquitto, publish } from "../../support/mosquitto.ts";
import { answered, listening, RadioField } from "../../support/radio_field.ts";
import { GatewayBox, PULL } from "../../support/running_gateway.ts";
import { until } from "../../support/until.ts";

Deno.test("A desk accepts over HTTP, a receipt closes over MQTT, and the wearable hears of both", async () => {
  await using broker = await Mosquitto.start();
  await using box = new GatewayBox();
  await using field = new RadioField(box.folder);
  const modem = field.plugIn("rak3172");
  const mqtt = `[[destination]]\nname = "desk"\ntype = "mqtt"\nurl = "${broker.url}"\n`;
  box.configure([{ kind: "rak3172", port: `${box.folder}/lora-1` }], PULL + mqtt);
  const wearable = await field.issue(box);
  const token = await box.token("dispatch", "dispatch-pull");
  const gateway = await box.start();
  const dispatch = new Dispatch(gateway, token);
  await listening(modem);
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
    transitions.map(({ by, to, via, way }: Record<string, string>) => [to, by, way, via]),
    [
      ["received", "dispatch-pull", "receipt", "dispatch-pull"],
      ["accepted", "Jan", "http", "dispatch-pull"],
      ["closed", "Lies", "mqtt", "desk"],
    ],
  );
});

Deno.test("What was decided before kill -9 reaches the wearable with its next heartbeat", async () => {
  await using box = new GatewayBox();
  await using field = new RadioField(box.folder);
  const modem = field.plugIn("rak3172");
  box.configure([{ kind: "rak3172", port: `${box.folder}/lora-1` }]);
  const wearable = await field.issue(box);
  const token = await box.token("dispatch", "dispatch-pull");
  const monitor = await box.token("monitor");
  const first = await box.start();
  await listening(modem);
  const message = wearable.press();
  const event = await new Dispatch(first, token).first("panic");
  await new Dispatch(first, token).acknowledge(event);
  await answered(message, "received");
  await first.kill();

  const second = await box.start();
  await moveIncident(second, token, event["incident"], { to: "underway" });
  await second.kill();
  const third = await box.start();
  const isReady = async () => (await third.get("/v1/status", monitor)).modems[0].state === "ready";
  await until("the modem is ready", isReady);
  const heartbeat = wearable.heartbeat();
  await answered(heartbeat, "underway");
  assert.deepEqual(heartbeat.answers, ["underway"]);
});

Deno.test("vigil device test passes when the test is answered, and fails when none comes", async () => {
  await using box = new GatewayBox();
  await using field = new RadioField(box.folder);
  const modem = field.plugIn("rylr998");
  box.configure([{ kind: "rylr998", port: `${box.folder}/lora-1` }]);
  const wearable = await field.issue(box);
  const token = await box.token("dispatch", "dispatch-pull");
  const dispatch = new Dispatch(await box.start(), token);
  await listening(modem);
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
