/**
 * From the start of the launcher to the ready line, with an empty and with a large store. The floor is
 * a script of one line in the same runtime.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Child } from "../child.ts";
import { GatewayPlace } from "../gateway_process.ts";
import { fillStore } from "../fill_store.ts";
import { processTree } from "../processes.ts";
import type { Figure } from "../report.ts";
import { RunDelay } from "../run_delay.ts";
import { median } from "../statistics.ts";
import type { BenchContext } from "../context.ts";

const EMPTY = "gateway/bench/floors/empty.ts";

interface Started extends AsyncDisposable {
  readonly pid: number;
}

/** Medians. */
interface Starts {
  readonly seconds: number;
  /** Run delay of its threads from their start on. */
  readonly delay: number;
}

export async function benchReady({ folder, progress, scale }: BenchContext) {
  const events = scale.storedEvents;
  const onProgress = (done: number) => progress.count(done, events);
  const floor = await startsOf(scale.starts, () => Child.started(EMPTY));
  const empty = await readyWith(join(folder, "empty"), 0, scale.starts, onProgress);
  const full = await readyWith(join(folder, "full"), events, scale.starts, onProgress);
  const against = ({ delay, seconds }: Starts): Figure => ({
    ours: seconds,
    floor: floor.seconds,
    delay: { ours: delay, floor: floor.delay },
  });
  return {
    "ready-empty": against(empty),
    "ready-1m": { ...against(full), note: `with ${events.toLocaleString("en")} events` },
  };
}

async function readyWith(
  folder: string,
  events: number,
  starts: number,
  onProgress: (done: number) => void,
): Promise<Starts> {
  mkdirSync(folder);
  await using place = new GatewayPlace({ folder });
  if (events > 0) {
    using store = place.openStore();
    await fillStore(store, place.storePath, events, onProgress);
  }
  return await startsOf(starts, () => place.start());
}

/** Starts a program several times, each after the end of the one before. */
async function startsOf(count: number, start: () => Promise<Started>): Promise<Starts> {
  const seconds: number[] = [];
  const delays: number[] = [];
  for (let n = 0; n < count; n++) {
    const startedAtMs = performance.now();
    await using program = await start();
    seconds.push((performance.now() - startedAtMs) / 1_000);
    delays.push(RunDelay.sinceStart(processTree(program.pid)));
  }
  return { seconds: median(seconds), delay: median(delays) };
}
