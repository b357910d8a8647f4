import assert from "node:assert/strict";
import { decodeHex, encodeHex } from "../../../devices/hex.ts";
import { eventSchema } from "../../../handlers/formats/event_schema.ts";
import { eventJson } from "../../../handlers/formats/outgoing_event.ts";
import { Intake } from "../../support/intake.ts";

interface Play {
  ref?: string;
  name?: string;
  frameHex?: string;
  expect: "event" | "repeat" | "rejected";
  reason?: string;
  eventId?: string;
  type?: string;
  priority?: string;
  late?: boolean;
  opens?: boolean;
  collision?: boolean;
}
interface Vectors {
  devices: { uid: string; kRoot: string; kid: number }[];
  up: { name: string; frameHex: string; type: number; incidentId: string | null }[];
  negative: { name: string; frameHex: string }[];
  play: Play[];
}

const vectors: Vectors = JSON.parse(
  Deno.readTextFileSync(new URL("../../vectors/vf1.json", import.meta.url)),
);
const frames = new Map(
  [...vectors.up, ...vectors.negative].map((vector) => [vector.name, vector.frameHex]),
);

Deno.test("Every playable vector becomes the event, repeat or rejection that it must", async () => {
  await using intake = await Intake.open();
  for (const device of vectors.devices) {
    await intake.addDevice(device.uid, device.kRoot, device.kid);
  }
  for (const play of vectors.play) {
    const frameHex = play.frameHex ?? frames.get(play.ref!)!;
    const before = intake.store.read.lanes.accounts().counters;
    const newest = intake.store.read.events.sequences().newest;
    await intake.hear(frameHex);
    const moved = [...intake.store.read.lanes.accounts().counters]
      .filter(([name, value]) => name.startsWith("frames/") && value !== (before.get(name) ?? 0))
      .map(([name]) => name).filter((name) => name !== "frames/received");
    const what = play.ref ?? play.name ?? frameHex;
    if (play.expect === "rejected") {
      assert.deepEqual(moved, [`frames/rejected/${play.reason}`], what);
    } else if (play.expect === "repeat") {
      assert.deepEqual(moved, ["frames/repeated"], what);
    } else {
      assert.deepEqual(moved, ["frames/accepted"], what);
      const stored = intake.store.read.events.byId(decodeHex(play.eventId!)!);
      assert.ok(stored !== undefined && stored.sequence > newest, what);
      const event = JSON.parse(stored.body);
      const { error } = eventSchema.safeParse(JSON.parse(eventJson(stored)));
      assert.deepEqual(error?.issues ?? [], [], what);
      assert.equal(event.type, `vigil.${play.type}.v1`, what);
      assert.equal(event.priority, play.priority, what);
      assert.equal(event.data.late, play.late ?? false, what);
      const isCollision = event.data.anomalies.includes("counter-collision");
      assert.equal(isCollision, play.collision ?? false, what);
      assert.equal(event.data.frame.hex, frameHex);
      if (play.opens) assert.equal(incidentOpenedBy(intake, event.incident), true, what);
    }
  }
  assert.deepEqual(intake.log.lines, []);
});

function incidentOpenedBy(intake: Intake, incident: string): boolean {
  return intake.store.read.incidents.state(decodeHex(incident)!) === "new";
}

Deno.test("Played twice, no vector makes a second event", async () => {
  await using intake = await Intake.open();
  for (const device of vectors.devices) {
    await intake.addDevice(device.uid, device.kRoot, device.kid);
  }
  const play = async () => {
    for (const { frameHex, ref } of vectors.play) {
      await intake.core.ingest.take(intake.reception(decodeHex(frameHex ?? frames.get(ref!)!)!));
    }
    await intake.settled();
  };
  await play();
  const accepted = intake.counter("frames/accepted");
  await play();
  assert.ok(accepted > 50);
  assert.equal(intake.counter("frames/accepted"), accepted);
});

Deno.test("Vectors that come all at once end as they do one by one", async () => {
  const play = async (atOnce: boolean) => {
    await using intake = await Intake.open();
    for (const device of vectors.devices) {
      await intake.addDevice(device.uid, device.kRoot, device.kid);
    }
    const taking: Promise<void>[] = [];
    for (const { frameHex, ref } of vectors.play) {
      const take = intake.core.ingest.take(
        intake.reception(decodeHex(frameHex ?? frames.get(ref!)!)!),
      );
      if (!atOnce) await take;
      taking.push(take);
    }
    await Promise.all(taking);
    await intake.settled();
    const counters = [...intake.store.read.lanes.accounts().counters]
      .filter(([name]) => name.startsWith("frames/")).sort();
    const events = intake.store.read.events.after(0, 1_000)
      // What the gateway raises of itself has a random id each time.
      .filter((event) => JSON.parse(event.body).data.frame !== undefined)
      .map((event) => encodeHex(decodeHex(event.id)!)).sort();
    return { counters, events };
  };
  assert.deepEqual(await play(true), await play(false));
});
