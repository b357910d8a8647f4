/**
 * A panic while a large store drains: the gateway by itself, and against the fair script with its
 * priority queue, which drains the same rows.
 */
import { join } from "node:path";
import { gatewayPanics, scriptPanics } from "../panics_while_draining.ts";
import { percentile } from "../statistics.ts";
import type { BenchContext } from "../context.ts";

export async function benchDraining({ folder, progress, scale }: BenchContext) {
  const plan = (name: string, backlog: number) => ({
    folder: join(folder, name),
    progress,
    backlog,
    panics: scale.drainingPanics,
    warmUp: scale.drainingWarmUp,
  });
  const backlog = scale.drainingEvents;
  const idle = await gatewayPanics(plan("idle", 0));
  const ours = await gatewayPanics(plan("ours", backlog));
  const floor = await scriptPanics(plan("floor", backlog));
  const p99 = (figures: { readonly samples: readonly number[] }) =>
    percentile(figures.samples, 0.99);
  const note = `of ${plan("", 0).panics}, ${backlog.toLocaleString("en")} reports`;
  const delay = { ours: ours.delay, floor: floor.delay };
  return {
    "draining-p99": { ours: p99(ours), floor: p99(floor), delay, note },
    "draining-idle-p99": {
      ours: p99(ours),
      floor: p99(idle),
      delay: { ours: ours.delay, floor: idle.delay },
      note,
    },
    "draining-rate": { ours: ours.drainedPerS, floor: floor.drainedPerS, delay },
  };
}
