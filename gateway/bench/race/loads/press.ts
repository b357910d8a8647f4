import { setTimeout as delay } from "node:timers/promises";
import type { Stage } from "../stage.ts";

/** When an event arrived, by `performance.now()`; Infinity: it did not within the time. */
export async function arrivedWithin(stage: Stage, mark: string, limitMs: number): Promise<number> {
  const over = new AbortController();
  const late = delay(limitMs, Infinity, { signal: over.signal }).catch(() => Infinity);
  try {
    return await Promise.race([stage.farEnd.arrivals.of(mark), late]);
  } finally {
    over.abort();
  }
}
