/**
 * How soon an alarm is on a wall that stands open, and what fifty of them cost a panic.
 *
 *     wall    a panic's last byte on the serial line ─▶ commit ─▶ feed ─▶ page ─▶ drawn
 *     walls   a panic's last byte ─▶ PUBLISH, with no wall open and with fifty, in turns
 *
 * Panics come in pairs: the second meets the walls while they read themselves again for the first.
 */
import { existsSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { CHROMIUM } from "../../testing/programs.ts";
import { WallSide } from "../console/wall_side.ts";
import type { BenchContext } from "../context.ts";
import { processTree } from "../processes.ts";
import { PublishSink } from "../publish_sink.ts";
import { RunDelay } from "../run_delay.ts";
import { percentile } from "../statistics.ts";

const WALLS = 50;
const WARM_UP = 10;
/** Between the two of a pair, at most, and after it, in ms. */
const PAIR_MS = 400;
const PAUSE_MS = 600;

export async function benchWalls(context: BenchContext) {
  await using sink = await PublishSink.start();
  await using side = await WallSide.start(context.folder, sink, WALLS);
  await panics(side, WARM_UP);
  const wall = await wallFigure(side, context);
  const { scale, progress } = context;
  const samples = { none: [] as number[], open: [] as number[] };
  const delays = RunDelay.of(() => processTree(side.gateway.pid));
  for (let round = 0; round < scale.wallRounds; round++) {
    samples.none.push(...await panics(side, scale.wallPanics));
    await using _ = await side.openWalls(WALLS);
    samples.open.push(...await panics(side, scale.wallPanics));
    progress.count(round + 1, scale.wallRounds);
  }
  const note = `of ${samples.open.length} in pairs, ${WALLS} walls`;
  const figure = (share: number) => ({
    ours: percentile(samples.open, share),
    floor: percentile(samples.none, share),
    delay: { ours: delays.share() },
    note,
  });
  return { "wall-p99": wall, "walls-p50": figure(0.5), "walls-p99": figure(0.99) };
}

/** Milliseconds to the PUBLISH of each. */
async function panics(side: WallSide, count: number): Promise<number[]> {
  const samples: number[] = [];
  for (let n = 0; n < count; n++) {
    samples.push((await side.press()).publishedMs);
    if (n % 2 === 0) await delay(Math.random() * PAIR_MS);
    else {
      await side.closeAll();
      await delay(PAUSE_MS);
    }
  }
  return samples;
}

/** In a real browser where there is one, else until the page was read. */
async function wallFigure(side: WallSide, { progress, scale }: BenchContext) {
  const hasBrowser = existsSync(CHROMIUM);
  await using wall = hasBrowser ? await side.openBrowser() : await side.openWalls(1);
  const delays = RunDelay.of(() => [...processTree(side.gateway.pid), ...processTree(wall.pid)]);
  const samples: number[] = [];
  const count = scale.wallPanics;
  for (let n = -2; n < count; n++) {
    const shown = wall.shown();
    const { heardAtUnixMs } = await side.press();
    const tookMs = await shown - heardAtUnixMs;
    if (n >= 0) samples.push(tookMs);
    progress.count(Math.max(0, n + 1), count);
    await side.closeAll();
    await delay(PAUSE_MS);
  }
  const where = hasBrowser ? "drawn by Chromium" : "page read; there is no Chromium";
  const p50 = Math.round(percentile(samples, 0.5));
  const note = `${where}, from the last byte, of ${count}; p50 ${p50}`;
  return { ours: percentile(samples, 0.99), delay: { ours: delays.share() }, note };
}
