import assert from "node:assert/strict";
import { isoTime, type UnixMs } from "../../../../../devices/time.ts";
import { Sms, type SmsSettings } from "../../../../../handlers/delivery/transports/sms/sms.ts";
import type { SmsOutcome } from "../../../../../handlers/ports.ts";
import { Forwarding } from "../../../../support/forwarding.ts";
import { PhoneNetwork } from "../../../../support/phone_network.ts";
import { TestClock } from "../../../../support/clocks.ts";
import { until } from "../../../../support/until.ts";

const [FIRST, SECOND] = ["+32470000001", "+32470000002"];
const SETTINGS: SmsSettings = { to: [FIRST], language: "nl", place: true, reportWithinS: 60 };
const NEVER = () => new Promise<SmsOutcome>(() => {});

function start(forwarding: Forwarding, network: PhoneNetwork, settings: Partial<SmsSettings> = {}) {
  return forwarding.startRequests(
    new Sms({ ...SETTINGS, ...settings }, network, forwarding.clock),
    { window: 4, refusedRetryMs: 300, lostAfterMs: 200 },
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
  await until("it failed", () => destination.status().counters.failed === 1);
  assert.equal(destination.status().lastError, "switched off");
  assert.equal(destination.status().parked.count, 0);
});

Deno.test("An alarm that every phone refuses is listed as rejected and shown with the reason", async () => {
  const network = new PhoneNetwork();
  network.answer = () => ({ result: "refused", reason: "no such number" });
  await using forwarding = await Forwarding.open();
  const destination = start(forwarding, network, { to: [FIRST, SECOND] });
  const [id] = await forwarding.append("critical");
  await until("it is parked", () => destination.status().parked.count === 1);
  assert.equal(destination.status().parked.events[0]!.reason, "no such number");
  assert.equal(destination.status().parked.events[0]!.id, id);
});

Deno.test("Nothing is handed to a modem that cannot send, and the lost path is raised", async () => {
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

Deno.test("The age of a place goes on by the monotonic clock, after a reboot by the wall clock", async () => {
  const network = new PhoneNetwork();
  const clock = new TestClock();
  const transport = new Sms({ ...SETTINGS, language: "en" }, network, clock);
  const sendFrom = async (bootId: string) => {
    const event = {
      type: "vigil.panic.v1",
      id: "0123456789abcdef0123456789abcdef",
      time: isoTime(clock.unixMs() - 600_000 as UnixMs),
      data: {
        device: "d-1",
        position: { lat: 50, lon: 4, fixAgeS: 0, source: "gnss" },
        clock: { quality: "ntp", bootId, monotonicMs: clock.monotonicMs() - 180_000 },
      },
    };
    const message = { ...event, priority: "critical", json: JSON.stringify(event) } as const;
    await transport.send(message, new AbortController().signal);
    return network.sent.at(-1)!.text.split(" 50.00000,4.00000 ")[1];
  };
  assert.equal(await sendFrom(clock.bootId), "3 min ago");
  assert.equal(await sendFrom("an earlier boot"), "10 min ago");
});
