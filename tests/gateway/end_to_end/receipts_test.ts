/** A dispatch that believes it confirms, and does not, is seen: counted, logged and shown. */
import assert from "node:assert/strict";
import { Mosquitto, publish } from "../../support/mosquitto.ts";
import { GatewayBox } from "../../support/running_gateway.ts";
import { until } from "../../support/until.ts";

const TOPIC = "vigil/v1/5415/gw-1/receipts";
const EVENT = "00112233445566778899aabbccddeeff";
const HASH = "0".repeat(64);

Deno.test("Receipts that confirm nothing are counted by why, logged without their content, and in the status", async () => {
  await using broker = await Mosquitto.start();
  await using box = new GatewayBox();
  const mqtt = `[[destination]]\nname = "desk"\ntype = "mqtt"\nurl = "${broker.url}"\n`;
  box.configure([], mqtt);
  const gateway = await box.start();
  const metric = async (name: string) => (await gateway.metrics()).get(name);
  await until(
    "it is connected",
    async () => await metric('vigil_mqtt_connected{destination="desk"}') === 1,
  );

  await publish(broker.port, TOPIC, "not json, secret-word");
  await publish(
    broker.port,
    TOPIC,
    JSON.stringify({ event: EVENT, hash: HASH, stage: "en-route" }),
  );
  await publish(
    broker.port,
    TOPIC,
    JSON.stringify({ event: EVENT, hash: HASH, stage: "received" }),
  );

  const count = (reason: string) =>
    metric(`vigil_mqtt_unusable_receipts_total{destination="desk",reason="${reason}"}`);
  await until(
    "all are counted",
    async () => await count("malformed") === 2 && await count("unknown-event") === 1,
  );
  await until("they are logged", () => gateway.stderr.includes("was never owed"));
  const warnings = gateway.stderr.split("\n").filter((line) => line.includes("receipt"))
    .filter((line) => line.includes('"desk"')).map((line) => JSON.parse(line));
  assert.deepEqual(
    warnings.filter(({ message }) => message.includes("no receipt"))
      .map(({ code, level, member }) => [level, code, member]),
    [["warn", "no-json", undefined], ["warn", "not-a-receipt", "stage"]],
  );
  assert.ok(!gateway.stderr.includes("secret-word") && !gateway.stderr.includes("en-route"));
  const [destination] = (await box.json("status")).destinations;
  assert.deepEqual(destination.receipts, {
    taken: 1,
    malformed: 2,
    unknownEvent: 1,
    wrongHash: 0,
    refused: 0,
  });
  assert.match(
    (await box.command("status")).stdout,
    /^desk: receipts that confirm nothing: 2 are none, 1 name an unknown event$/m,
  );
});
