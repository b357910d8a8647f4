import assert from "node:assert/strict";
import {
  type Puback,
  readPuback,
} from "../../../../../handlers/delivery/transports/mqtt/mqtt_publisher.ts";
import { Forwarding, ROOT } from "../../../../support/forwarding.ts";
import { freePort } from "../../../../../gateway/bench/ports.ts";
import { OddBroker, userProperty } from "../../../../support/odd_broker.ts";
import { until } from "../../../../support/until.ts";

const idsOf = (broker: OddBroker) => broker.events.map((event) => userProperty(event, "id"));

Deno.test("An MQTT destination drops a connection without PUBACKs and publishes again on a new one", async () => {
  await using broker = await OddBroker.start({ puback: (_, nth) => nth === 1 ? "none" : 0 });
  await using forwarding = await Forwarding.open();
  const destination = forwarding.start(broker.url);
  const [id] = await forwarding.append("critical");

  await until("it was published", () => broker.events.length === 1);
  assert.equal(forwarding.pending().critical, 1);
  await forwarding.drained();
  assert.deepEqual(idsOf(broker), [id, id]);
  assert.equal(broker.connections, 2);
  assert.equal(destination.status().lastError, "the broker does not answer publishes");
});

Deno.test("An MQTT destination keeps to the Receive Maximum of the broker, statements included", async () => {
  await using broker = await OddBroker.start({ receiveMaximum: 2, pubackDelayMs: 2 });
  await using forwarding = await Forwarding.open();
  await forwarding.append("low", 60);
  const destination = forwarding.start(broker.url, { window: 16 });
  await until("it is connected", () => destination.status().state === "connected");
  await forwarding.append("critical", 20);
  assert.equal(destination.status().window, 2);
  await forwarding.drained();
  assert.equal(broker.mostInFlight, 2);
});

Deno.test("An MQTT destination works with a Receive Maximum of one", async () => {
  await using broker = await OddBroker.start({ receiveMaximum: 1 });
  await using forwarding = await Forwarding.open();
  await forwarding.append("low", 10);
  await forwarding.append("critical", 10);
  forwarding.start(broker.url);
  await forwarding.drained();
  assert.equal(broker.mostInFlight, 1);
});

Deno.test("An MQTT destination goes on around an event that is too large for the broker", async () => {
  await using broker = await OddBroker.start({ maximumPacketSize: 600 });
  await using forwarding = await Forwarding.open();
  await forwarding.append("critical");
  const destination = forwarding.start(broker.url);
  await until("it was refused", () => destination.status().counters.refused === 1);
  assert.equal(destination.status().state, "connected");
  assert.equal(broker.events.length, 0);
  const { count, events } = destination.status().parked!;
  assert.deepEqual([count, events[0]!.reason], [1, "larger than 600 bytes"]);
});

Deno.test("An MQTT destination ends a connection whose broker begins a packet of 250 MB, and delivers by the next", async () => {
  await using broker = await OddBroker.start({});
  await using forwarding = await Forwarding.open();
  const destination = forwarding.start(broker.url);
  await until("it is connected", () => destination.status().state === "connected");
  // A PUBLISH, and its length. Nothing of its body is ever sent: nobody may wait for that.
  await broker.sendBytes(new Uint8Array([0x30, 0x80, 0xe5, 0x9a, 0x77]));
  await until("it connects again", () => broker.connections === 2);
  const ended = forwarding.log.lines.find(({ level }) => level === "warn");
  assert.match(
    String(ended?.fields["reason"]),
    /^the broker sent a packet of \d+ bytes, more than/,
  );
  await forwarding.append("critical");
  await forwarding.drained();
});

Deno.test("An MQTT destination parks what the broker refuses, shows why, and loses and holds up nothing", async () => {
  for (
    const [code, name] of [[0x97, "quota exceeded"], [0x99, "payload format invalid"]] as const
  ) {
    let isRefused = true;
    let first: unknown;
    await using broker = await OddBroker.start({
      puback: (event) => {
        first ??= userProperty(event, "id");
        return isRefused && userProperty(event, "id") === first ? code : 0;
      },
    });
    await using forwarding = await Forwarding.open();
    const destination = forwarding.start(broker.url, { republishCriticalS: 0.1 });
    const [id] = await forwarding.append("critical");
    const parked = () => destination.status().parked!;
    await until("it is parked", () => parked().count === 1);
    await forwarding.append("critical", 5);
    await until("the others are through", () => forwarding.pending().critical === 1);
    await until("it was tried again", () => parked().events[0]!.times > 1);
    const reason = `${name} (0x${code.toString(16)})`;
    assert.deepEqual(parked().events, [{ id, reason, times: parked().events[0]!.times }]);
    assert.equal(destination.status().state, "connected");

    isRefused = false;
    await forwarding.drained();
    assert.deepEqual(parked(), { count: 0, events: [] });
  }
});

Deno.test("What a broker says of a publish is read by MQTT 5, its words on one line", () => {
  const puback = (reasonCode?: number, reasonString?: string) =>
    readPuback({ cmd: "puback", reasonCode, properties: { reasonString } } as Puback);
  assert.deepEqual(puback(), { outcome: "taken" }, "MQTT 3.1.1 gives no reason");
  assert.deepEqual(puback(0x00), { outcome: "taken" });
  assert.deepEqual(puback(0x10), { outcome: "unheard" });
  const refused = (reason: string) => ({ outcome: "refused", reason });
  assert.deepEqual(puback(0x87, "no\nright"), refused("not authorized (0x87): no right"));
  assert.deepEqual(puback(0xff), refused("unknown reason (0xff)"));
});

Deno.test("An MQTT destination with puback does not take 0x10 for delivery", async () => {
  await using broker = await OddBroker.start({ puback: (_, nth) => nth < 3 ? 0x10 : 0 });
  await using forwarding = await Forwarding.open();
  const destination = forwarding.start(broker.url, { republishCriticalS: 0.1 });
  await forwarding.append("critical");
  await forwarding.drained();
  assert.equal(broker.events.length, 3);
  assert.equal(destination.status().counters.unheard, 2);
});

Deno.test("An MQTT destination connects again at once when a connection is cut under a panic", async () => {
  await using broker = await OddBroker.start({ puback: (_, nth) => nth === 1 ? "cut" : 0 });
  await using forwarding = await Forwarding.open();
  await forwarding.append("critical");
  const begun = performance.now();
  forwarding.start(broker.url);
  await forwarding.drained();
  assert.ok(performance.now() - begun < 500, "no pause was made");
  assert.equal(broker.connections, 2);
});

Deno.test("An MQTT destination pauses when a panic could not be delivered at the extra attempt", async () => {
  await using forwarding = await Forwarding.open();
  await forwarding.append("critical");
  const destination = forwarding.start(`mqtt://127.0.0.1:${await freePort()}`);
  await until("it waits", () => destination.status().state === "waiting");
  await forwarding.append("critical");
  assert.equal(destination.status().state, "waiting");
  assert.match(destination.status().lastError!, /ECONNREFUSED|refused/);
});

Deno.test("An MQTT destination gives up on a broker that never answers and stops in time", async () => {
  await using broker = await OddBroker.start({ isSilent: true });
  await using forwarding = await Forwarding.open();
  const destination = forwarding.start(broker.url);
  await until("it has connected", () => broker.connections === 1);
  await until("it gave up", () => destination.status().lastError === "connack timeout");
  await until("it tries again", () => broker.connections === 2);
  const begun = performance.now();
  await destination[Symbol.asyncDispose]();
  assert.ok(performance.now() - begun < 1_000);
});

Deno.test("An MQTT destination stops in time while a PUBACK is missing", async () => {
  await using broker = await OddBroker.start({ puback: () => "none" });
  await using forwarding = await Forwarding.open();
  const destination = forwarding.start(broker.url);
  await forwarding.append("critical", 5);
  await until("they are in flight", () => broker.events.length === 5);
  const begun = performance.now();
  await destination[Symbol.asyncDispose]();
  assert.ok(performance.now() - begun < 1_000);
  assert.match(String(broker.statements.at(-1)!.payload), /offline/);
});

Deno.test("An MQTT destination puts a panic on the wire in the same turn in which it is stored", async () => {
  await using broker = await OddBroker.start({});
  await using forwarding = await Forwarding.open();
  const destination = forwarding.start(broker.url);
  await until(
    "it is connected",
    () => destination.status().inFlight === 0 && broker.statements.length === 2,
  );
  const before = destination.status().counters.sent;
  let afterWake = before;
  // Listeners are called in order: this one right after the destination's.
  forwarding.core.wake.listen(() =>
    afterWake = Math.max(afterWake, destination.status().counters.sent)
  );
  await forwarding.append("critical");
  assert.equal(afterWake, before + 1);
  await forwarding.drained();
});

Deno.test("An MQTT destination takes receipts with QoS 0 too", async () => {
  await using broker = await OddBroker.start({});
  await using forwarding = await Forwarding.open();
  forwarding.start(broker.url, { confirm: "receipt" });
  const [id] = await forwarding.append("critical");
  await until("it is there", () => broker.events.length === 1);
  broker.send(`${ROOT}/receipts`, forwarding.receipt(id!));
  await forwarding.drained();
});
