import assert from "node:assert/strict";
import { UP_TYPE } from "../../../devices/frame/types.ts";
import { decodeHex, encodeHex } from "../../../devices/hex.ts";
import { eventId, incidentId } from "../../../devices/frame/identity.ts";
import { Intake } from "../../support/intake.ts";
import { TestClock } from "../../support/clocks.ts";
import { Wearable } from "../../support/wearable.ts";
import { TemporaryStore } from "../../support/temporary_store.ts";

const latest = (intake: Intake) => intake.stored().at(-1)!;
const stateOf = (intake: Intake, incident: string) =>
  intake.store.read.incidents.state(decodeHex(incident)!);

Deno.test("A panic opens the incident of its alarm", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  const { incident, priority } = latest(intake);
  assert.equal(incident, incidentId("d-test", 1, 1));
  assert.equal(stateOf(intake, incident!), "new");
  assert.equal(priority, "critical");
});

for (const type of ["position", "status"] as const) {
  Deno.test(`A ${type} that names an alarm not yet known opens the incident`, async () => {
    await using intake = await Intake.open();
    const wearable = await Wearable.issue(intake);
    const lost = wearable.panic();
    await intake.hear(wearable[type]());
    const opening = latest(intake);
    assert.equal(opening.type, `vigil.${type}.v1`);
    assert.equal(opening.priority, "critical", "whatever opens an incident is critical");
    assert.equal(opening.incident, incidentId("d-test", 1, 1));
    assert.equal(stateOf(intake, opening.incident!), "new");
    await intake.hear(lost);
    assert.equal(latest(intake).incident, opening.incident, "the panic is of the same incident");
    assert.equal(latest(intake).priority, "critical");
  });

  Deno.test(`A ${type} of alarm 0 is of no incident`, async () => {
    await using intake = await Intake.open();
    const wearable = await Wearable.issue(intake);
    await intake.hear(wearable[type]({ alarm: 0 }));
    const event = latest(intake);
    assert.equal(event.incident, undefined);
    assert.equal("alarm" in event.data, false);
    assert.equal(event.priority, type === "position" ? "low" : "normal");
  });
}

Deno.test("A panic of alarm 0 opens an incident of its own, whose id is the event's", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic({ alarm: 0 }));
  await intake.hear(wearable.panic({ alarm: 0 }));
  const [first, second] = intake.stored();
  assert.equal(first!.incident, first!.id);
  assert.equal(second!.incident, second!.id);
  assert.notEqual(first!.incident, second!.incident);
  assert.equal(stateOf(intake, first!.id), "new");
  assert.equal(stateOf(intake, second!.id), "new");
});

Deno.test("A test belongs to no incident, whatever alarm it names", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.test({ alarm: 3 }));
  const event = latest(intake);
  assert.equal(event.type, "vigil.test.v1");
  assert.equal(event.incident, undefined);
  assert.equal(event.priority, "low");
  assert.equal(stateOf(intake, incidentId("d-test", 1, 3)), undefined);
  assert.equal(intake.sent.length, 1, "a test is answered");
});

Deno.test("What comes while the write of the panic is on its way finds the incident open", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  const frames = [wearable.panic(), wearable.position(), wearable.cancel()];
  await Promise.all(frames.map((frame) => intake.hear(frame)));
  assert.deepEqual(intake.stored().map(({ type, priority }) => `${type} ${priority}`), [
    "vigil.panic.v1 critical",
    "vigil.position.v1 high",
    "vigil.cancel-requested.v1 high",
  ]);
});

Deno.test("Positions of an open incident are high, of an ended one low, and it stays ended", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  await intake.hear(wearable.position());
  assert.equal(latest(intake).priority, "high");
  const incident = latest(intake).incident!;
  await intake.move(incident, "closed");
  await intake.hear(wearable.position());
  assert.equal(latest(intake).priority, "low");
  assert.equal(latest(intake).incident, incident);
  assert.equal(stateOf(intake, incident), "closed");
});

Deno.test("Further presses of one alarm join its incident and open no second one", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  wearable.alarm -= 1;
  await intake.hear(wearable.panic());
  await intake.hear(wearable.position());
  assert.equal(new Set(intake.stored().map(({ incident }) => incident)).size, 1);
  assert.deepEqual(intake.stored().map(({ priority }) => priority), [
    "critical",
    "critical",
    "high",
  ]);
  const incidents = intake.store.read.incidents.list({ after: 0, limit: 9, state: undefined });
  assert.deepEqual(incidents.map(({ opened }) => opened), [1]);
});

Deno.test("A panic of a closed incident is an event of it, critical as ever, and opens nothing", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  const { incident } = latest(intake);
  await intake.move(incident!, "closed");
  wearable.alarm -= 1;
  await intake.hear(wearable.panic());
  assert.equal(latest(intake).type, "vigil.panic.v1");
  assert.equal(latest(intake).priority, "critical");
  assert.equal(latest(intake).incident, incident);
  assert.equal(stateOf(intake, incident!), "closed");
});

for (const reboots of [false, true]) {
  const when = reboots ? " over a reboot" : "";
  Deno.test(`Positions of an alarm are high for two hours${when}, then low`, async () => {
    using place = new TemporaryStore();
    const { folder } = place;
    const clock = new TestClock();
    const wearable = await (async () => {
      await using intake = await Intake.open(undefined, folder, clock);
      const wearable = await Wearable.issue(intake);
      await intake.hear(wearable.panic());
      return wearable;
    })();
    const later = reboots ? new TestClock("00000000-0000-4000-8000-000000000002") : clock;
    // By the monotonic clock of one boot; a wall clock that steps changes nothing.
    if (!reboots) later.stepWall(9 * 3_600_000);
    later.advance(2 * 3_600_000);
    {
      await using intake = await Intake.open(undefined, folder, later);
      await intake.hear(wearable.position());
      assert.equal(latest(intake).priority, "high");
      later.advance(1);
      await intake.hear(wearable.position());
      assert.equal(latest(intake).priority, "low");
      await intake.hear(wearable.cancel());
      assert.equal(latest(intake).priority, "high", "it is open still, and can be cancelled");
    }
  });
}

Deno.test("Every position that is sent for two hours is an event of the one incident, and each is owed", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.hear(wearable.panic());
  const incident = latest(intake).incident!;
  const moves = new Map([[20, "accepted"], [60, "underway"], [120, "on-scene"]] as const);
  const everyMs = 30_000;
  const count = 2 * 3_600_000 / everyMs;
  for (let nth = 1; nth <= count; nth++) {
    intake.clock.advance(everyMs);
    // One in ten is heard by two modems, and one in ten repeated by the wearable.
    const frame = wearable.position();
    await intake.hear(frame);
    if (nth % 10 === 0) await intake.hear(frame, { modem: "lora-2" });
    if (nth % 10 === 5) await intake.hear(frame);
    const to = moves.get(nth as 20 | 60 | 120);
    if (to !== undefined) await intake.move(incident, to);
  }
  const positions = intake.stored().filter(({ type }) => type === "vigil.position.v1");
  assert.equal(positions.length, count);
  assert.deepEqual(
    new Set(positions.map((event) => `${event.priority} ${event.incident}`)),
    new Set([
      `high ${incident}`,
    ]),
  );
  const incidents = intake.store.read.incidents.list({ after: 0, limit: 9, state: undefined });
  assert.deepEqual(incidents.map(({ id, state }) => [id, state]), [[incident, "on-scene"]]);
  const owed = intake.store.read.lanes.all().reduce((sum, lane) => sum + lane.pending, 0);
  assert.equal(owed, count + 1);
});

Deno.test("An incident is named by device, key generation and alarm", async () => {
  await using intake = await Intake.open();
  const wearable = new Wearable("d-fifth", new Uint8Array(16).fill(5), 5);
  await intake.addDevice("d-fifth", encodeHex(wearable.rootKey), 5);
  wearable.alarm = 299;
  await intake.hear(wearable.panic());
  assert.equal(latest(intake).incident, incidentId("d-fifth", 5, 300));
});

Deno.test("An event is named by device, generation, epoch, counter and type", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  wearable.epoch = 3;
  wearable.counter = 70_000;
  await intake.hear(wearable.panic());
  const type = UP_TYPE.panic;
  const identity = { device: "d-test", kid: 1, epoch: 3, counter: 70_000, type };
  assert.equal(latest(intake).id, eventId(identity));
});

Deno.test("Two gateways that hear one press give the same event and incident ids", async () => {
  await using one = await Intake.open();
  await using other = await Intake.open();
  const wearable = await Wearable.issue(one);
  await Wearable.issue(other);
  const frame = wearable.panic();
  await one.hear(frame, { modem: "lora-1" });
  other.clock.advance(400);
  await other.hear(frame, { modem: "lora-9" });
  assert.equal(latest(one).id, latest(other).id);
  assert.equal(latest(one).incident, latest(other).incident);
});

Deno.test("A panic with an impossible body keeps its alarm and says what was refused", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  // Alarm 1, a latitude without a longitude, battery 130 %.
  const body = decodeHex("0001123456800000ffff820000ff")!;
  await intake.hear(wearable.next(UP_TYPE.panic, body));
  await intake.hear(wearable.next(UP_TYPE.panic, decodeHex("0002")!, 1));
  const [impossible, short] = intake.stored().map(({ data }) => data);
  assert.deepEqual(impossible!.anomalies, ["position", "battery"]);
  assert.equal(impossible!.alarm, 1);
  assert.equal("position" in impossible!, false);
  assert.equal("batteryPercent" in impossible!, false);
  assert.deepEqual(short!.anomalies, ["short-body"]);
  assert.equal(short!.alarm, 2);
  assert.equal(intake.sent.length, 2);
});

Deno.test("An event carries what the frame said and how it was heard", async () => {
  await using intake = await Intake.open();
  const wearable = await Wearable.issue(intake);
  await intake.store.write("assignDevice", {
    uid: "d-test",
    reference: "2026/00123",
    expiresAtUnixMs: Date.UTC(2027, 4, 23),
  });
  const fix = { lat: 51.25, lon: 4.5, accuracyM: 16, fixAgeS: 12 };
  const frame = wearable.panic({ fix, flags: ["moving"], sinceTriggerS: 2 });
  await intake.hear(frame);
  const { data, source, subject, time } = latest(intake);
  assert.equal(source, "urn:vigil:5415:gw-1");
  assert.equal(subject, "device/d-test");
  assert.equal(time, "2026-11-23T17:50:00.123Z");
  assert.deepEqual({ ...data, frame: undefined, position: undefined }, {
    device: "d-test",
    assignment: { reference: "2026/00123", expires: "2027-05-23", state: "active" },
    alarm: 1,
    batteryPercent: 81,
    flags: ["moving"],
    sinceTriggerS: 2,
    authenticity: "verified",
    late: false,
    drill: false,
    anomalies: [],
    receptions: [
      { modem: "lora-1", at: "2026-11-23T17:50:00.123Z", rssiDbm: -99, snrDb: 6.5 },
    ],
    clock: { quality: "ntp", bootId: intake.clock.bootId, monotonicMs: 1_000 },
    frame: undefined,
    position: undefined,
  });
  assert.equal(data.position!.accuracyM, 16);
  assert.equal(data.position!.source, "gnss");
});
