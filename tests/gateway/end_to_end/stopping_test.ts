/** Being told to stop. */
import assert from "node:assert/strict";
import { Dispatch } from "../../support/dispatch.ts";
import { Mosquitto, Subscriber } from "../../support/mosquitto.ts";
import { GatewayBox, PULL } from "../../support/running_gateway.ts";
import { until } from "../../support/until.ts";

const STATUS = "vigil/v1/5415/gw-1/status";
/** Longest that a stop may take, in ms. */
const STOP_MS = 5_000;

Deno.test("SIGTERM during a long poll ends it, says offline, and the status is 0", async () => {
  await using broker = await Mosquitto.start();
  await using box = new GatewayBox();
  box.configure(
    [],
    `${PULL}[[destination]]\nname = "m"\ntype = "mqtt"\nurl = "${broker.url}"\n`,
  );
  const token = await box.token("dispatch", "dispatch-pull");
  await using subscriber = await Subscriber.start(broker.port, STATUS);
  const gateway = await box.start();
  const states = () => subscriber.seen.map(({ payload }) => JSON.parse(payload).state);
  await until("it is online", () => states().includes("online"));
  const dispatch = new Dispatch(gateway, token);
  await dispatch.acknowledge(...await dispatch.offered());
  const monitor = await box.token("monitor");
  const asked = performance.now();
  const poll = dispatch.poll({ waitMs: 30_000 }).catch((error) => error);
  await until("the poll waits", async () => {
    const [stream] = (await gateway.get("/v1/status", monitor)).streams;
    return stream.polledAgoMs < performance.now() - asked;
  });

  const begun = performance.now();
  assert.equal(await gateway.stop(), 0, gateway.stderr);
  assert.ok(performance.now() - begun < STOP_MS);
  await poll;
  await until("it is offline", () => states().at(-1) === "offline");
  assert.doesNotMatch(gateway.stderr, /"level":"error"/);
});

Deno.test("kill -9 leaves the will: the broker says offline", async () => {
  await using broker = await Mosquitto.start();
  await using box = new GatewayBox();
  box.configure([], `[[destination]]\nname = "m"\ntype = "mqtt"\nurl = "${broker.url}"\n`);
  await using subscriber = await Subscriber.start(broker.port, STATUS);
  const gateway = await box.start();
  const states = () => subscriber.seen.map(({ payload }) => JSON.parse(payload).state);
  await until("it is online", () => states().includes("online"));
  await gateway.kill();
  await until("it is offline", () => states().at(-1) === "offline");
});
