/**
 * From the last byte of a panic on the serial line to its PUBLISH on the wire.
 *
 *     ours   pty ─▶ vigil run ─▶ MQTT ─▶ sink
 *     fair   pty ─▶ script that does the same work in one thread ─▶ MQTT ─▶ sink
 *     bare   pty ─▶ script that inserts one row ─▶ MQTT ─▶ sink
 *
 * All are processes of their own and take turns. Both scripts read the terminal with tty.ReadStream
 * and publish with mqtt.js. The fair one proves the sender, keeps replay state, makes the event and its
 * hashes, writes the same rows in one commit, seals the answer and confirms what the broker took
 * (floors/fair). The bare one has no framing, no proof of the sender, no lanes.
 */
import { setTimeout as delay } from "node:timers/promises";
import { type LatencySide, startBare, startFair, startOurs } from "../latency_sides.ts";
import { processTree } from "../processes.ts";
import { PublishSink } from "../publish_sink.ts";
import type { Figure } from "../report.ts";
import { RunDelay } from "../run_delay.ts";
import { percentile } from "../statistics.ts";
import type { BenchContext } from "../context.ts";

const WARM_UP = 30;
/** Between two panics, so that what follows from the one does not meet the other. */
const PAUSE_MS = 40;

export async function benchLatency({ folder, progress, scale }: BenchContext) {
  await using sink = await PublishSink.start();
  await using ours = await startOurs(folder, sink);
  await using fair = await startFair(folder, sink);
  await using bare = await startBare(folder, sink);
  const sides = [ours, fair, bare].map((side) => ({ side, samples: [] as number[] }));
  for (const { side } of sides) await pressTimes(side, WARM_UP);
  const delays = sides.map(({ side }) => RunDelay.of(() => processTree(side.pid)));
  for (let round = 0; round < scale.rounds; round++) {
    for (const { samples, side } of sides) {
      samples.push(...await pressTimes(side, scale.panicsPerRound));
    }
    progress.count(round + 1, scale.rounds);
  }
  for (const { side } of sides) side.verify();
  const figure = (floor: 1 | 2, share: number): Figure => ({
    ours: percentile(sides[0]!.samples, share),
    floor: percentile(sides[floor]!.samples, share),
    delay: { ours: delays[0]!.share(), floor: delays[floor]!.share() },
  });
  return {
    "latency-p50": figure(1, 0.5),
    "latency-p99": figure(1, 0.99),
    "latency-max": figure(1, 1),
    "latency-bare-p50": figure(2, 0.5),
  };
}

async function pressTimes(side: LatencySide, count: number): Promise<number[]> {
  const samples: number[] = [];
  for (let n = 0; n < count; n++) {
    samples.push(await side.press());
    await delay(PAUSE_MS);
  }
  return samples;
}
