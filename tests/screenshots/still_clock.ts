/** A clock that stands still until it is moved, so that pictures of pages can be compared. */
import type { Clock, MonotonicMs, UnixMs } from "../../devices/time.ts";

/** A working day in November, in the afternoon; all that is invented happens before. */
export const NOW = Date.parse("2026-11-30T16:52:17Z");
/** Uptime at that moment, in ms. */
const UPTIME_MS = 9 * 86_400_000;

/** Has a clock of a test say what time it is here. @returns What moves it, to a Unix time in ms. */
export function holdStill(clock: Clock): (unixMs: number) => void {
  let nowMs = NOW;
  Object.assign(clock, {
    unixMs: () => nowMs as UnixMs,
    expiryUnixMs: () => nowMs as UnixMs,
    monotonicMs: () => nowMs - NOW + UPTIME_MS as MonotonicMs,
  });
  return (unixMs) => void (nowMs = unixMs);
}
