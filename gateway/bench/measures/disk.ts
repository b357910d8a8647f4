/**
 * Memory of a gateway with one modem, one broker and one stream, and what it writes: once in a small
 * store, once in one that is full.
 *
 *     start ─▶ settle ─▶ idle memory ─▶ telemetry, 10 a second ─▶ panics, 2 a second ─▶ rss-work
 *
 * Writing is what goes into the log and what goes from there into the database. The latter the bench
 * has done after each load, so that no load leaves it to the next one.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Child } from "../child.ts";
import { fillLikeALife } from "../full_store.ts";
import { GatewayPlace } from "../gateway_process.ts";
import { Load, type LoadFigures, loadGateway } from "../load.ts";
import { type Memory, memoryOf } from "../processes.ts";
import { PublishSink } from "../publish_sink.ts";
import type { BenchContext } from "../context.ts";
import { benchIdentities, FrameSource, register } from "../wearables.ts";

const DEVICES = 20;
/**
 * How long a program is left alone before its memory counts as idle, in ms. What a start leaves behind
 * the engine gives back when nothing has happened for a while, and a box idles for months.
 */
const IDLE_AFTER_MS = 30_000;
/** Before the load, where its memory is not looked at, in ms. */
const SETTLE_MS = 3_000;

const IDLE = `${IDLE_AFTER_MS / 1_000} s after the start`;

export async function benchDisk(context: BenchContext) {
  const floor = await emptyMemory();
  const small = await measureIn(context, "small");
  const full = await measureIn(context, "full");
  const { fullDevices, fullEvents } = context.scale;
  const store = `${fullEvents.toLocaleString("en")} events, ${fullDevices} wearables stored`;
  const delay = { ours: small.delay };
  return {
    "rss-idle": { ours: small.idle.residentMb, floor: floor.residentMb, delay, note: IDLE },
    "dirty-idle": { ours: small.idle.dirtyMb, floor: floor.dirtyMb, delay, note: IDLE },
    "rss-work": { ours: Math.max(small.peakMb, full.peakMb), delay, note: "highest of all" },
    "disk-per-telemetry": { ours: small.telemetryKib, delay, note: "at 10/s" },
    "disk-per-telemetry-full": {
      ours: full.telemetryKib,
      delay: { ours: full.delay },
      note: `at 10/s, ${store}`,
    },
    "disk-per-panic": { ours: small.panicKib, delay, note: "at 2/s, with its answers" },
    "disk-per-panic-full": {
      ours: full.panicKib,
      delay: { ours: full.delay },
      note: `at 2/s, with its answers, ${store}`,
    },
  };
}

/** What the runtime takes by itself. */
async function emptyMemory(): Promise<Memory> {
  await using child = await Child.started("gateway/bench/floors/empty.ts");
  await delay(IDLE_AFTER_MS);
  return memoryOf(child.pid);
}

async function measureIn(
  { folder: parent, progress, scale }: BenchContext,
  size: "small" | "full",
): Promise<LoadFigures & { readonly idle: Memory }> {
  const folder = join(parent, size);
  mkdirSync(folder);
  await using sink = await PublishSink.start();
  await using place = new GatewayPlace({ folder, brokerUrl: sink.url });
  const sources = size === "small" ? await fewWearables(place) : await fillLikeALife(
    place.storePath,
    { devices: scale.fullDevices, events: scale.fullEvents },
    (done) => progress.count(done, scale.fullEvents),
  );
  await using gateway = await place.start();
  await gateway.modemListens();
  await delay(size === "small" ? IDLE_AFTER_MS : SETTLE_MS);
  const idle = memoryOf(gateway.pid);
  const load = new Load(gateway, sources, progress);
  return { idle, ...await loadGateway(load, place.storePath, scale) };
}

async function fewWearables(place: GatewayPlace): Promise<FrameSource[]> {
  using store = place.openStore();
  const identities = benchIdentities(DEVICES);
  await register(store, identities);
  return identities.map((identity) => new FrameSource(identity));
}
