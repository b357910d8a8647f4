/**
 * Memory of a gateway with one modem, one broker and one stream, and what it writes.
 *
 *     start ─▶ settle ─▶ rss-idle ─▶ telemetry, 10 a second ─▶ panics, 2 a second ─▶ rss-work
 *
 * Writing is what goes into the log and what goes from there into the database. The latter the bench
 * has done after each load, so that no load leaves it to the next one.
 */
import { setTimeout as delay } from "node:timers/promises";
import { GatewayPlace, type RunningGateway } from "../gateway_process.ts";
import { residentMb } from "../process_figures.ts";
import type { Progress } from "../progress.ts";
import { PublishSink } from "../publish_sink.ts";
import type { BenchContext } from "../suite.ts";
import { benchIdentities, FrameSource, register } from "../wearables.ts";
import { Writing } from "../writing.ts";

const DEVICES = 20;
/** How long a gateway is left alone before its memory counts as idle, in ms. */
const SETTLE_MS = 3_000;
const TELEMETRY_EVERY_MS = 100;
const PANIC_EVERY_MS = 500;
const TELEMETRY_PER_S = 1_000 / TELEMETRY_EVERY_MS;
/** What may still follow from the last frames: telemetry shares a commit, answers for the air; in ms. */
const AFTERMATH_MS = 10_000;

export async function benchDisk({ folder, progress, scale }: BenchContext) {
  await using sink = await PublishSink.start();
  await using place = new GatewayPlace({ folder, brokerUrl: sink.url });
  const identities = benchIdentities(DEVICES);
  {
    using store = place.openStore();
    await register(store, identities);
  }
  await using gateway = await place.start();
  using writing = new Writing(gateway.pid, place.storePath);
  await gateway.modemListens();
  await delay(SETTLE_MS);
  const idleMb = residentMb(gateway.pid);
  const load = new Load(gateway, identities.map((it) => new FrameSource(it)), progress);
  const reports = scale.telemetryS * TELEMETRY_PER_S;
  const telemetryKib = await writing.during(() =>
    load.send(reports, TELEMETRY_EVERY_MS, (source) => source.position())
  );
  const panicsKib = await writing.during(() =>
    load.send(scale.panics, PANIC_EVERY_MS, (source) => source.panic())
  );
  return {
    "rss-idle": { ours: idleMb },
    "rss-work": { ours: load.peakMb, note: "highest under both loads" },
    "disk-per-telemetry": { ours: telemetryKib / reports, note: "at 10/s" },
    "disk-per-panic": { ours: panicsKib / scale.panics, note: "at 2/s, with its answers" },
  };
}

/** Frames at a steady rate, of all wearables in turn. */
class Load {
  #peakMb = 0;

  constructor(
    readonly gateway: RunningGateway,
    readonly sources: readonly FrameSource[],
    readonly progress: Progress,
  ) {}

  /** Most memory that the gateway was seen to take. */
  get peakMb(): number {
    return this.#peakMb;
  }

  async send(
    count: number,
    everyMs: number,
    frameOf: (source: FrameSource) => Uint8Array,
  ): Promise<void> {
    for (let n = 0; n < count; n++) {
      const frame = frameOf(this.sources[n % this.sources.length]!);
      await Promise.all([this.gateway.hear(frame), delay(everyMs)]);
      this.#peakMb = Math.max(this.#peakMb, residentMb(this.gateway.pid));
      this.progress.count(n + 1, count);
    }
    await delay(AFTERMATH_MS);
  }
}
