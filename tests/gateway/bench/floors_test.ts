import assert from "node:assert/strict";
import { join } from "node:path";
import { DirectStore } from "../../../db/store.ts";
import { encodeHex } from "../../../devices/hex.ts";
import type { UnixMs } from "../../../devices/time.ts";
import { Child } from "../../../gateway/bench/child.ts";
import { settleBenchDestinations } from "../../../gateway/bench/core.ts";
import { fillStore, storeAsText } from "../../../gateway/bench/fill_store.ts";
import { fillLikeALife } from "../../../gateway/bench/full_store.ts";
import { MQTT_DESTINATION, STREAM } from "../../../gateway/bench/gateway_process.ts";
import { memoryOf, residentMb } from "../../../gateway/bench/processes.ts";
import { PublishSink } from "../../../gateway/bench/publish_sink.ts";
import { storeBacklog } from "../../../gateway/bench/sample_events.ts";
import { ScriptProcess } from "../../../gateway/bench/script_process.ts";
import { waitFor } from "../../../gateway/bench/wait.ts";
import { benchIdentities, FrameSource, register } from "../../../gateway/bench/wearables.ts";
import { newToken } from "../../../handlers/http/server/access/credentials.ts";
import { program } from "../../support/authors.ts";

const FLOORS = "gateway/bench/floors";
const TOPICS = "vigil/v1/5415/floor/events";
/** Enough to drain for a second. */
const REPORTS = 20_000;
const [identity] = benchIdentities(1);

async function withStore(
  body: (path: string, store: DirectStore, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "vigil-floor-" });
  try {
    const path = join(folder, "store.db");
    using store = new DirectStore(path);
    await settleBenchDestinations(store);
    await register(store, [identity!]);
    await body(path, store, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function pendingOf(store: DirectStore, destination: string): number {
  return store.read.lanes.all().filter((lane) => lane.destination === destination)
    .reduce((sum, { pending }) => sum + pending, 0);
}

Deno.test("the fair queue brings a panic before the reports that drain, answers it and confirms all", async () => {
  await withStore(async (path, store) => {
    await fillStore(store, path, REPORTS, () => {}, "text");
    await using sink = await PublishSink.start();
    const source = new FrameSource(identity!);
    const says: string[] = [];
    await using script = await ScriptProcess.start({
      storePath: path,
      brokerUrl: sink.url,
      topics: TOPICS,
      window: 4,
      onTransmit: (answer) => says.push(source.answered(answer)!.says),
    });
    const arrived = sink.next(`${TOPICS}/critical`);
    await script.hear(source.panic());
    await arrived;
    assert.ok(pendingOf(store, MQTT_DESTINATION) > REPORTS / 2, "reports were before it");
    await waitFor("the panic is answered", () => says.length === 1);
    assert.deepEqual(says, ["stored"]);
    await waitFor("all is confirmed", () => pendingOf(store, MQTT_DESTINATION) === 0);
    const { newest } = store.read.events.sequences();
    const [panic] = store.read.events.newest(1);
    assert.deepEqual([newest, panic!.type], [REPORTS + 1, "panic"]);
  });
});

Deno.test("the fair intake stores every frame and seals an answer to each", async () => {
  await withStore(async (path, store, folder) => {
    const source = new FrameSource(identity!);
    const frames = Array.from({ length: 25 }, () => encodeHex(source.position()));
    const file = join(folder, "frames.txt");
    await Deno.writeTextFile(file, frames.join("\n"));
    await using child = Child.script(`${FLOORS}/fair/ingest.ts`, [path, file, "10"]);
    const { rate, sealedBytes } = JSON.parse(await child.firstLine());
    assert.ok(rate > 0);
    assert.equal(sealedBytes, 25 * 26);
    const stored = store.read.events.after(0, 100).map(({ body }) => JSON.parse(body));
    assert.deepEqual(stored.map(({ data }) => data.frame.hex), frames);
  });
});

Deno.test("the fair server refuses a poll without the token", async () => {
  await withStore(async (path, store) => {
    storeBacklog(store, 3);
    const facts = { name: "bench", role: "dispatch", stream: STREAM } as const;
    const { record, token } = newToken(facts, Date.now() as UnixMs);
    await store.write("createToken", { ...record, by: program("test") });
    storeAsText(path);
    await using child = Child.script(`${FLOORS}/fair/poll.ts`, [path, STREAM]);
    const url = await child.firstLine();
    const poll = (given: string) =>
      fetch(url, {
        method: "POST",
        headers: { authorization: `Bearer ${given}` },
        body: JSON.stringify({ maxEvents: 2, ack: [] }),
      });
    const refused = await poll("vgl_guessed");
    assert.deepEqual([refused.status, await refused.text()], [401, "{}"]);
    const given = await poll(token);
    assert.equal(given.status, 200);
    assert.equal((await given.json()).events.length, 2);
  });
});

Deno.test("a full store has its events confirmed by everybody, and its wearables go on", async () => {
  const folder = await Deno.makeTempDir({ prefix: "vigil-floor-" });
  try {
    const path = join(folder, "full.db");
    const sources = await fillLikeALife(path, { devices: 3, events: 20 }, () => {});
    using store = new DirectStore(path);
    assert.equal(store.read.events.sequences().newest, 20);
    for (const { delivered, owed, pending } of store.read.lanes.all()) {
      assert.deepEqual([pending, delivered], [0, owed]);
    }
    assert.equal(store.read.lanes.all().reduce((sum, { owed }) => sum + owed, 0), 40);
    assert.equal(sources.length, 3);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("the memory of an empty script is that of the runtime, less of it its own", async () => {
  await using child = await Child.started(`${FLOORS}/empty.ts`);
  const { dirtyMb, residentMb: exactMb } = memoryOf(child.pid);
  assert.ok(dirtyMb > 1 && dirtyMb < exactMb, `${dirtyMb} of ${exactMb} MB`);
  assert.ok(Math.abs(exactMb - residentMb(child.pid)) < 10);
});
