import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { Connection } from "../../../db/sqlite/connection.ts";
import { encodeHex } from "../../../devices/hex.ts";
import { DeadRelay } from "../../support/dead_relay.ts";
import { dutyOf, startEscalation } from "../../support/escalating.ts";
import { Forwarding } from "../../support/forwarding.ts";
import { freePort } from "../../../gateway/bench/ports.ts";
import { Mosquitto, publish, Subscriber } from "../../support/mosquitto.ts";
import { OddBroker, type Oddity } from "../../support/odd_broker.ts";
import { until } from "../../support/until.ts";
import { WebhookReceiver } from "../../support/webhook_receiver.ts";

const ROOT = "vigil/v1/5415/gw-1";

/** The promise is 10 s by the contract's own times; these tests use shorter ones. */
const FAILOVER_MS = 10_000;

/** Starts a primary that does not deliver and an escalation after 300 ms to a receiver that does. */
async function failsOver(url: string, cause?: () => void): Promise<void> {
  await using receiver = await WebhookReceiver.start();
  await using forwarding = await Forwarding.open([dutyOf("duty")]);
  const main = forwarding.start(url, { confirm: "receipt", republishCriticalS: 1 });
  const duty = forwarding.startWebhook(receiver.url, {}, forwarding.of("duty"));
  startEscalation(forwarding, [{ afterMs: 300, to: "duty" }], [main, duty]);
  if (cause !== undefined) {
    await until("it is connected", () => main.status().state === "connected");
    cause();
  }
  const begunAt = performance.now();
  const [panic] = await forwarding.append("critical");
  await until("the panic is there", () => receiver.ids.includes(panic!), FAILOVER_MS);
  assert.ok(performance.now() - begunAt >= 290, "and not before its time");
  assert.deepEqual(new Set(receiver.ids), new Set([panic]));
}

const ODDITIES: Readonly<Record<string, Oddity>> = {
  "accepts connections and says nothing": { isSilent: true },
  "answers pings and never a publish": { puback: () => "none" },
  "says that nobody listens": { puback: () => 0x10 },
  "refuses every event": { puback: () => 0x87 },
  "dies at every event": { puback: () => "cut" },
  "ends every connection at once, for ever": { isTakenOver: true },
  "sends everything back as if it were receipts": { loops: true },
};

for (const [what, oddity] of Object.entries(ODDITIES)) {
  Deno.test(`A panic goes to the next destination when the broker ${what}`, async () => {
    await using broker = await OddBroker.start(oddity);
    await failsOver(broker.url);
  });
}

Deno.test("A panic goes to the next destination when there is no broker at all", async () => {
  await failsOver(`mqtt://127.0.0.1:${await freePort()}`);
});

Deno.test("A panic goes to the next destination when the link to the broker swallows everything", async () => {
  await using broker = await Mosquitto.start();
  await using relay = await DeadRelay.start(broker.port);
  await failsOver(`mqtt://127.0.0.1:${relay.port}`, () => relay.isDead = true);
});

Deno.test("An alarm that was confirmed in time is not escalated", async () => {
  await using receiver = await WebhookReceiver.start();
  await using broker = await OddBroker.start({});
  await using forwarding = await Forwarding.open([dutyOf("duty")]);
  const main = forwarding.start(broker.url);
  const duty = forwarding.startWebhook(receiver.url, {}, forwarding.of("duty"));
  const escalation = startEscalation(forwarding, [{ afterMs: 200, to: "duty" }], [main, duty]);
  await forwarding.append("critical", 5);
  await forwarding.append("high", 5);
  await forwarding.drained();
  await new Promise((resolve) => setTimeout(resolve, 350));
  assert.deepEqual([...escalation.counts], []);
  assert.equal(receiver.requests.length, 0);
});

Deno.test("The first receipt stops the further steps, and all that was tried is on record", async () => {
  await using broker = await Mosquitto.start();
  await using first = await WebhookReceiver.start();
  await using second = await WebhookReceiver.start();
  first.answer = () => ({ status: 500 });
  await using forwarding = await Forwarding.open([dutyOf("first"), dutyOf("second")]);
  const escalationBox: { sent?: (number: number, id: string) => void } = {};
  const destinations = [
    forwarding.start(broker.url, { confirm: "receipt" }),
    ...(["first", "second"] as const).map((name) => {
      const { url } = name === "first" ? first : second;
      const { number } = forwarding.of(name).destination;
      const onSent = (id: string) => escalationBox.sent?.(number, id);
      return forwarding.startWebhook(url, {}, { ...forwarding.of(name), onSent });
    }),
  ];
  const steps = [{ afterMs: 150, to: "first" }, { afterMs: 1_500, to: "second" }];
  const escalation = startEscalation(forwarding, steps, destinations);
  escalationBox.sent = (number, id) => escalation.sent(number, id);
  await until("it is connected", () => destinations[0]!.status().state === "connected");
  const [panic] = await forwarding.append("critical");
  await until("the first step is taken", () => first.ids.includes(panic!));
  await publish(broker.port, `${ROOT}/receipts`, forwarding.receipt(panic!));
  await until("dispatch has it", () => forwarding.pending().critical === 0);
  await new Promise((resolve) => setTimeout(resolve, 1_600));
  assert.equal(second.requests.length, 0);
  assert.deepEqual([...escalation.counts], [["first", 1]]);

  using records = new Connection(`${forwarding.folder}/vigil.db`, "read");
  const { confirmed, due_unix_ms: due, sent_unix_ms: sent } = records.get(
    "select * from escalation",
  )!;
  assert.equal(confirmed, 0, "the first destination still owes its answer");
  assert.ok((sent as number) >= (due as number));
  first.answer = () => ({ status: 200 });
  const { number } = forwarding.of("first").destination;
  await until("it has it too", () => forwarding.pending(number).critical === 0);
  assert.equal(records.get("select confirmed from escalation")!["confirmed"], 1);
});

Deno.test("An alarm that is not confirmed goes through all steps in their order", async () => {
  await using second = await WebhookReceiver.start();
  await using forwarding = await Forwarding.open([dutyOf("first"), dutyOf("second")]);
  const dead = `http://127.0.0.1:${await freePort()}/`;
  const destinations = [
    forwarding.startWebhook(dead, {}, forwarding.of("first")),
    forwarding.startWebhook(second.url, {}, forwarding.of("second")),
  ];
  const steps = [{ afterMs: 100, to: "first" }, { afterMs: 300, to: "second" }];
  const escalation = startEscalation(forwarding, steps, destinations);
  const [panic] = await forwarding.append("critical");
  await until("the last one has it", () => second.ids.includes(panic!));
  assert.deepEqual([...escalation.counts], [["first", 1], ["second", 1]]);
  const { number } = forwarding.of("second").destination;
  await until("it has confirmed it", () => forwarding.pending(number).critical === 0);
});

Deno.test("A step to a destination that has the alarm already sends it there again at once", async () => {
  await using broker = await Mosquitto.start();
  await using dispatch = await Subscriber.start(broker.port, `${ROOT}/events/#`);
  await using forwarding = await Forwarding.open();
  const main = forwarding.start(broker.url, { confirm: "receipt", republishCriticalS: 3_600 });
  startEscalation(forwarding, [{ afterMs: 300, to: "dispatch-mqtt" }], [main]);
  const [panic] = await forwarding.append("critical");
  await until("it was published twice", () => dispatch.seen.length === 2);
  assert.deepEqual(dispatch.seen.map(({ payload }) => JSON.parse(payload).id), [panic, panic]);
});

Deno.test("An alarm that proves nothing goes only to a step that asks for such", async () => {
  await using receiver = await WebhookReceiver.start();
  await using forwarding = await Forwarding.open([dutyOf("strict", false), dutyOf("lenient")]);
  const destinations = ["strict", "lenient"].map((name) =>
    forwarding.startWebhook(receiver.url, {}, forwarding.of(name))
  );
  const steps = [
    { afterMs: 50, to: "strict", unverified: false },
    { afterMs: 100, to: "lenient" },
  ];
  const escalation = startEscalation(forwarding, steps, destinations);
  const [panic] = await forwarding.append("critical", 1, true);
  await until("it is there", () => receiver.ids.includes(panic!));
  assert.deepEqual([...escalation.counts], [["lenient", 1]]);
});

Deno.test("What was not confirmed before a restart is due by its age, of an earlier boot by this one's", async () => {
  await using receiver = await WebhookReceiver.start();
  await using forwarding = await Forwarding.open([dutyOf("duty")]);
  const [ofBoot] = await forwarding.append("critical");
  const earlier = forwarding.newEvent(encodeHex(randomBytes(16)), "critical");
  const other = earlier.body.replace(forwarding.clock.bootId, "another-boot");
  const hash = createHash("sha256").update(other).digest();
  await forwarding.store.write("appendEvents", [{ ...earlier, body: other, hash }]);

  const duty = forwarding.startWebhook(receiver.url, {}, forwarding.of("duty"));
  // Of this boot for 60 s at most, and of another for longer than this process has lived.
  const afterMs = 60_000;
  assert.ok(forwarding.clock.monotonicMs() < afterMs, "this process has just begun");
  const clock = forwarding.clock;
  const later = {
    bootId: clock.bootId,
    monotonicMs: () => clock.monotonicMs() + afterMs as ReturnType<typeof clock.monotonicMs>,
    unixMs: () => clock.unixMs(),
    expiryUnixMs: () => clock.expiryUnixMs(),
    quality: () => clock.quality(),
  };
  startEscalation(forwarding, [{ afterMs, to: "duty" }], [duty], { clock: later });
  const id = encodeHex(earlier.id);
  await until("both are due", () => receiver.ids.includes(id) && receiver.ids.includes(ofBoot!));
});

Deno.test("An alarm that the disk does not take is escalated from memory, and recorded once it does", async () => {
  await using receiver = await WebhookReceiver.start();
  await using forwarding = await Forwarding.open([dutyOf("duty")]);
  const { store, volatileEvents } = forwarding.core;
  const duty = forwarding.startWebhook(receiver.url, {}, forwarding.of("duty"));
  const escalation = startEscalation(forwarding, [{ afterMs: 600, to: "duty" }], [duty]);

  const lock = new Connection(`${forwarding.folder}/vigil.db`, "write");
  lock.run("begin immediate");
  const event = forwarding.newEvent(encodeHex(randomBytes(16)), "critical");
  const write = store.write("appendEvents", [event]);
  volatileEvents.trackUntilDurable(event, write);
  await until("it is there", () => receiver.requests.length === 1);
  assert.equal(JSON.parse(receiver.requests[0]!.body).durable, false);
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.deepEqual([...escalation.counts], [["duty", 1]], "and only once");
  assert.equal(receiver.requests.length, 1);

  lock.run("rollback");
  lock[Symbol.dispose]();
  await write;
  const { number } = forwarding.of("duty").destination;
  const standing = () => store.read.lanes.all().find((lane) => lane.number === number)!;
  await until("it counts as delivered", () => standing().delivered === 1);
  const { delivered, owed, pending, shed } = standing();
  assert.deepEqual({ delivered, owed, pending, shed }, {
    delivered: 1,
    owed: 1,
    pending: 0,
    shed: 0,
  });
});

Deno.test("An alarm that was stored before the disk died is escalated nevertheless", async () => {
  await using receiver = await WebhookReceiver.start();
  await using forwarding = await Forwarding.open([dutyOf("duty")]);
  const duty = forwarding.startWebhook(receiver.url, {}, forwarding.of("duty"));
  startEscalation(forwarding, [{ afterMs: 300, to: "duty" }], [duty]);
  const [panic] = await forwarding.append("critical");
  using lock = new Connection(`${forwarding.folder}/vigil.db`, "write");
  lock.run("begin immediate");
  await until("it is there", () => receiver.ids.includes(panic!));
  lock.run("rollback");
  const { number } = forwarding.of("duty").destination;
  const standing = () => forwarding.store.read.lanes.all().find((lane) => lane.number === number)!;
  await until("it counts as delivered", () => standing().delivered === 1);
});
