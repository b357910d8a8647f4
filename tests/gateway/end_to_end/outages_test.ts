/** What is lost for a while: the broker, the cable. */
import assert from "node:assert/strict";
import { checkAccounts } from "../../support/accounts.ts";
import { freePort } from "../../../gateway/bench/ports.ts";
import { Mosquitto, publish, Subscriber } from "../../support/mosquitto.ts";
import { answered, listening } from "../../support/radio_field.ts";
import { Site } from "../../support/site.ts";
import { until } from "../../support/until.ts";

const ROOT = "vigil/v1/5415/gw-1";

function mqtt(port: number, confirm: "receipt" | "puback"): string {
  return `[[destination]]\nname = "m"\ntype = "mqtt"\nurl = "mqtt://127.0.0.1:${port}"\n` +
    `confirm = "${confirm}"\nrequired = true\n`;
}

Deno.test("A broker that comes later gets the alarm, and its receipt is answered 9", async () => {
  const port = await freePort();
  await using site = await Site.start({ destinations: mqtt(port, "receipt") });
  const { gateway, wearable } = site;
  const message = await site.press();

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

Deno.test("With confirm = puback, a PUBACK with a subscriber is delivery", async () => {
  await using broker = await Mosquitto.start();
  await using _subscriber = await Subscriber.start(broker.port, `${ROOT}/events/#`);
  await using site = await Site.start({ destinations: mqtt(broker.port, "puback") });
  await answered(site.wearable.press(), "received");
});

Deno.test("A modem that is unplugged and replaced is lost, then recovered, and heard again", async () => {
  await using site = await Site.start();
  const { field, modem: old, wearable } = site;
  const dispatch = await site.dispatch();
  await site.press();

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
