/** What is measured is written every five minutes, and made less where it is old. */
import { MEASUREMENT_UNIT_MS } from "../../../db/store.ts";
import type { Clock } from "../../../devices/time.ts";
import type { Measurements } from "../../../handlers/measurements/measurements.ts";
import type { Log } from "../../../handlers/ports.ts";
import { BackgroundLoop } from "../jobs/background_loop.ts";

/** The first writing waits until the start is over, in ms. */
const FIRST_MS = 60_000;
/** Behind the end of five minutes, so that their last minute has been counted, in ms. */
const BEHIND_MS = 5_000;

/** Begins; disposing of it ends it. What is not written yet is written where the recorder ends. */
export function keepMeasuring(
  { clock, log, measurements }: {
    readonly clock: Clock;
    readonly log: Log;
    readonly measurements: Measurements;
  },
): AsyncDisposable {
  return new BackgroundLoop(
    { name: "measurements", firstAfterMs: FIRST_MS, log },
    async (isStopped) => {
      await measurements.flush();
      await measurements.tidy(isStopped);
      return MEASUREMENT_UNIT_MS - clock.unixMs() % MEASUREMENT_UNIT_MS + BEHIND_MS;
    },
  );
}
