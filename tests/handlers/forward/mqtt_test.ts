import assert from "node:assert/strict";
import { Forwarding, ROOT } from "../../support/forwarding.ts";
import { Mosquitto, Subscriber } from "../../support/mosquitto.ts";
import { until } from "../../support/until.ts";

Deno.test("MqttDestination publishes a panic to a real subscriber as one CloudEvents object", async () => {
  await using broker = await Mosquitto.start();
  await using dispatch = await Subscriber.start(broker.port, `${ROOT}/events/#`);
  await using forwarding = await Forwarding.open();
  forwarding.start(`mqtt://127.0.0.1:${broker.port}`);

  const [id] = await forwarding.append("critical");
  await forwarding.drained();
  await until("the panic is there", () => dispatch.seen.length === 1);

  const event = JSON.parse(dispatch.seen[0]!.payload);
  assert.equal(dispatch.seen[0]!.topic, `${ROOT}/events/critical`);
  assert.equal(event.id, id);
  assert.equal(event.sequence, "00000000000000000001");
  assert.equal(event.hash, forwarding.hashOf(id!));
});
