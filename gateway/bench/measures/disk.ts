/**
 * Memory of a gateway with one modem, one broker and one stream, and what it writes.
 *
 *     start ─▶ settle ─▶ rss-idle ─▶ telemetry, 10 a second ─▶ panics, 2 a second ─▶ rss-work
 *
 * Writing counts twice what the kernel counts: into the log, and from the log into the database.
 * The latter the bench does itself after each load, so that no load leaves it to the next one.
 */
import { setTimeout as delay } from "node:timers/promises";
import { GatewayPlace } from "../gateway_process.ts";
import { residentMb } from "../process_figures.ts";
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

export async function benchDisk({ folder, progress, scale }: BenchContext) {
  await using sink = await PublishSink.start();
  await using place = new GatewayPlace({ folder, brokerUrl: sink.url });
  const identities = benchIdentities(DEVICES);
  {
    using store = place.openStore();
    await register(store, identities);
  }
  const sources = identities.map((identity) => new FrameSource(identity));
  await using gateway = await place.start();
  using writing = new Writing(gateway.pid, place.storePath);
  await gateway.modemListens();
  await delay(SETTLE_MS);
  const idleMb = residentMb(gateway.pid);
  const reports = scale.telemetryS * TELEMETRY_PER_S;
  let peakMb = idleMb;
  const load = async (
    count: number,
    everyMs: number,
    frameOf: (source: FrameSource) => Uint8Array,
  ) => {
    for (let n = 0; n < count; n++) {
      await Promise.all([gateway.hear(frameOf(sources[n % DEVICES]!)), delay(everyMs)]);
      peakMb = Math.max(peakMb, residentMb(gateway.pid));
      progress.count(n + 1, count);
    }
  };
  const telemetryKib = await writing.during(() =>
    load(reports, TELEMETRY_EVERY_MS, (source) => source.position())
  );
  const panicsKib = await writing.during(() =>
    load(scale.panics, PANIC_EVERY_MS, (source) => source.panic())
  );
  return {
    "rss-idle": { ours: idleMb },
    "rss-work": { ours: peakMb, note: "highest at 10 events/s" },
    "disk-per-telemetry": { ours: telemetryKib / reports, note: "at 10/s" },
    "disk-per-panic": { ours: panicsKib / scale.panics, note: "at 2/s, with its answers" },
  };
}
