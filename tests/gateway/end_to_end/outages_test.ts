/** What is lost for a while: the broker, the cable. */
import assert from "node:assert/strict";
import { checkAccounts } from "../../support/accounts.ts";
import { Dispatch } from "../../support/dispatch.ts";
import { freePort, Mosquitto, publish, Subscriber } from "../../support/mosquitto.ts";
import { answered, listening, RadioField } from "../../support/radio_field.ts";
import { GatewayBox } from "../../support/running_gateway.ts";
import { until } from "../../support/until.ts";

const ROOT = "vigil/v1/5415/gw-1";

function mqtt(port: number, confirm: "receipt" | "puback"): string {
  return `[[destination]]\nname = "m"\ntype = "mqtt"\nurl = "mqtt://127.0.0.1:${port}"\n` +
    `confirm = "${confirm}"\nrequired = true\n`;
}

Deno.test("A broker that comes later gets the alarm, and its receipt is answered 9", async () => {
  const port = await freePort();
  await using box = new GatewayBox();
  await using field = new RadioField(box.folder);
  const modem = field.plugIn("rak3172");
  box.configure([{ kind: "rak3172", port: `${box.folder}/lora-1` }], mqtt(port, "receipt"));
  const wearable = await field.issue(box);
  const gateway = await box.start();
  await listening(modem);
  const message = wearable.press();
  await answered(message, "stored");

  await using broker = await Mosquitto.start({ port });
  await using subscriber = await Subscriber.start(broker.port, `${ROOT}/events/critical`);
  await until("the panic is published", () => subscriber.seen.length > 0);
  const { id, hash } = JSON.parse(subscriber.seen[0]!.payload);
  assert.deepEqual(message.answers, ["stored"], "a PUBACK is no receipt");
  const receipt = { event: id, hash, stage: "received", by: "desk-1", at: "2026-11-23T17:50:09Z" };
  await publish(broker.port, `${ROOT}/receipts`, JSON.stringify(receipt));
  await answered(message, "received");
  assert.deepEqual(wearable.unconfirmed, []);
  checkAccounts(await gateway.metrics());
});

Deno.test("With confirm = puback, a PUBACK with somebody listening is delivery", async () => {
  await using broker = await Mosquitto.start();
  await using box = new GatewayBox();
  await using field = new RadioField(box.folder);
  const modem = field.plugIn("rak3172");
  box.configure([{ kind: "rak3172", port: `${box.folder}/lora-1` }], mqtt(broker.port, "puback"));
  const wearable = await field.issue(box);
  await using _subscriber = await Subscriber.start(broker.port, `${ROOT}/events/#`);
  await box.start();
  await listening(modem);
  await answered(wearable.press(), "received");
});

Deno.test("A modem that is unplugged and replaced is lost, then recovered, and heard again", async () => {
  await using box = new GatewayBox();
  await using field = new RadioField(box.folder);
  const old = field.plugIn("rak3172");
  box.configure([{ kind: "rak3172", port: `${box.folder}/lora-1` }]);
  const wearable = await field.issue(box);
  const token = await box.token("dispatch", "dispatch-pull");
  const dispatch = new Dispatch(await box.start(), token);
  await listening(old);
  await answered(wearable.press(), "stored");

  await old[Symbol.asyncDispose]();
  const lost = await dispatch.first("modem-lost");
  assert.equal(lost.subject, "modem/lora-1");
  assert.equal(lost.priority, "high");
  const message = wearable.press();
  await listening(field.plugIn("rak3172"));
  await dispatch.first("modem-recovered");
  await answered(message, "stored");
  const panics = (await dispatch.offered()).filter(({ type }) => type === "vigil.panic.v1");
  assert.equal(panics.length, 2);
});
