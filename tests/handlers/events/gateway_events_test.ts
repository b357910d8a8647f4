import assert from "node:assert/strict";
import { AttackWatch } from "../../../handlers/ingest/attack_watch.ts";
import type { GatewayEventFacts } from "../../../handlers/events/gateway_events.ts";
import { Intake } from "../../support/intake.ts";
import { TestClock } from "../../support/clocks.ts";

const LOST = { name: "modem-lost", reason: "unplugged", subject: "modem/lora-1" } as const;

Deno.test("A gateway event is stored with its reason, subject, details and clock", async () => {
  await using intake = await Intake.open();
  intake.core.events.raise({ ...LOST, details: { port: "/dev/ttyUSB0" } });
  await intake.settled();
  const [event] = intake.stored();
  assert.match(event!.id, /^[0-9a-f]{32}$/);
  assert.equal(event!.type, "vigil.modem-lost.v1");
  assert.equal(event!.priority, "high");
  assert.equal(event!.subject, "modem/lora-1");
  assert.deepEqual(event!.data, {
    reason: "unplugged",
    details: { port: "/dev/ttyUSB0" },
    clock: { quality: "ntp", bootId: intake.clock.bootId, monotonicMs: 1_000 },
  });
});

Deno.test("An event without a subject is about the gateway, and two have different ids", async () => {
  await using intake = await Intake.open();
  intake.core.events.raise({ name: "gateway-started", reason: "start" });
  intake.core.events.raise({ name: "clock-step", reason: "back" });
  await intake.settled();
  const [first, second] = intake.stored();
  assert.equal(first!.subject, "gateway");
  assert.notEqual(first!.id, second!.id);
});

Deno.test("The same trouble about the same subject is raised once a minute", async () => {
  await using intake = await Intake.open();
  intake.core.events.raise(LOST);
  intake.clock.advance(59_999);
  intake.core.events.raise(LOST);
  intake.core.events.raise({ ...LOST, subject: "modem/lora-2" });
  intake.core.events.raise({ ...LOST, reason: "silent" });
  await intake.settled();
  assert.equal(intake.stored().length, 3);
  intake.clock.advance(1);
  intake.core.events.raise(LOST);
  await intake.settled();
  assert.equal(intake.stored().length, 4);
});

Deno.test("A step of the wall clock neither ends nor prolongs the hold-off", async () => {
  await using intake = await Intake.open();
  intake.core.events.raise(LOST);
  intake.clock.stepWall(86_400_000);
  intake.core.events.raise(LOST);
  intake.clock.stepWall(-2 * 86_400_000);
  intake.clock.advance(60_000);
  intake.core.events.raise(LOST);
  await intake.settled();
  assert.equal(intake.stored().length, 2);
});

Deno.test("A gateway event that cannot be stored is said in the log", async () => {
  await using intake = await Intake.open();
  using beside = intake.beside();
  beside.script("create trigger broken before insert on event begin select raise(abort, 'x'); end");
  intake.core.events.raise(LOST);
  await intake.settled();
  assert.deepEqual(intake.log.lines.map(({ level, message }) => `${level}: ${message}`), [
    "error: cannot store a gateway event",
  ]);
});

Deno.test("AttackWatch counts forgeries of all modems within any minute", () => {
  const clock = new TestClock();
  const raised: GatewayEventFacts[] = [];
  const watch = new AttackWatch(clock, (facts) => raised.push(facts));
  for (let times = 0; times < 19; times++) watch.sawBadTag(`lora-${times % 2}`);
  clock.advance(59_999);
  assert.equal(raised.length, 0);
  watch.sawBadTag("lora-9");
  assert.equal(raised.length, 1);
  clock.advance(1);
  watch.sawBadTag("lora-9");
  assert.equal(raised.length, 1, "the first 19 are a minute old");
});

Deno.test("AttackWatch counts the changes of epoch of each device apart", () => {
  const clock = new TestClock();
  const raised: GatewayEventFacts[] = [];
  const watch = new AttackWatch(clock, (facts) => raised.push(facts));
  for (let times = 0; times < 5; times++) {
    watch.sawNewEpoch("d-a");
    watch.sawNewEpoch("d-b");
  }
  assert.deepEqual(raised, []);
  clock.advance(3_599_999);
  watch.sawNewEpoch("d-a");
  assert.deepEqual(raised.map(({ subject }) => subject), ["device/d-a"]);
  clock.advance(1);
  watch.sawNewEpoch("d-b");
  assert.equal(raised.length, 1, "the five of d-b are an hour old");
});
