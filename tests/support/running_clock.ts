import type { Clock, MonotonicMs, UnixMs } from "../../devices/time.ts";

/** The clocks of this machine, for tests that wait for real brokers and real timers. */
export class RunningClock implements Clock {
  readonly bootId = "00000000-0000-4000-8000-000000000000";

  monotonicMs(): MonotonicMs {
    return performance.now() as MonotonicMs;
  }

  unixMs(): UnixMs {
    return Date.now() as UnixMs;
  }

  expiryUnixMs(): UnixMs {
    return this.unixMs();
  }

  quality(): "ntp" {
    return "ntp";
  }
}
