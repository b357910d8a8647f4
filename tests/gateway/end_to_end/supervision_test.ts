/** What is lost is told: the gateway by the broker, a wearable by the gateway. */
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { join } from "node:path";
import { signJson } from "../../../handlers/tools/signed_json.ts";
import { ROOT } from "../../support/forwarding.ts";
import { Mosquitto, publish, Subscriber } from "../../support/mosquitto.ts";
import { answered, listening, RadioField } from "../../support/radio_field.ts";
import { GatewayBox, PULL, runVigil } from "../../support/running_gateway.ts";
import { Site } from "../../support/site.ts";
import { until } from "../../support/until.ts";

/** Within which the loss of a gateway is to be known, in ms. */
const PROMISED_MS = 90_000;

const mqtt = ({ url }: Mosquitto, more = "") =>
  `[[destination]]\nname = "dispatch-mqtt"\ntype = "mqtt"\nurl = "${url}"\n${more}`;

const isOffline = (status: Subscriber) => /"offline"/.test(status.seen.at(-1)?.payload ?? "");

/** A gateway that reaches a broker. */
async function online(box: GatewayBox, broker: Mosquitto, status: Subscriber) {
  box.configure([], mqtt(broker));
  const gateway = await box.start();
  await until("it is online", () => status.seen.length === 1);
  return gateway;
}

Deno.test("A gateway that is killed is offline for dispatch, also for who asks later", async () => {
  await using broker = await Mosquitto.start();
  await using status = await Subscriber.start(broker.port, `${ROOT}/status`);
  await using box = new GatewayBox();
  const gateway = await online(box, broker, status);
  await gateway.kill();
  await until("it is offline", () => isOffline(status), PROMISED_MS);
  await using late = await Subscriber.start(broker.port, `${ROOT}/status`);
  await until("that is retained", () => late.seen[0]?.isRetained === true && isOffline(late));
});

Deno.test("A gateway that hangs, its connections open, is offline for dispatch within 90 s", async () => {
  await using broker = await Mosquitto.start();
  await using status = await Subscriber.start(broker.port, `${ROOT}/status`);
  await using box = new GatewayBox();
  const gateway = await online(box, broker, status);
  Deno.kill(gateway.pid, "SIGSTOP");
  await until("it is offline", () => isOffline(status), PROMISED_MS);
  await gateway.kill();
});

Deno.test("A wearable that stops its heartbeats is reported as silent to a polling receiver", async () => {
  await using site = await Site.prepare();
  const { box, wearable } = site;
  const { uid } = wearable;
  const shown = await box.json(
    "device",
    "assign",
    uid,
    "--reference",
    "2026/7",
    "--heartbeat",
    "2",
  );
  assert.equal(shown.heartbeatS, 2);
  await site.startGateway();
  const dispatch = await site.dispatch();
  const silent = await dispatch.first("device-silent");
  assert.equal(silent.subject, `device/${uid}`);
  assert.equal((await box.json("device", "show", uid)).silent, true);
  wearable.heartbeat();
  await until("it is heard", async () => (await box.json("device", "show", uid)).silent !== true);
});

Deno.test("A modem that no longer hears any wearable makes the gateway degraded until it hears again", async () => {
  await using site = await Site.prepare();
  const { box, field, wearable } = site;
  const wearables = [wearable, await field.issue(box)];
  for (const { uid } of wearables) {
    await box.json("device", "assign", uid, "--reference", "2026/7", "--heartbeat", "1");
  }
  const gateway = await site.startGateway();
  const codes = async () => {
    const { degradations } = await (await fetch(`${gateway.url}/readyz`)).json();
    return degradations.map(({ code }: { code: string }) => code).join();
  };
  const isDeaf = async () => await codes() === "modem-deaf,jamming-suspected";
  await until("the modem is deaf, and all are silent", isDeaf, 20_000);
  await until("it hears again", async () => {
    for (const wearable of wearables) wearable.heartbeat();
    return await codes() === "";
  });
});

Deno.test("A signed receipt ends up in a proof that verifies without the gateway", async () => {
  const dispatchKey = generateKeyPairSync("ed25519");
  await using broker = await Mosquitto.start();
  await using events = await Subscriber.start(broker.port, `${ROOT}/events/critical`);
  await using box = new GatewayBox();
  await using field = new RadioField(box.folder);
  const modem = field.plugIn("rak3172");
  const file = (name: string) => join(box.folder, name);
  const dispatchPem = dispatchKey.publicKey.export({ type: "spki", format: "pem" }).toString();
  Deno.writeTextFileSync(file("desk.pem"), dispatchPem);
  const destination = mqtt(broker, `receipt_key = "${file("desk.pem")}"\n`);
  box.configure([{ kind: "rak3172", port: `${box.folder}/lora-1` }], PULL + destination);
  const wearable = await field.issue(box);
  await box.start();
  await listening(modem);
  await answered(wearable.press(), "stored");
  await until("it is published", () => events.seen.length >= 1);
  const { id, hash, incident } = JSON.parse(events.seen[0]!.payload);
  const receipt = signJson(
    { event: id, hash, stage: "received", by: "desk-1" },
    dispatchKey.privateKey,
  );
  await publish(broker.port, `${ROOT}/receipts`, JSON.stringify(receipt));

  const proof = async () => {
    const { code, stdout } = await box.command("incident", "proof", incident);
    assert.equal(code, 0);
    return stdout;
  };
  await until(
    "the receipt is in the proof",
    async () => (await proof()).includes("desk-1"),
    20_000,
  );
  const [{ deliveries }] = JSON.parse(await proof()).events;
  assert.ok(deliveries[0].offeredAt <= deliveries[0].confirmedAt);
  Deno.writeTextFileSync(file("proof.json"), await proof());
  Deno.writeTextFileSync(file("gateway.pem"), (await box.command("incident", "key")).stdout);

  const verify = ["incident", "verify", file("proof.json"), "--key", file("gateway.pem")];
  const verdict = await runVigil([...verify, "--dispatch-key", file("desk.pem")]);
  assert.equal(verdict.code, 0, verdict.stdout);
  assert.match(verdict.stdout, /^proved .*1 receipts were signed by dispatch/m);
  const wrong = await runVigil([...verify, "--dispatch-key", file("gateway.pem")]);
  assert.equal(wrong.code, 1);
  assert.match(wrong.stdout, /^wrong .*not signed with the key of dispatch/m);
});
