import { setTimeout as delay } from "node:timers/promises";

/** Between two looks, in milliseconds. */
const LOOK_EVERY_MS = 20;

/** Waits for a state; false when it does not come in time, or not before the waiting is stopped. */
export async function until(
  isSo: () => boolean,
  limitMs: number,
  stop?: AbortSignal,
): Promise<boolean> {
  const endMs = performance.now() + limitMs;
  while (!isSo()) {
    if (performance.now() >= endMs || stop?.aborted === true) return false;
    await delay(LOOK_EVERY_MS);
  }
  return true;
}
