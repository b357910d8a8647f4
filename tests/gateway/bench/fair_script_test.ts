import assert from "node:assert/strict";
import { join } from "node:path";
import { Connection, type Row } from "../../../db/sqlite/connection.ts";
import { decompressBody, type StoredBody } from "../../../db/schema/compressed_body.ts";
import { DirectStore } from "../../../db/store.ts";
import { decodeHex } from "../../../devices/hex.ts";
import { settleBenchDestinations } from "../../../gateway/bench/core.ts";
import { storeAsText } from "../../../gateway/bench/fill_store.ts";
import { ScriptConfirmations } from "../../../gateway/bench/floors/fair/confirmations.ts";
import { Owed } from "../../../gateway/bench/floors/fair/owed.ts";
import { FairScript } from "../../../gateway/bench/floors/fair/script.ts";
import { openStore } from "../../../gateway/bench/floors/fair/store.ts";
import { ScriptStream } from "../../../gateway/bench/floors/fair/stream.ts";
import { MQTT_DESTINATION, STREAM } from "../../../gateway/bench/gateway_process.ts";
import { BenchIntake } from "../../../gateway/bench/intake.ts";
import { storeBacklog } from "../../../gateway/bench/sample_events.ts";
import { benchIdentities, FrameSource, register } from "../../../gateway/bench/wearables.ts";
import { eventJson, streamEventJson } from "../../../handlers/formats/outgoing_event.ts";

async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "vigil-floor-" });
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const identities = benchIdentities(3);

/** A store as the fair script is given one. */
async function newStore(path: string): Promise<void> {
  using store = new DirectStore(path);
  await settleBenchDestinations(store);
  await register(store, identities);
}

/** What stands in the tables that a frame changes, without what a clock or the moment says. */
function rowsOf(path: string): Record<string, Row[]> {
  using db = new Connection(path, "read");
  const events = db.all("select * from event order by sequence").map((row) => {
    const { body, checksum, hash, received_unix_ms, ...rest } = row;
    assert.equal(typeof checksum, "number");
    assert.ok((received_unix_ms as number) > 0);
    assert.equal((hash as Uint8Array).length, 32);
    return { ...rest, body: timeless(decompressBody(body as StoredBody)) };
  });
  const all = (columns: string, table: string) =>
    db.all(`select ${columns} from ${table} order by 1, 2`);
  return {
    events,
    tally: all("name, value", "tally").filter(({ name }) => name !== "registry"),
    seen: all("device, kid, epoch, counter, tag, event, length(answers) as size", "seen"),
    device_key: all("device, kid, state, newest_epoch, newest_counter", "device_key"),
    incident: all("id, device, kid, alarm, state, opened", "incident"),
    stream_entry: all("destination, number, sequence", "stream_entry"),
    lane: all("*", "lane"),
  };
}

function timeless(body: string): unknown {
  const { data, time, ...rest } = JSON.parse(body);
  const { clock, receptions, ...said } = data;
  assert.match(time, /^20\d\d-/);
  assert.deepEqual(Object.keys(clock), ["bootId", "monotonicMs", "quality"]);
  const heard = receptions.map(({ at: _, ...report }: { at: string }) => report);
  // The order of members counts: they are hashed.
  return JSON.stringify({ ...rest, data: { ...said, receptions: heard } });
}

/** Reports and panics of all, the panics of several alarms. */
function mixedFrames(): Uint8Array[] {
  const sources = identities.map((identity) => new FrameSource(identity));
  return sources.flatMap((source) => [
    source.position(),
    source.panic(),
    source.position(),
    source.panic(),
    source.position(),
  ]);
}

Deno.test("the fair script writes the rows that the gateway writes of the same frames", async () => {
  await withFolder(async (folder) => {
    const frames = mixedFrames();
    const [ours, fair] = ["ours.db", "fair.db"].map((name) => join(folder, name));
    {
      await using intake = await BenchIntake.open(ours!, identities);
      await intake.takeAll(frames);
    }
    await newStore(fair!);
    {
      using script = new FairScript(fair!);
      script.take(frames.slice(0, 4));
      script.take(frames.slice(4));
    }
    const [wanted, found] = [rowsOf(ours!), rowsOf(fair!)];
    assert.equal(wanted["events"]!.length, frames.length);
    for (const table of Object.keys(wanted)) assert.deepEqual(found[table], wanted[table], table);
  });
});

Deno.test("what the fair script says of an event is what the gateway's reader makes of its row", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "fair.db");
    await newStore(path);
    using script = new FairScript(path);
    const taken = script.take(mixedFrames());
    using store = new DirectStore(path);
    // The reader checks the hash of every body.
    const stored = store.read.events.after(0, taken.length);
    assert.deepEqual(taken.map(({ json }) => json), stored.map(eventJson));
  });
});

Deno.test("the wearable opens the answer of the fair script, and no other wearable does", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "fair.db");
    await newStore(path);
    using script = new FairScript(path);
    const [one, other] = identities.map((identity) => new FrameSource(identity));
    const frame = one!.panic();
    const answer = script.take([frame])[0]!.answer();
    assert.equal(answer.length, 26);
    assert.equal(other!.answered(answer), undefined);
    assert.deepEqual(one!.answered(answer), { frame, says: "stored" });
  });
});

Deno.test("the fair script takes no frame of a stranger, none that was changed and none twice", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "fair.db");
    await newStore(path);
    const taking = (frame: Uint8Array) => {
      using script = new FairScript(path);
      script.take([frame]);
    };
    const [stranger] = benchIdentities(4).slice(3);
    assert.throws(() => taking(new FrameSource(stranger!).panic()), /a frame of nobody/);
    const frame = new FrameSource(identities[0]!).panic();
    const forged = frame.with(14, frame[14]! ^ 1);
    assert.throws(() => taking(forged), /a frame with a wrong tag/);
    taking(frame);
    assert.throws(() => taking(frame), /a frame came twice/);
  });
});

Deno.test("what the fair script confirms is delivered and received in the gateway's eyes", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "fair.db");
    await newStore(path);
    using script = new FairScript(path);
    const frame = new FrameSource(identities[0]!).panic();
    const [taken] = script.take([frame]);
    const { event, ordinal, sequence } = taken!;
    const confirmations = new ScriptConfirmations(script.store.database, MQTT_DESTINATION);
    confirmations.confirm([{ sequence, lane: event.lane, ordinal, event }]);
    using store = new DirectStore(path);
    const reader = store.read;
    assert.equal(reader.incidents.byId(event.incident!)?.state, "received");
    const lane = reader.lanes.all().find((it) => it.lane === 0 && it.pending === 0);
    assert.equal(lane?.delivered, 1);
    const answers = reader.frames.answers({ ...event });
    assert.deepEqual(answers.map(([type]) => type), [8, 9]);
  });
});

Deno.test("the fair script drains the most urgent first, in the order of the lanes", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "fair.db");
    await newStore(path);
    const frames = mixedFrames();
    using script = new FairScript(path);
    const taken = script.take(frames);
    const owed = new Owed(script.store.database, MQTT_DESTINATION);
    const drained = frames.map(() => owed.next());
    assert.equal(owed.next(), undefined);
    const urgent = taken.toSorted((a, b) => a.event.lane - b.event.lane || a.sequence - b.sequence);
    assert.deepEqual(drained.map((it) => it!.json), urgent.map(({ json }) => json));
  });
});

Deno.test("a poll of the fair server gives what the gateway's stream has, and commits what is acknowledged", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "fair.db");
    await newStore(path);
    using store = new DirectStore(path);
    storeBacklog(store, 7);
    storeAsText(path);
    using database = openStore(path);
    const stream = new ScriptStream(database, STREAM);
    const first = JSON.parse(stream.poll([], 5));
    const { number } = store.read.lanes.destinations().find(({ name }) => name === STREAM)!;
    const stored = store.read.events.after(0, 5);
    const wanted = stored.map((event) =>
      streamEventJson(store.read.streams.entryOf(number, event)!)
    );
    assert.deepEqual(first.events, wanted.map((json) => JSON.parse(json)));
    assert.equal(first.more, true);

    const second = JSON.parse(stream.poll(first.events, 5));
    assert.deepEqual(second.acknowledged, stored.map(({ id }) => id));
    assert.equal(second.events.length, 2);
    assert.deepEqual(second.head.pending, { critical: 0, high: 0, normal: 0, low: 2 });
    assert.equal(pendingOf(store), 2);
  });
});

Deno.test("the fair server believes no hash that is not stored and no id that it did not give", async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "fair.db");
    await newStore(path);
    using store = new DirectStore(path);
    storeBacklog(store, 3);
    storeAsText(path);
    using database = openStore(path);
    const stream = new ScriptStream(database, STREAM);
    const [last] = store.read.events.newest(1);
    const [given] = JSON.parse(stream.poll([], 1)).events;
    const answer = JSON.parse(stream.poll([{ ...given, hash: last!.hash }, last!], 1));
    assert.deepEqual([answer.acknowledged, answer.refused, answer.unknown], [[], [given.id], [
      last!.id,
    ]]);
    assert.ok(decodeHex(given.id));
  });
});

function pendingOf(store: DirectStore): number {
  return store.read.lanes.all().filter((lane) => lane.destination === STREAM)
    .reduce((sum, { pending }) => sum + pending, 0);
}
