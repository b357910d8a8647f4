/**
 * The gateway's main thread, traced: its longest turn while a store drains, since a panic's line is
 * not read before its end; and, with nothing else to do, what it reads from the disk between a panic
 * and its PUBLISH. A turn that has to wait for a core is so much longer.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isOnPath } from "../../testing/programs.ts";
import {
  hasEnded,
  longestTurnMs,
  type MainThreadTrace,
  readTrace,
  tracing,
} from "../main_thread.ts";
import {
  type DrainingFigures,
  type DrainingPlan,
  gatewayPanics,
} from "../panics_while_draining.ts";
import { median } from "../statistics.ts";
import type { BenchContext } from "../context.ts";
import { waitFor } from "../wait.ts";

/** More than drains meanwhile. */
const BACKLOG = 100_000;

export async function benchMainThread(context: BenchContext) {
  const [idle, idleTrace] = await traced(context, "idle", 0);
  const [draining, trace] = await traced(context, "draining", BACKLOG);
  const { presses } = draining;
  const time = { fromUnixMs: presses[0]!.atUnixMs, toUnixMs: presses.at(-1)!.arrivedUnixMs };
  return {
    "main-turn-max": {
      ours: longestTurnMs(trace, time),
      delay: { ours: draining.delay },
      note: "while reports drain, traced",
    },
    "main-reads": {
      ours: median(readsOf(idle, idleTrace)),
      delay: { ours: idle.delay },
      note: `median of ${idle.presses.length}, traced`,
    },
  };
}

/** How often it read between each panic and its PUBLISH. */
function readsOf(
  { presses }: DrainingFigures,
  { readsUnixMs, sendsUnixMs }: MainThreadTrace,
): number[] {
  return presses.map(({ arrivedUnixMs, atUnixMs }) => {
    // A write that another thread interrupted has two lines and is not seen: then its arrival counts.
    const sentUnixMs = sendsUnixMs.find((it) => it >= atUnixMs && it <= arrivedUnixMs);
    const until = sentUnixMs ?? arrivedUnixMs;
    return readsUnixMs.filter((it) => it >= atUnixMs && it <= until).length;
  });
}

async function traced(
  { folder: parent, progress, scale }: BenchContext,
  name: string,
  backlog: number,
): Promise<[DrainingFigures, MainThreadTrace]> {
  const folder = join(parent, name);
  mkdirSync(folder);
  const file = join(folder, "trace.txt");
  const plan: DrainingPlan = {
    folder: join(folder, "own"),
    progress,
    backlog,
    panics: scale.tracedPanics,
    warmUp: scale.drainingWarmUp,
    under: tracing(file),
  };
  if (!await isOnPath("strace")) throw new Error("strace is missing: apt install strace");
  const figures = await gatewayPanics(plan);
  // What traces ends after what is traced.
  const isWhole = () => hasEnded(readFileSync(file, "latin1"), figures.pid);
  await waitFor("the trace is whole", isWhole);
  return [figures, readTrace(readFileSync(file, "latin1"), figures.pid)];
}
