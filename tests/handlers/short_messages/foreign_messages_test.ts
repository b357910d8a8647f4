import assert from "node:assert/strict";
import { laneNumber } from "../../../db/store.ts";
import { decodeHex } from "../../../devices/hex.ts";
import type { UnixMs } from "../../../devices/time.ts";
import { UNPROVED_PER_MINUTE } from "../../../handlers/ingest/attack_watch.ts";
import { ForeignIntake } from "../../../handlers/foreign/foreign_intake.ts";
import { MessageIntake } from "../../../handlers/short_messages/messages.ts";
import { nextBatch } from "../../../handlers/delivery/streams/poll_batch.ts";
import { Intake } from "../../support/intake.ts";
import { until } from "../../support/until.ts";
import { program } from "../../support/authors.ts";

const NUMBER = "+32470000001";
const SENT = Date.UTC(2026, 10, 23, 17, 49, 58) as UnixMs;
const PLACE = "114.015465,22.537372,20261123174955";
const sos = (place = PLACE) =>
  `+RESP:GTSOS,DF0200,868487004358800,cv100,,00,1,1,0.0,0,138.0,${place},0460,0001,25F8,03A6$`;
const AML =
  'A"ML=1;lt=51.19327;lg=4.36349;rd=52;top=20261123174955;lc=68;pm=W;si=1;ei=353472104343540;mcc=206;mnc=1;ml=128';

const DESTINATIONS = [
  { name: "careful", type: "stream", required: true },
  { name: "all", type: "stream", unverified: true },
] as const;

async function openLinked(codec = "queclink", key?: Uint8Array): Promise<Intake> {
  const intake = await Intake.open(DESTINATIONS);
  await intake.store.write("addForeignDevice", {
    by: program("technician"),
    atUnixMs: intake.clock.unixMs(),
    link: { kind: "sms", address: NUMBER, uid: "p-1", codec, ...(key && { key }) },
  });
  return intake;
}

/** Ids of what a poll of a stream is given. */
function offered(intake: Intake, destination: string): string[] {
  const number = intake.destinations.get(destination)!;
  const { events } = nextBatch(
    { reader: intake.store.read, destination: number },
    10,
    () => false,
    [],
  );
  return events.map((event) => JSON.parse(event).id);
}

Deno.test("A pendant's SOS is an unverified panic, for destinations that ask for such alone", async () => {
  await using intake = await openLinked();

  await intake.receive({ text: sos(), sentAtUnixMs: SENT });

  const [event] = intake.stored();
  assert.equal(event?.type, "vigil.panic.v1");
  assert.equal(event.priority, "critical");
  assert.equal(event.incident, event.id);
  assert.deepEqual(
    { ...event.data, clock: undefined, receptions: undefined, frame: undefined },
    {
      device: "p-1",
      sender: NUMBER,
      assignment: { state: "none" },
      position: { lat: 22.537372, lon: 114.015465, source: "gnss" },
      flags: [],
      deviceTime: "2026-11-23T17:49:55.000Z",
      authenticity: "unverified",
      late: false,
      drill: false,
      anomalies: [],
      clock: undefined,
      receptions: undefined,
      frame: undefined,
    },
  );
  assert.equal(event.data.frame?.codec, "queclink");
  assert.deepEqual(offered(intake, "all"), [event.id]);
  assert.deepEqual(offered(intake, "careful"), []);
});

Deno.test("The same message again is a repeat; the same words sent later are another press", async () => {
  await using intake = await openLinked();

  await intake.receive({ text: sos(), sentAtUnixMs: SENT });
  intake.clock.advance(60_000);
  await intake.receive({ text: sos(), sentAtUnixMs: SENT });
  intake.clock.advance(60_000);
  await intake.receive({ text: sos(), sentAtUnixMs: SENT + 30_000 as UnixMs });

  const [first, second] = intake.stored();
  assert.equal(intake.stored().length, 2);
  assert.equal(second?.incident, first?.id, "the second press joins");
  assert.equal(intake.counter("frames/received"), 3);
  assert.equal(intake.counter("frames/repeated"), 1);
});

Deno.test("An alarm is kept when place and clock are nonsense", async () => {
  await using intake = await openLinked();

  await intake.receive({ text: sos("999.5,-91.25,20269923174955"), sentAtUnixMs: SENT });

  const [event] = intake.stored();
  assert.equal(event?.type, "vigil.panic.v1");
  assert.equal(event.data.position, undefined);
  assert.equal(event.data.deviceTime, undefined);
  assert.deepEqual(event.data.anomalies, ["position", "clock"]);
});

Deno.test("A device's clock that is far off is named, and moves nothing", async () => {
  await using intake = await openLinked();

  await intake.receive({ text: sos(PLACE.replace("2026", "2021")), sentAtUnixMs: SENT });

  const [event] = intake.stored();
  assert.deepEqual(event?.data.anomalies, ["clock"]);
  assert.equal(event.time, "2026-11-23T17:50:00.123Z");
});

Deno.test("An alarm of an unknown number is delivered without a wearable", async () => {
  await using intake = await Intake.open(DESTINATIONS);

  await intake.receive({ text: AML, sentAtUnixMs: SENT });

  const [event] = intake.stored();
  assert.equal(event?.type, "vigil.panic.v1");
  assert.equal(event.subject, `sender/${NUMBER}`);
  assert.equal(event.data.device, undefined);
  assert.equal(event.data.sender, NUMBER);
  assert.equal(event.incident, undefined);
  assert.equal(event.data.position?.source, "network");
  assert.deepEqual(offered(intake, "all"), [event.id]);
  assert.deepEqual(offered(intake, "careful"), []);
});

Deno.test("Anything but an alarm of an unknown number is refused", async () => {
  await using intake = await Intake.open(DESTINATIONS);

  await intake.receive({ text: "*HQ,135790246811220,HTBT,100#" });
  await intake.receive({ text: "Hello" });
  await intake.receive({ data: decodeHex("78781219012ed042cc00954d00040419000056fe290d0a")! });

  assert.deepEqual(intake.rejections(), ["unknown-device", "unsupported", "bad-checksum"]);
  assert.deepEqual(intake.stored(), []);
});

Deno.test("A rejected message says from which number it came and which codec would read it", async () => {
  await using intake = await openLinked("setracker");

  await intake.receive({ text: "[3G*69" });
  await intake.receive({ text: "*HQ,135790246811220,HTBT,100#", sender: "+32470999999" });
  await intake.receive({ text: "Hello", sender: "+32470999999" });

  const stranger = { device: undefined, sender: "+32470999999" };
  assert.deepEqual(intake.rejectedFrom(), [
    { codec: "setracker", device: "p-1", reason: "malformed", sender: NUMBER },
    { ...stranger, codec: "h02", reason: "unknown-device" },
    { ...stranger, codec: undefined, reason: "unsupported" },
  ]);
});

Deno.test("A wrong codec in the registry costs no alarm", async () => {
  await using intake = await openLinked("setracker");

  await intake.receive({ text: sos(), sentAtUnixMs: SENT });
  await intake.receive({ text: "nothing that anybody understands" });

  assert.equal(intake.stored()[0]?.data.frame?.codec, "queclink");
  assert.deepEqual(intake.rejections(), ["unsupported"]);
});

Deno.test("A text that comes as bytes is read as a text, and a frame of this product is not", async () => {
  await using intake = await openLinked();
  const panel = '\nF4D20029"SIA-DCS"0001RF3L77#1234[#1234|NRR|Atest]\r';

  await intake.receive({ data: new TextEncoder().encode(sos()) });
  await intake.receive({ data: new TextEncoder().encode(panel) });
  await intake.receive({ data: Uint8Array.of(0x21, ...new Uint8Array(34)) });

  assert.deepEqual(intake.stored().map(({ data }) => data.frame?.codec), ["queclink", "dc09"]);
  assert.deepEqual(intake.rejections(), ["unsupported"]);
});

Deno.test("A flood of alarms that nothing proves is raised, and none of them is dropped", async () => {
  await using intake = await openLinked();

  for (let times = 0; times <= UNPROVED_PER_MINUTE; times++) {
    await intake.receive({ text: AML, sender: `+3247000001${times}`, sentAtUnixMs: SENT });
  }

  const attacks = intake.stored().filter(({ type }) => type === "vigil.attack-suspected.v1");
  assert.deepEqual(attacks.map(({ data }) => data.reason), ["unproved-alarms"]);
  assert.equal(intake.stored().length, UNPROVED_PER_MINUTE + 2);
});

Deno.test("A message of hundreds of parts makes no event that no broker takes", async () => {
  await using intake = await openLinked("minifinder");
  const alarm = "!D,22/2/14,13:40:58,56.899601,14.811541,0,0,40,176.0,98,5,16,0";

  await intake.receive({ text: `${alarm},${"0".repeat(30_000)}` });
  await intake.receive({ text: alarm });

  assert.deepEqual(intake.rejections(), ["unsupported"]);
  assert.equal(intake.stored().length, 1);
});

Deno.test("A form of AML needs its HMAC where its key is known", async () => {
  const form = "v=1&device_number=%2B33611223344&location_latitude=0.85732&" +
    "location_longitude=-4.26325&location_time=1604912121000&location_accuracy=10.4&" +
    "location_source=GPS&location_certainty=83&hmac=f64c70eb238bb239e00e8ac8c023bf2b5d3c41dd";
  await using intake = await openLinked("aml-form", new TextEncoder().encode("AML"));

  await intake.receive({ text: form.replace("0.85732", "0.95732") });
  await intake.receive({ text: form });

  assert.deepEqual(intake.rejections(), ["bad-tag"]);
  assert.deepEqual(intake.stored().map(({ data }) => data.authenticity), ["unverified"]);
});

Deno.test("What is missing of a message in parts is named, and the alarm kept", async () => {
  await using intake = await openLinked();

  await intake.receive({ text: `${AML}\uFFFD`, isComplete: false });

  assert.deepEqual(intake.stored()[0]?.data.anomalies, ["short-body"]);
});

Deno.test("An alarm that the disk does not take goes out from memory, in its own lane", async () => {
  await using intake = await openLinked();
  const written = Promise.withResolvers<{ readonly outcome: "accepted" }>();
  const { read, recent } = intake.store;
  const store = { read, recent, write: () => written.promise };
  const foreign = new ForeignIntake({
    ...intake.core.intake,
    store: store as unknown as typeof intake.store,
  });

  const taking = new MessageIntake({ ingest: intake.core.ingest, foreign }).take({
    modem: "cell-1",
    message: { sender: NUMBER, text: sos(), sentAtUnixMs: SENT, isComplete: true },
    receivedAtUnixMs: intake.clock.unixMs(),
    receivedAtMs: intake.clock.monotonicMs(),
  });
  await until("it is offered", () => intake.core.volatileEvents.list().length === 1);

  assert.equal(intake.core.volatileEvents.list()[0]?.lane, laneNumber("critical", true));
  written.resolve({ outcome: "accepted" });
  await taking;
  assert.deepEqual(intake.core.volatileEvents.list(), []);
});

Deno.test("An unverified message never shows that a supervised wearable lives", async () => {
  await using intake = await openLinked("h02");
  await intake.store.write("assignDevice", { uid: "p-1", reference: "2026/1", heartbeatS: 60 });
  intake.core.supervision.look();
  intake.clock.advance(100_000);

  await intake.receive({ text: "*HQ,135790246811220,HTBT,100#" });
  intake.clock.advance(100_000);
  intake.core.supervision.look();
  await intake.settled();

  assert.deepEqual(intake.stored().map(({ type }) => type), [
    "vigil.heartbeat.v1",
    "vigil.device-silent.v1",
  ]);
});

Deno.test("A position that nobody can have travelled to is marked, and unverified it raises nothing", async () => {
  await using intake = await openLinked();
  await intake.receive({ text: sos(), sentAtUnixMs: SENT });
  intake.clock.advance(60_000);
  const farAway = sos("-66.015465,-22.537372,20261123175055");
  await intake.receive({ text: farAway, sentAtUnixMs: SENT + 60_000 as UnixMs });
  const marks = intake.stored().map(({ data }) => data.anomalies);
  assert.deepEqual(marks, [[], ["position-jump"]]);
});
