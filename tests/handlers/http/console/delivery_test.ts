/** The pages of delivery: what waits, in whose words, and what a technician can do about it. */
import assert from "node:assert/strict";
import type { DestinationStatus, GatewayStatus } from "../../../../handlers/supervision/status.ts";
import { destinationOf, eventOf } from "../../../support/temporary_store.ts";
import { textOf } from "../../../support/visit.ts";
import { NO_STATUS } from "../harness.ts";
import { ConsoleHarness } from "./console_harness.ts";

const EN = { headers: { "accept-language": "en" } };
const REFUSED = "ab".repeat(16);
const PENDING = { critical: 1, high: 0, normal: 0, low: 2 };

function statusWith(destination: Partial<DestinationStatus>): GatewayStatus {
  return {
    ...NO_STATUS,
    destinations: [{
      name: "broker",
      type: "mqtt",
      required: true,
      isReachable: false,
      lastError: "connect ECONNREFUSED",
      pending: PENDING,
      ...destination,
    }],
  };
}

/** A console whose store has one destination that is owed three events. */
async function start(destination: Partial<DestinationStatus> = {}): Promise<ConsoleHarness> {
  const gateway = await ConsoleHarness.start();
  const destinations = [destinationOf("broker", { type: "mqtt" })];
  await gateway.store.write("settleDestinations", { destinations, atUnixMs: 0 });
  await gateway.store.write("appendEvents", [eventOf(1), eventOf(2, "low"), eventOf(3, "low")]);
  gateway.status = () => statusWith(destination);
  return gateway;
}

Deno.test("Delivery says in plain words what waits for whom, since when, and what to do", async () => {
  await using gateway = await start();
  const cookie = await gateway.session("technician");
  const list = textOf(await (await gateway.call("/delivery", EN, cookie)).text());
  assert.match(list, /broker message broker \(MQTT\) not reached/);
  assert.match(list, /urgent alarms: 1 · oldest .* ago/);
  assert.match(list, /positions and heartbeats: 2/);
  assert.doesNotMatch(list, /\blanes?\b/);
  const one = textOf(await (await gateway.call("/delivery/broker", EN, cookie)).text());
  assert.match(one, /Last error connect ECONNREFUSED/);
  assert.match(one, /Check the network, then the address and the credentials of the broker/);
  const none = await gateway.call("/delivery/none", EN, cookie);
  assert.equal(none.status, 404);
  assert.match(textOf(await none.text()), /There is no destination of this name/);
});

Deno.test("A destination is paused with a reason, which stays typed when it is refused, and resumed", async () => {
  await using gateway = await start();
  const cookie = await gateway.session("technician");
  const long = "x".repeat(201);
  const refused = await gateway.post(
    "/delivery/broker/pause",
    { reason: long },
    cookie,
    EN.headers,
  );
  assert.equal(refused.status, 422);
  const form = await refused.text();
  assert.match(form, /id="reason-problem" role="alert">Say why, in at most 200 characters/);
  assert.ok(form.includes(long), "what was typed is kept");

  const paused = await gateway.post("/delivery/broker/pause", { reason: "move of $& <b>" }, cookie);
  assert.deepEqual([paused.status, paused.headers.get("location")], [303, "/delivery/broker"]);
  await paused.body?.cancel();
  assert.equal(gateway.core.pauses.isPaused(1), true);
  const shown = await (await gateway.call("/delivery/broker", EN, cookie)).text();
  assert.match(
    textOf(shown),
    /Paused by technician since .*: move of \$&amp; &lt;b&gt;\. Urgent alarms go on/,
  );
  const again = await gateway.post(
    "/delivery/broker/pause",
    { reason: "again" },
    cookie,
    EN.headers,
  );
  assert.equal(again.status, 409);
  assert.match(await again.text(), /It is paused already/);

  await (await gateway.post("/delivery/broker/resume", {}, cookie)).body?.cancel();
  assert.equal(gateway.core.pauses.isPaused(1), false);
  const none = await gateway.post("/delivery/none/resume", {}, cookie, EN.headers);
  assert.equal(none.status, 404);
  assert.match(textOf(await none.text()), /There is no destination of this name/);
});

Deno.test("An administrator reads the pages of delivery, and has no forms on them", async () => {
  await using gateway = await start({
    parked: { count: 1, events: [{ id: REFUSED, reason: "no", times: 3 }] },
  });
  const technician = await gateway.session("technician");
  const text = await (await gateway.call("/delivery/broker", EN, technician)).text();
  assert.match(textOf(text), /abababab no refused 3 times/);
  assert.match(text, /action="\/delivery\/broker\/retry"/);
  const admin = await gateway.session("admin");
  const read = await (await gateway.call("/delivery/broker", EN, admin)).text();
  assert.match(textOf(read), /abababab no refused 3 times/);
  assert.doesNotMatch(read, /action="\/delivery/);
});

Deno.test("What was measured of a destination is drawn, and stands in a table for those who see no drawing", async () => {
  await using gateway = await start();
  const { measurements } = gateway.core;
  for (const ms of [200, 4_000]) {
    measurements.record("destination/broker", "confirm-critical-ms", ms);
  }
  await measurements.flush();
  const cookie = await gateway.session("technician");
  const answer = await gateway.call("/delivery/broker?period=week", {
    headers: { "accept-language": "nl" },
  }, cookie);
  const page = await answer.text();
  assert.match(
    page,
    /data-plot="\{&quot;times&quot;:\[\d+\],&quot;values&quot;:\[\[2\.1\],\[4\]\]/,
  );
  assert.match(textOf(page), /gemiddelde langste [\d/]+ [\d:]+ 2,1 4/);
});
