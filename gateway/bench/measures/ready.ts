/** From the start of the launcher to the ready line, with an empty and with a large store. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { GatewayPlace } from "../gateway_process.ts";
import { fillStore } from "../fill_store.ts";
import type { Figure } from "../report.ts";
import { median } from "../statistics.ts";
import type { BenchContext } from "../suite.ts";

export async function benchReady({ folder, progress, scale }: BenchContext) {
  const events = scale.storedEvents;
  const onProgress = (done: number) => progress.count(done, events);
  const empty = await readyWith(join(folder, "empty"), 0, scale.starts, onProgress);
  const full = await readyWith(join(folder, "full"), events, scale.starts, onProgress);
  return {
    "ready-empty": empty,
    "ready-1m": { ...full, note: `with ${events.toLocaleString("en")} events` },
  };
}

async function readyWith(
  folder: string,
  events: number,
  starts: number,
  onProgress: (done: number) => void,
): Promise<Figure> {
  mkdirSync(folder);
  await using place = new GatewayPlace({ folder });
  if (events > 0) {
    using store = place.openStore();
    await fillStore(store, place.storePath, events, onProgress);
  }
  const samples: number[] = [];
  for (let n = 0; n < starts; n++) {
    const startedAtMs = performance.now();
    await using _gateway = await place.start();
    samples.push((performance.now() - startedAtMs) / 1_000);
  }
  return { ours: median(samples) };
}
