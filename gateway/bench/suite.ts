/** Runs the measures one after the other: two at once would measure each other. */
import type { MeasureName } from "./catalogue.ts";
import { benchAudit } from "./measures/audit.ts";
import { benchDisk } from "./measures/disk.ts";
import { benchDrain } from "./measures/drain.ts";
import { benchDraining } from "./measures/draining.ts";
import { benchIds } from "./measures/ids.ts";
import { benchIngest } from "./measures/ingest.ts";
import { benchLatency } from "./measures/latency.ts";
import { benchMainThread } from "./measures/main_thread.ts";
import { benchPages } from "./measures/pages.ts";
import { benchPoll } from "./measures/poll.ts";
import { benchReady } from "./measures/ready.ts";
import { benchSlowLink } from "./measures/slow_link.ts";
import { benchWalls } from "./measures/walls.ts";
import { Progress } from "./progress.ts";
import type { Figure, Outcome } from "./report.ts";
import type { BenchContext } from "./context.ts";
import type { Scale } from "./scale.ts";

/** Measures one or several things in one go. Throws when it cannot, with what to do. */
export type Bench<N extends MeasureName = MeasureName> = (
  context: BenchContext,
) => Promise<Record<N, Figure>>;

interface Step {
  readonly label: string;
  readonly names: readonly MeasureName[];
  readonly bench: Bench<never>;
}

const STEPS: readonly Step[] = [
  {
    label: "latency, serial byte to PUBLISH",
    names: ["latency-p50", "latency-p99", "latency-max", "latency-bare-p50"],
    bench: benchLatency,
  },
  { label: "ingest", names: ["ingest", "ingest-bare"], bench: benchIngest },
  { label: "drain", names: ["drain"], bench: benchDrain },
  { label: "poll", names: ["poll"], bench: benchPoll },
  {
    label: "what the audit chain costs",
    names: ["audit-poll", "audit-alarm", "audit-look"],
    bench: benchAudit,
  },
  {
    label: "memory and writing of a gateway at work",
    names: [
      "rss-idle",
      "dirty-idle",
      "rss-work",
      "disk-per-telemetry",
      "disk-per-telemetry-full",
      "disk-per-panic",
      "disk-per-panic-full",
    ],
    bench: benchDisk,
  },
  { label: "start to ready", names: ["ready-empty", "ready-1m"], bench: benchReady },
  {
    label: "panics while a large store drains",
    names: ["draining-p99", "draining-idle-p99", "draining-rate"],
    bench: benchDraining,
  },
  {
    label: "turns and reads of the main thread",
    names: ["main-turn-max", "main-reads"],
    bench: benchMainThread,
  },
  {
    label: "panics behind a backlog on a slow link",
    names: ["slow-link-p50"],
    bench: benchSlowLink,
  },
  {
    label: "pages of the console",
    names: ["page-p50", "page-p95", "page-load"],
    bench: benchPages,
  },
  {
    label: "walls of the console",
    names: ["wall-p99", "walls-p50", "walls-p99"],
    bench: benchWalls,
  },
  {
    label: "ephemeral ids of 25 000 devices",
    names: ["ids-25000-build", "ids-25000-size", "ids-25000-lookup"],
    bench: benchIds,
  },
];

/** Measures everything below `folder`. A failed measure is reported and does not stop the rest. */
export async function runSuite(
  scale: Scale,
  folder: string,
): Promise<Map<MeasureName, Outcome>> {
  const outcomes = new Map<MeasureName, Outcome>();
  const progress = new Progress();
  for (const { bench, label, names } of STEPS) {
    progress.begin(label);
    const own = await Deno.makeTempDir({ dir: folder });
    try {
      const figures: Partial<Record<MeasureName, Figure>> = await bench({
        scale,
        folder: own,
        progress,
      });
      for (const name of names) outcomes.set(name, figures[name]!);
      progress.end();
    } catch (cause) {
      const skipped = cause instanceof Error ? cause.message : String(cause);
      for (const name of names) outcomes.set(name, { skipped });
      progress.skip(skipped);
    } finally {
      await Deno.remove(own, { recursive: true });
    }
  }
  return outcomes;
}
