import { setTimeout as delay } from "node:timers/promises";
import type { Arrivals } from "./arrivals.ts";

/** Nothing at all arrived for so long, while it was waited for: nothing will, in ms. */
const QUIET_MS = 60_000;
const LOOK_EVERY_MS = 250;

/** When an event arrived, by `performance.now()`; Infinity: it did not within the time. */
export async function arrivedWithin(
  arrivals: Arrivals,
  mark: string,
  limitMs: number,
): Promise<number> {
  const startedAtMs = performance.now();
  const isHopeless = () => {
    const now = performance.now();
    const quietMs = now - Math.max(startedAtMs, arrivals.lastAtMs);
    return now - startedAtMs > limitMs || quietMs > QUIET_MS;
  };
  const arrived = new AbortController();
  const isOver = (async () => {
    while (!isHopeless()) await delay(LOOK_EVERY_MS, undefined, { signal: arrived.signal });
    return Infinity;
  })();
  try {
    return await Promise.race([arrivals.of(mark), isOver]);
  } finally {
    arrived.abort();
    await isOver.catch(() => {}); // it was cut short
  }
}
