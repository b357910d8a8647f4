import { SYSTEM_TIMERS, type Timers } from "./timers.ts";

/**
 * The value of a promise, or undefined when it takes longer than the limit in ms. The promise itself
 * goes on.
 * @throws what the promise rejects with, in time.
 */
export async function withinTime<T>(
  limitMs: number,
  promise: Promise<T>,
  timers: Timers = SYSTEM_TIMERS,
): Promise<T | undefined> {
  const { promise: over, resolve } = Promise.withResolvers<undefined>();
  const stopWaiting = timers.after(limitMs, () => resolve(undefined));
  try {
    return await Promise.race([promise, over]);
  } finally {
    stopWaiting();
  }
}
