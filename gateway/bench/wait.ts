import { setTimeout as delay } from "node:timers/promises";

const LOOK_EVERY_MS = 2;

/** Waits for a state. @throws when it does not come in time. */
export async function waitFor(what: string, isSo: () => boolean, limitMs = 30_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`${what}: not within ${limitMs} ms`);
    await delay(LOOK_EVERY_MS);
  }
}
