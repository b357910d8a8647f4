import assert from "node:assert/strict";
import { decodeHex } from "../../../devices/hex.ts";
import { DRILL_ALARMS_PER_HOUR } from "../../../handlers/ingest/drills.ts";
import { URGENT_POSITIONS_MS } from "../../../handlers/incidents/incident_age.ts";
import { beginDrill, Intake } from "../../support/intake.ts";
import { LorawanDevice } from "../../support/lorawan_device.ts";

const PORT = 19;
// Asset Tracker 3 messages without a time: ff ff.
const SOS = decodeHex("4858ffff10")!;
const SOS_OFF = decodeHex("0858ffff11")!;
const HEARTBEAT = decodeHex("0858ffff041700c509902a")!;
const PLACE = decodeHex("1058ffff8a0300101e83795e0299d0e4ffe1079000101164")!;
const IMPOSSIBLE_PLACE = decodeHex("5058ffff8a0300107f83795e0299d0e4ffe1079000101164")!;

async function openLinked(): Promise<[Intake, LorawanDevice]> {
  const intake = await Intake.open();
  const device = new LorawanDevice();
  await device.link(intake);
  return [intake, device];
}

/** The wearable of the device that is linked first. */
function startDrill(intake: Intake): Promise<void> {
  return beginDrill(intake, 10, intake.store.read.devices.byNumber(1)!.uid);
}

function kinds(intake: Intake): string[] {
  return intake.stored().map(({ type, priority }) => `${type} ${priority}`);
}

Deno.test("A LoRaWAN alarm with the right MIC is a verified panic that opens an incident", async () => {
  const [open, device] = await openLinked();
  await using intake = open;

  await intake.hear(device.send(SOS, PORT));

  const [event] = intake.stored();
  assert.equal(event?.type, "vigil.panic.v1");
  assert.equal(event.priority, "critical");
  assert.equal(event.incident, event.id);
  assert.equal(event.subject, "device/b-1");
  assert.equal(event.data.authenticity, "verified");
  assert.equal(event.data.batteryPercent, 88);
  assert.equal(event.data.frame?.codec, "abeeway-at3");
  assert.equal(event.data.receptions?.[0]?.rssiDbm, -99);
  assert.equal(intake.store.read.incidents.byId(decodeHex(event.id)!)?.device, "b-1");
});

Deno.test("A confirmed uplink that is sent again makes no second alarm and is counted", async () => {
  const [open, device] = await openLinked();
  await using intake = open;
  const frame = device.send(SOS, PORT, true);

  await intake.hear(frame);
  await intake.hear(frame, { modem: "lora-2" });
  await intake.hear(frame);

  assert.deepEqual(kinds(intake), ["vigil.panic.v1 critical"]);
  assert.equal(intake.counter("frames/repeated"), 2);
  const incident = decodeHex(intake.stored()[0]!.id)!;
  const receptions = intake.store.read.incidents.receptions(incident, 10);
  assert.deepEqual(receptions.map(({ modem }) => modem), ["lora-2", "lora-1"]);
});

Deno.test("What is sent again after its incident was closed never holds up a new alarm", async () => {
  const [open, device] = await openLinked();
  await using intake = open;
  const old = device.send(SOS, PORT, true);
  await intake.hear(old);
  const first = intake.stored()[0]!.id;
  await intake.move(first, "accepted");
  await intake.move(first, "closed");

  await Promise.all([intake.hear(old), intake.hear(device.send(SOS, PORT))]);

  const [, second] = intake.stored();
  assert.equal(second?.incident, second?.id);
  assert.equal(intake.counter("frames/repeated"), 1);
});

Deno.test("A replay never draws a new alarm into an incident that there is not", async () => {
  const [open, device] = await openLinked();
  await using intake = open;
  const unheard = device.send(SOS, PORT);
  await intake.hear(device.send(HEARTBEAT, PORT));

  await Promise.all([intake.hear(unheard), intake.hear(device.send(SOS, PORT))]);

  const panic = intake.stored().find(({ type }) => type === "vigil.panic.v1");
  assert.equal(panic?.incident, panic?.id);
  assert.deepEqual(intake.rejections(), ["replay-suspected"]);
});

Deno.test("A repeat takes nothing of the quota of drills", async () => {
  const [open, device] = await openLinked();
  await using intake = open;
  await startDrill(intake);
  const frame = device.send(SOS, PORT, true);

  for (let time = 0; time <= DRILL_ALARMS_PER_HOUR; time++) await intake.hear(frame);
  await intake.hear(device.send(SOS, PORT));

  const alarms = intake.stored().filter(({ type }) => type === "vigil.panic.v1");
  assert.deepEqual(alarms.map(({ data }) => data.drill), [true, true]);
});

Deno.test("Two modems that hear one uplink at once make one event", async () => {
  const [open, device] = await openLinked();
  await using intake = open;
  const frame = device.send(SOS, PORT);

  await Promise.all([intake.hear(frame), intake.hear(frame, { modem: "lora-2" })]);

  assert.equal(intake.stored().length, 1);
  assert.equal(intake.counter("frames/repeated"), 1);
});

Deno.test("An old frame is refused as a replay and raised, also after a restart", async () => {
  const [open, device] = await openLinked();
  await using intake = open;
  const old = device.send(HEARTBEAT, PORT);
  const forged = device.send(SOS, PORT);
  device.counter = 1;
  await intake.hear(device.send(HEARTBEAT, PORT));
  await using restarted = await Intake.open(undefined, intake.folder, intake.clock);

  await restarted.hear(forged);
  await restarted.hear(old);

  assert.deepEqual(restarted.rejections(), ["replay-suspected", "replay-suspected"]);
  assert.deepEqual(kinds(restarted), ["vigil.heartbeat.v1 low", "vigil.security.v1 high"]);
});

Deno.test("The counter goes on over the end of its 16 bits, and over a gap", async () => {
  const [open, device] = await openLinked();
  await using intake = open;

  for (const counter of [0xfffe, 0x1_0003, 0x1_fff0, 0x2_0001]) {
    device.counter = counter;
    await intake.hear(device.send(HEARTBEAT, PORT));
  }

  assert.equal(intake.stored().length, 4);
  const sender = intake.store.read.senders.ofDevice(1)[0];
  assert.equal(sender?.counter, 0x2_0001);
});

Deno.test("A frame with a wrong MIC is refused as bad-tag and changes nothing", async () => {
  const [open, device] = await openLinked();
  await using intake = open;
  const frame = device.send(SOS, PORT);
  frame[10]! ^= 1;

  await intake.hear(frame);

  assert.deepEqual(intake.rejections(), ["bad-tag"]);
  assert.deepEqual(intake.stored(), []);
  assert.equal(intake.store.read.senders.ofDevice(1)[0]?.counter, -1);
});

for (
  const [what, payload] of [
    ["of a kind that nobody knows", "3858ffff00"],
    ["too short to be read", "08"],
    ["without a payload", ""],
  ] as const
) {
  Deno.test(`A frame that proves its sender and is ${what} is a status that says so`, async () => {
    const [open, device] = await openLinked();
    await using intake = open;

    await intake.hear(device.send(decodeHex(payload)!, PORT));
    await intake.hear(device.send(SOS, PORT));
    await intake.hear(device.send(decodeHex(payload)!, PORT));

    const [alone, alarm, joined] = intake.stored();
    assert.equal(alone?.type, "vigil.status.v1");
    assert.equal(alone.priority, "normal");
    assert.deepEqual(alone.data.anomalies, ["undecoded"]);
    assert.equal(alone.data.authenticity, "verified");
    assert.equal(alone.data.device, "b-1");
    assert.equal(alone.incident, undefined);
    assert.equal(joined?.incident, alarm?.id);
    assert.deepEqual(intake.rejections(), []);
    assert.equal(intake.counter("frames/received"), 3);
    assert.equal(intake.counter("frames/accepted"), 3);
    assert.equal(intake.store.read.senders.ofDevice(1)[0]?.counter, 2);
  });
}

Deno.test("A frame that no codec understands and that comes again is a repeat", async () => {
  const [open, device] = await openLinked();
  await using intake = open;
  const frame = device.send(decodeHex("08")!, PORT);

  await intake.hear(frame);
  await intake.hear(frame, { modem: "lora-2" });

  assert.deepEqual(kinds(intake), ["vigil.status.v1 normal"]);
  assert.equal(intake.counter("frames/repeated"), 1);
});

Deno.test("A rejected LoRaWAN frame says which device address and wearable it names", async () => {
  const [open, device] = await openLinked();
  await using intake = open;
  const old = device.send(PLACE, PORT);
  const forged = device.send(SOS, PORT);
  forged[10]! ^= 1;

  await intake.hear(device.send(HEARTBEAT, PORT));
  await intake.hear(forged);
  await intake.hear(old);
  await intake.hear(device.send(SOS_OFF, PORT));

  const whose = { codec: "abeeway-at3", device: "b-1", sender: "26011bda" };
  assert.deepEqual(intake.rejectedFrom(), [
    { ...whose, reason: "bad-tag" },
    { ...whose, reason: "replay-suspected" },
    { ...whose, reason: "stale" },
  ]);
});

Deno.test("LoRaWAN frames of others are refused as they always were", async () => {
  const [open] = await openLinked();
  await using intake = open;

  await intake.hear(new LorawanDevice("x", "01020304").send(PLACE, PORT));

  assert.deepEqual(intake.rejections(), ["unsupported"]);
});

Deno.test("Further presses and positions join the incident, and a cancel only asks", async () => {
  const [open, device] = await openLinked();
  await using intake = open;

  for (const payload of [SOS, PLACE, SOS, SOS_OFF, HEARTBEAT]) {
    await intake.hear(device.send(payload, PORT));
  }

  assert.deepEqual(kinds(intake), [
    "vigil.panic.v1 critical",
    "vigil.position.v1 high",
    "vigil.panic.v1 critical",
    "vigil.cancel-requested.v1 high",
    "vigil.heartbeat.v1 low",
  ]);
  const [first, ...others] = intake.stored();
  assert.deepEqual(others.map(({ incident }) => incident), [
    first!.id,
    first!.id,
    first!.id,
    undefined,
  ]);
  assert.equal(
    intake.store.read.incidents.list({ after: 0, limit: 9, state: undefined }).length,
    1,
  );
});

Deno.test("A position of a device in alarm opens the incident whose alarm was not heard", async () => {
  const [open, device] = await openLinked();
  await using intake = open;

  await intake.hear(device.send(IMPOSSIBLE_PLACE, PORT));

  const [event] = intake.stored();
  assert.equal(event?.priority, "critical");
  assert.equal(event.incident, event.id);
  assert.equal(event.data.position, undefined);
  assert.deepEqual(event.data.anomalies, ["position"]);
});

Deno.test("After an incident is closed, or long after it was opened, an alarm opens another", async () => {
  const [open, device] = await openLinked();
  await using intake = open;
  await intake.hear(device.send(SOS, PORT));
  await intake.move(intake.stored()[0]!.id, "accepted");
  await intake.move(intake.stored()[0]!.id, "closed");

  await intake.hear(device.send(SOS, PORT));
  intake.clock.advance(URGENT_POSITIONS_MS + 1);
  await intake.hear(device.send(PLACE, PORT));
  await intake.hear(device.send(SOS, PORT));

  const opened = intake.stored().filter(({ id, incident }) => id === incident);
  assert.equal(opened.length, 3);
  assert.equal(kinds(intake)[2], "vigil.position.v1 low");
});

Deno.test("A device that hears no answer is owed none", async () => {
  const [open, device] = await openLinked();
  await using intake = open;
  await intake.hear(device.send(SOS, PORT));
  const id = intake.stored()[0]!.id;

  for (const stage of ["accepted", "underway", "closed"] as const) await intake.move(id, stage);

  assert.deepEqual(intake.store.read.stages.ofIncident(decodeHex(id)!), []);
  assert.equal(intake.store.read.stages.counts(1).due, 0);
  assert.deepEqual(intake.sent, []);
});

Deno.test("A cancel without an alarm is stale", async () => {
  const [open, device] = await openLinked();
  await using intake = open;

  await intake.hear(device.send(SOS_OFF, PORT));

  assert.deepEqual(intake.rejections(), ["stale"]);
});

Deno.test("An uplink without a payload shows that the device lives", async () => {
  const [open, device] = await openLinked();
  await using intake = open;

  await intake.hear(device.send(new Uint8Array(), 0));

  assert.deepEqual(kinds(intake), ["vigil.heartbeat.v1 low"]);
});

Deno.test("A drill marks alarms of a foreign device too, up to its quota", async () => {
  const [open, device] = await openLinked();
  await using intake = open;
  await startDrill(intake);

  for (let press = 0; press <= DRILL_ALARMS_PER_HOUR; press++) {
    await intake.hear(device.send(SOS, PORT));
  }

  const drills = intake.stored().filter(({ type }) => type === "vigil.panic.v1")
    .map(({ data }) => data.drill);
  assert.equal(drills.filter((drill) => drill).length, DRILL_ALARMS_PER_HOUR);
  assert.equal(drills.at(-1), false);
});

Deno.test("The accounts are exact, whatever comes", async () => {
  const [open, device] = await openLinked();
  await using intake = open;
  const frames = [SOS, PLACE, SOS_OFF].map((payload) => device.send(payload, PORT));
  for (const frame of [...frames, frames[0]!, frames[1]!, new Uint8Array([0x40, 1])]) {
    await intake.hear(frame);
  }
  await intake.hear(device.send(Uint8Array.of(1), PORT));

  const rejected = [...intake.store.read.lanes.accounts().counters]
    .filter(([name]) => name.startsWith("frames/rejected/"))
    .reduce((sum, [, count]) => sum + count, 0);
  assert.equal(
    intake.counter("frames/received"),
    intake.counter("frames/accepted") + intake.counter("frames/repeated") + rejected,
  );
  assert.equal(intake.counter("frames/received"), 7);
});
