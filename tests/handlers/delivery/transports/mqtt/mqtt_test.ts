import assert from "node:assert/strict";
import type { EventEvidence } from "../../../../../db/store.ts";
import { Forwarding, ROOT } from "../../../../support/forwarding.ts";
import { freePort } from "../../../../../gateway/bench/ports.ts";
import { Mosquitto, publish, Subscriber } from "../../../../support/mosquitto.ts";
import { until } from "../../../../support/until.ts";

const EVENTS = `${ROOT}/events/#`;
const RECEIPTS = `${ROOT}/receipts`;

const idsOf = (dispatch: Subscriber) =>
  dispatch.on("").map(({ payload }) => JSON.parse(payload).id);

Deno.test("An MQTT destination publishes a panic as one CloudEvents object on its topic", async () => {
  await using broker = await Mosquitto.start();
  await using dispatch = await Subscriber.start(broker.port, EVENTS);
  await using forwarding = await Forwarding.open();
  forwarding.start(broker.url);

  const [id] = await forwarding.append("critical");
  await until("the panic is there", () => dispatch.seen.length === 1);

  const event = JSON.parse(dispatch.seen[0]!.payload);
  assert.equal(dispatch.seen[0]!.topic, `${ROOT}/events/critical`);
  assert.equal(event.id, id);
  assert.equal(event.sequence, "00000000000000000001");
  assert.equal(event.hash, forwarding.hashOf(id!));
});

Deno.test("An MQTT destination gives MQTT 5 receivers content type, id, type and priority, and no expiry", async () => {
  await using broker = await Mosquitto.start();
  const format = ["-V", "5", "-F", "%r %t %C|%P|%E"];
  await using dispatch = await Subscriber.start(broker.port, EVENTS, format);
  await using forwarding = await Forwarding.open();
  forwarding.start(broker.url);

  const [id] = await forwarding.append("critical");
  await until("the panic is there", () => dispatch.seen.length === 1);

  const [contentType, properties, expiry] = dispatch.seen[0]!.payload.split("|");
  assert.equal(contentType, "application/cloudevents+json");
  assert.equal(properties, `id:${id} type:vigil.panic.v1 priority:critical`);
  assert.equal(expiry, "");
});

Deno.test("An MQTT destination speaks MQTT 3.1.1 to a broker that wants it", async () => {
  await using broker = await Mosquitto.start();
  await using dispatch = await Subscriber.start(broker.port, EVENTS, ["-V", "311"]);
  await using forwarding = await Forwarding.open();
  const ids = await forwarding.append("high", 20);
  forwarding.start(broker.url, { protocol: 4 });

  await forwarding.drained();
  await until("all are there", () => dispatch.seen.length >= 20);
  assert.deepEqual(idsOf(dispatch), ids);
});

Deno.test("An MQTT destination with receipts takes a PUBACK for nothing and publishes again", async () => {
  await using broker = await Mosquitto.start();
  await using dispatch = await Subscriber.start(broker.port, EVENTS);
  await using forwarding = await Forwarding.open();
  const destination = forwarding.start(broker.url, {
    confirm: "receipt",
    republishCriticalS: 0.2,
  });

  const [id] = await forwarding.append("critical");
  await until("it was published three times", () => dispatch.seen.length === 3);
  assert.equal(forwarding.pending().critical, 1);
  await until("it was answered", () => destination.status().transport["pubacks"]! >= 3);

  await publish(broker.port, RECEIPTS, forwarding.receipt(id!));
  await forwarding.drained();
  const published = destination.status().counters.sent;
  await new Promise((resolve) => setTimeout(resolve, 450));
  assert.equal(destination.status().counters.sent, published);
});

Deno.test("An MQTT destination hands on what dispatch did after it received an event", async () => {
  await using broker = await Mosquitto.start();
  await using forwarding = await Forwarding.open();
  const destination = forwarding.start(broker.url, { confirm: "receipt" });
  const [id] = await forwarding.append("critical");
  await until("it is connected", () => destination.status().state === "connected");

  await publish(broker.port, RECEIPTS, forwarding.receipt(id!, { stage: "accepted" }));
  await forwarding.drained();
  await until("the stage is known", () => forwarding.stages.length === 1);
  assert.deepEqual(forwarding.stages[0], {
    event: id,
    hash: forwarding.hashOf(id!),
    stage: "accepted",
    by: "desk-1",
    at: "2026-11-24T12:00:00Z",
  });
});

Deno.test("An MQTT destination hands on a stage of an event that is not stored, and keeps its receipt", async () => {
  await using broker = await Mosquitto.start();
  await using forwarding = await Forwarding.open();
  const destination = forwarding.start(broker.url, { confirm: "receipt" });
  await until("it is connected", () => destination.status().state === "connected");
  const incident = new Uint8Array(16).fill(5);
  const event = { ...forwarding.newEvent("ab".repeat(16), "critical"), incident };
  const write = Promise.withResolvers<void>();
  forwarding.core.volatileEvents.trackUntilDurable(event, write.promise);
  await until(
    "it is offered from memory",
    () => forwarding.core.volatileEvents.list().length === 1,
  );
  const { hash, id } = forwarding.core.volatileEvents.list()[0]!;
  const receipt = JSON.stringify({ event: id, hash, stage: "accepted", by: "Lies" });
  await publish(broker.port, RECEIPTS, receipt);
  await until("the stage is known", () => forwarding.stages.length === 1);
  assert.equal(forwarding.stages[0]!.by, "Lies");

  await forwarding.store.write("appendEvents", [event]);
  write.resolve();
  await forwarding.drained();
  const [{ deliveries }] = forwarding.store.read.evidence.ofIncident(incident, 1) as [
    EventEvidence,
  ];
  assert.deepEqual(deliveries.map((delivery) => delivery.receipt), [receipt]);
});

Deno.test("An MQTT destination refuses receipts that are wrong, unknown or malformed", async () => {
  await using broker = await Mosquitto.start();
  await using forwarding = await Forwarding.open();
  const destination = forwarding.start(broker.url, { confirm: "receipt" });
  const [id] = await forwarding.append("critical");
  await until("it is connected", () => destination.status().state === "connected");

  const say = (payload: string) => publish(broker.port, RECEIPTS, payload);
  await say(forwarding.receipt(id!, { hash: "0".repeat(64) }));
  await say(forwarding.receipt(id!, { event: "f".repeat(32), stage: "closed" }));
  await say("received!");
  await say(JSON.stringify({ event: id, stage: "received" }));
  await say(forwarding.receipt(id!, { by: "x".repeat(70_000) }));
  await until("all were looked at", () => {
    const { wrongReceipts, unknownReceipts, malformedReceipts } = destination.status().transport;
    return wrongReceipts === 1 && unknownReceipts === 1 && malformedReceipts === 3;
  });

  assert.equal(forwarding.pending().critical, 1);
  assert.deepEqual(forwarding.stages, []);
  const reasons = forwarding.raised.map(({ name, reason }) => `${name} ${reason}`);
  assert.deepEqual(reasons, ["security wrong-receipt-hash"]);
  assert.equal(destination.status().state, "connected");
});

Deno.test("An MQTT destination with puback is not content with a broker without a subscriber", async () => {
  await using broker = await Mosquitto.start();
  await using forwarding = await Forwarding.open();
  const destination = forwarding.start(broker.url, { republishCriticalS: 0.2 });
  await forwarding.append("critical");
  await until("the broker said 0x10 twice", () => destination.status().counters.unheard >= 2);
  assert.equal(forwarding.pending().critical, 1);

  await using _dispatch = await Subscriber.start(broker.port, EVENTS);
  await forwarding.drained();
});

Deno.test("An MQTT destination is online while connected, and offline after a clean stop", async () => {
  await using broker = await Mosquitto.start();
  await using forwarding = await Forwarding.open();
  const destination = forwarding.start(broker.url);
  await using dispatch = await Subscriber.start(broker.port, `${ROOT}/#`);
  await until("it is online", () => dispatch.on("/status").length === 1);
  assert.match(dispatch.on("/status")[0]!.payload, /^\{"state":"online","since":"20\d\d-.*Z"\}$/);

  const begun = performance.now();
  await destination[Symbol.asyncDispose]();
  assert.ok(performance.now() - begun < 1_000);
  await until("it is offline", () => dispatch.on("/status").length === 2);
  assert.match(dispatch.on("/status")[1]!.payload, /^\{"state":"offline","since":"/);

  await using late = await Subscriber.start(broker.port, `${ROOT}/status`);
  await until("the state is retained", () => late.seen.length === 1);
  assert.equal(late.seen[0]!.isRetained, true);
  assert.match(late.seen[0]!.payload, /offline/);
});

Deno.test("An MQTT destination has the broker say offline when the gateway is gone", async () => {
  await using broker = await Mosquitto.start();
  await using dispatch = await Subscriber.start(broker.port, `${ROOT}/status`);
  await using forwarding = await Forwarding.open();
  forwarding.start(broker.url);
  await until("it is online", () => dispatch.seen.length === 1);

  // Another client with the same identifier makes the broker drop the gateway's connection.
  const rogue = new Deno.Command("mosquitto_pub", {
    args: ["-p", `${broker.port}`, "-i", "vigil-5415-gw-1-dispatch-mqtt", "-t", "x", "-m", "x"],
  });
  await rogue.output();
  await until("it was offline", () => dispatch.seen.some(({ payload }) => /offline/.test(payload)));
  await until("it is online again", () => /online/.test(dispatch.seen.at(-1)!.payload));
});

Deno.test("An MQTT destination says at once and then regularly how the gateway is", async () => {
  await using broker = await Mosquitto.start();
  await using dispatch = await Subscriber.start(broker.port, `${ROOT}/heartbeat`);
  await using forwarding = await Forwarding.open();
  forwarding.start(broker.url, {}, { heartbeatMs: 50 });
  await until("three heartbeats are there", () => dispatch.seen.length === 3);
  assert.deepEqual(JSON.parse(dispatch.seen[0]!.payload), {
    pending: { critical: 0, high: 0, normal: 0, low: 0 },
    modems: [{ name: "lora-1", state: "ready" }],
    clock: { time: "2026-11-24T12:00:00.000Z", quality: "ntp" },
    version: "0.0.0",
    assignments: { ended: 0, within1Day: 0, within7Days: 0, within30Days: 0 },
    audit: { number: 0, hash: "0".repeat(64) },
  });
});

Deno.test("An MQTT destination loses nothing and repeats at most a window when the broker is killed", async () => {
  const port = await freePort();
  await using broker = await Mosquitto.start({ port });
  const first = await Subscriber.start(port, EVENTS);
  await using forwarding = await Forwarding.open();
  const ids = await forwarding.append("normal", 1_000);
  const destination = forwarding.start(broker.url, { window: 16 });
  await until("some are there", () => first.seen.length > 100);
  await broker.kill();
  await first[Symbol.asyncDispose]();
  ids.push(...await forwarding.append("normal", 50));
  await until("it noticed", () => destination.status().state === "waiting");
  await until("what was acknowledged is stored", () => {
    const { counters: { unheard }, transport: { pubacks } } = destination.status();
    return forwarding.pendingCount() === ids.length - (pubacks! - unheard);
  });
  // What the broker acknowledged and then lost with its life is its own affair in this mode.
  const owed = forwarding.owed();

  await using again = await Mosquitto.start({ port });
  await using second = await Subscriber.start(again.port, EVENTS);
  await forwarding.drained();
  await until("all are there", () => {
    const seen = new Set(idsOf(second));
    return owed.every((id) => seen.has(id));
  });
  assert.ok(owed.length >= 50, `${owed.length}`);
  assert.equal(destination.status().counters.connections, 2);
  assert.ok(
    destination.status().counters.sent <= 1_050 + 16,
    `${destination.status().counters.sent}`,
  );
});
