/** The first way to dispatch swallows everything without a word, seen from outside. */
import assert from "node:assert/strict";
import { checkAccounts } from "../../support/accounts.ts";
import { DeadRelay } from "../../support/dead_relay.ts";
import { ROOT } from "../../support/forwarding.ts";
import { Mosquitto, publish, Subscriber } from "../../support/mosquitto.ts";
import { answered } from "../../support/radio_field.ts";
import { Site } from "../../support/site.ts";
import { until } from "../../support/until.ts";

/** From the press to the second dispatch, in ms: with the times that a configuration has by default. */
const FAILOVER_MS = 10_000;

function mqtt(name: string, port: number, more = ""): string {
  return `[[destination]]\nname = "${name}"\ntype = "mqtt"\n` +
    `url = "mqtt://127.0.0.1:${port}"\n${more}`;
}

Deno.test("A panic is with the second dispatch within 10 s when the link to the first drops everything", async () => {
  await using first = await Mosquitto.start();
  await using second = await Mosquitto.start();
  await using link = await DeadRelay.start(first.port);
  await using dispatch = await Subscriber.start(second.port, `${ROOT}/events/critical`);
  const destinations = mqtt("first", link.port) +
    mqtt("second", second.port, "escalation_only = true\n") + `[escalation]\nto = ["second"]\n`;
  await using site = await Site.start({ destinations });
  const { box, gateway, wearable } = site;
  const monitor = await box.token("monitor");
  const reach = async () =>
    (await gateway.get("/v1/status", monitor)).destinations
      .map(({ isReachable }: { isReachable: boolean }) => isReachable).join();
  await until("both are connected", async () => await reach() === "true,true");

  link.isDead = true;
  const begunAtMs = performance.now();
  const message = wearable.press();
  await until("the second has it", () => dispatch.seen.length > 0, FAILOVER_MS);
  assert.ok(performance.now() - begunAtMs < FAILOVER_MS);
  const { hash, id } = JSON.parse(dispatch.seen[0]!.payload);
  const receipt = { event: id, hash, stage: "received", by: "desk-2" };
  await publish(second.port, `${ROOT}/receipts`, JSON.stringify(receipt));
  await answered(message, "received");
  assert.equal(await reach(), "false,true", "the silent link is known to be dead by then");
  checkAccounts(await gateway.metrics());
});
