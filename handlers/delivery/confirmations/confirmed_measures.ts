import { type ConfirmedTimes, lanePriority } from "../../../db/store.ts";
import type { Recorder } from "../../measurements/measurements.ts";

/**
 * Records how long a destination took. A wall clock that stepped back meanwhile makes no time of less than
 * nothing.
 * @param confirmed How many events it has confirmed, those whose times are not known included.
 */
export function recordConfirmed(
  recorder: Recorder,
  name: string,
  confirmed: number,
  times: readonly ConfirmedTimes[],
  atUnixMs: number,
): void {
  const subject = `destination/${name}`;
  if (confirmed > 0) recorder.record(subject, "confirmed", confirmed);
  for (const { lane, offeredUnixMs, receivedUnixMs } of times) {
    const kind = `confirm-${lanePriority(lane)}-ms` as const;
    recorder.record(subject, kind, Math.max(0, atUnixMs - receivedUnixMs));
    if (offeredUnixMs === undefined) continue;
    const heardToOffered = Math.max(0, offeredUnixMs - receivedUnixMs);
    recorder.record(subject, "heard-to-offered-ms", heardToOffered);
    recorder.record(subject, "offered-to-confirmed-ms", Math.max(0, atUnixMs - offeredUnixMs));
  }
}
