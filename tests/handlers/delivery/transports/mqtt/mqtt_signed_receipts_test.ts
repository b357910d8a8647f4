import assert from "node:assert/strict";
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { join } from "node:path";
import { signJson } from "../../../../../handlers/tools/signed_json.ts";
import { Forwarding, ROOT } from "../../../../support/forwarding.ts";
import { Mosquitto, publish } from "../../../../support/mosquitto.ts";
import { until } from "../../../../support/until.ts";

const RECEIPTS = `${ROOT}/receipts`;

function writeKey(forwarding: Forwarding, publicKey: KeyObject): string {
  const path = join(forwarding.folder, "dispatch.pem");
  Deno.writeTextFileSync(path, publicKey.export({ type: "spki", format: "pem" }).toString());
  return path;
}

Deno.test("An MQTT destination with a receipt key is content with nothing but a signed receipt", async () => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const rogue = generateKeyPairSync("ed25519");
  await using broker = await Mosquitto.start();
  await using forwarding = await Forwarding.open();
  const receiptKey = writeKey(forwarding, publicKey);
  const destination = forwarding.start(broker.url, { confirm: "receipt", receiptKey });
  const [id] = await forwarding.append("critical");
  await until("it is connected", () => destination.status().state === "connected");

  const receipt = JSON.parse(forwarding.receipt(id!, { stage: "accepted" }));
  const say = (content: object) => publish(broker.port, RECEIPTS, JSON.stringify(content));
  const signed = signJson(receipt, privateKey);
  await say(receipt);
  await say(signJson(receipt, rogue.privateKey));
  await say({ ...signed, stage: "closed" });
  await say(signJson({ ...receipt, gateway: "urn:vigil:5415:gw-2" }, privateKey));
  await say(signJson({ ...receipt, hash: "0".repeat(64) }, privateKey));
  await say(signJson({ ...receipt, event: "f".repeat(32) }, privateKey));
  await until("all were looked at", () => {
    const { refusedReceipts, unknownReceipts, wrongReceipts } = destination.status().transport;
    return refusedReceipts === 4 && unknownReceipts === 1 && wrongReceipts === 1;
  });
  assert.equal(forwarding.pending().critical, 1);
  assert.deepEqual(forwarding.stages, []);
  const reasons = forwarding.raised.map(({ name, reason }) => `${name} ${reason}`);
  assert.deepEqual([...new Set(reasons)].toSorted(), [
    "security foreign-receipt",
    "security unknown-event",
    "security unsigned-receipt",
    "security wrong-receipt-hash",
    "security wrong-receipt-signature",
  ]);

  await say(signed);
  await forwarding.drained();
  await until("the stage is known", () => forwarding.stages.length === 1);
});

Deno.test("An MQTT destination takes a replayed receipt for no more than it said the first time", async () => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  await using broker = await Mosquitto.start();
  await using forwarding = await Forwarding.open();
  const receiptKey = writeKey(forwarding, publicKey);
  const destination = forwarding.start(broker.url, { confirm: "receipt", receiptKey });
  const [first] = await forwarding.append("critical");
  const [second] = await forwarding.append("critical");
  await until("it is connected", () => destination.status().state === "connected");
  const signed = JSON.stringify(signJson(JSON.parse(forwarding.receipt(first!)), privateKey));
  for (let times = 0; times < 3; times++) await publish(broker.port, RECEIPTS, signed);
  await until("all were taken", () => destination.status().transport["receipts"]! === 3);
  await until("one is owed", () => forwarding.pendingCount() === 1);
  assert.equal(forwarding.hashOf(second!).length, 64);
  assert.deepEqual(forwarding.raised, []);
});

Deno.test("An MQTT destination without a readable receipt key publishes, and takes no receipt", async () => {
  await using broker = await Mosquitto.start();
  await using forwarding = await Forwarding.open();
  const receiptKey = join(forwarding.folder, "missing.pem");
  const destination = forwarding.start(broker.url, { confirm: "receipt", receiptKey });
  const [id] = await forwarding.append("critical");
  await until("it is published", () => destination.status().transport["pubacks"]! === 1);
  await publish(broker.port, RECEIPTS, forwarding.receipt(id!));
  await until("it was looked at", () => destination.status().transport["refusedReceipts"]! === 1);
  assert.equal(forwarding.pending().critical, 1);
});
