import assert from "node:assert/strict";
import { Sms } from "../../../../handlers/forward/sms/sms.ts";
import type { SmsSettings } from "../../../../handlers/forward/sms/sms_settings.ts";
import type { SmsOutcome } from "../../../../handlers/ports.ts";
import { Forwarding } from "../../../support/forwarding.ts";
import { PhoneNetwork } from "../../../support/phone_network.ts";
import { until } from "../../../support/until.ts";

const [FIRST, SECOND] = ["+32470000001", "+32470000002"];
const SETTINGS: SmsSettings = { to: [FIRST], language: "nl", place: true, reportWithinS: 60 };
const NEVER = () => new Promise<SmsOutcome>(() => {});

function start(forwarding: Forwarding, network: PhoneNetwork, settings: Partial<SmsSettings> = {}) {
  return forwarding.startCarrier(
    new Sms({ ...SETTINGS, ...settings }, network, forwarding.clock),
    { window: 4, parkedMs: 300, lostAfterMs: 200 },
  );
}

Deno.test("A panic is one short message, delivered when the network reports it", async () => {
  const network = new PhoneNetwork();
  const report = Promise.withResolvers<SmsOutcome>();
  network.answer = () => report.promise;
  await using forwarding = await Forwarding.open();
  start(forwarding, network);
  const [id] = await forwarding.append("critical");
  await until("it is sent", () => network.sent.length === 1);
  assert.deepEqual(network.sent, [{
    to: FIRST,
    text: `Vigil paniek ${id!.slice(0, 8)}, Toestel d-7q2k, geen positie`,
    urgency: "critical",
  }]);
  assert.equal(forwarding.pending().critical, 1);
  report.resolve({ result: "delivered" });
  await forwarding.drained();
});

Deno.test("An alarm without a report in time has failed, says why, and is sent again", async () => {
  const network = new PhoneNetwork();
  network.answer = NEVER;
  await using forwarding = await Forwarding.open();
  const destination = start(forwarding, network, { reportWithinS: 0.05 });
  await forwarding.append("critical");
  await until("it is sent again", () => network.sent.length === 2);
  assert.equal(destination.status().lastError, "no delivery report within 0.05 s");
  network.answer = () => ({ result: "delivered" });
  await forwarding.drained();
});

Deno.test("All phones are sent to, and one that has it is enough", async () => {
  const network = new PhoneNetwork();
  network.answer = ({ to }) => to === SECOND ? { result: "delivered" } : NEVER();
  await using forwarding = await Forwarding.open();
  start(forwarding, network, { to: [FIRST, SECOND] });
  await forwarding.append("critical");
  await forwarding.drained();
  assert.deepEqual(network.sent.map(({ to }) => to), [FIRST, SECOND]);
});

Deno.test("An alarm that one phone refuses is tried again for the other", async () => {
  const network = new PhoneNetwork();
  network.answer = ({ to }) => ({
    result: to === FIRST ? "refused" : "failed",
    reason: to === FIRST ? "no such number" : "switched off",
  });
  await using forwarding = await Forwarding.open();
  const destination = start(forwarding, network, { to: [FIRST, SECOND] });
  await forwarding.append("critical");
  await until("it failed", () => destination.status().failed === 1);
  assert.equal(destination.status().lastError, "switched off");
  assert.equal(destination.status().parked!.count, 0);
});

Deno.test("An alarm that every phone refuses is parked and shown with the reason", async () => {
  const network = new PhoneNetwork();
  network.answer = () => ({ result: "refused", reason: "no such number" });
  await using forwarding = await Forwarding.open();
  const destination = start(forwarding, network, { to: [FIRST, SECOND] });
  const [id] = await forwarding.append("critical");
  await until("it is parked", () => destination.status().parked!.count === 1);
  assert.equal(destination.status().parked!.events[0]!.reason, "no such number");
  assert.equal(destination.status().parked!.events[0]!.id, id);
});

Deno.test("Nothing is handed to a modem that cannot send, and the lost path is told", async () => {
  const network = new PhoneNetwork();
  network.isReady = false;
  await using forwarding = await Forwarding.open();
  const destination = start(forwarding, network);
  await forwarding.append("critical");
  await until("the path is lost", () => forwarding.raised.length === 1);
  assert.equal(forwarding.raised[0]!.name, "path-lost");
  assert.match(destination.status().lastError!, /^no cellular modem can send now/);
  assert.deepEqual(network.sent, []);
  network.isReady = true;
  await forwarding.drained(20_000);
});

Deno.test("A gateway that stops cuts what waits for a report; it stays owed", async () => {
  const network = new PhoneNetwork();
  network.answer = NEVER;
  await using forwarding = await Forwarding.open();
  const destination = start(forwarding, network, { to: [FIRST, SECOND] });
  await forwarding.append("critical");
  await until("both are sent", () => network.sent.length === 2);
  await destination[Symbol.asyncDispose]();
  assert.equal(forwarding.pending().critical, 1);
});
