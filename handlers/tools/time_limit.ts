import { SYSTEM_TIMERS, type Timers } from "./timers.ts";

/**
 * What a promise gives, or undefined when it takes longer than so many ms; it goes on all the same.
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
