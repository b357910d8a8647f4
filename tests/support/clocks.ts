import type { Clock, ClockQuality, MonotonicMs, UnixMs } from "../../devices/time.ts";

/** A clock that stands still until a test moves it. */
export class TestClock implements Clock {
  #monotonicMs = 1_000;
  #unixMs = Date.UTC(2026, 10, 23, 17, 50, 0, 123);
  #quality: ClockQuality = "ntp";

  constructor(readonly bootId = "00000000-0000-4000-8000-000000000001") {}

  monotonicMs(): MonotonicMs {
    return this.#monotonicMs as MonotonicMs;
  }

  unixMs(): UnixMs {
    return this.#unixMs as UnixMs;
  }

  expiryUnixMs(): UnixMs {
    return this.unixMs();
  }

  quality(): ClockQuality {
    return this.#quality;
  }

  /** Both clocks go on together. */
  advance(ms: number): void {
    this.#monotonicMs += ms;
    this.#unixMs += ms;
  }

  /** The wall clock steps, and nobody vouches for it unless told otherwise. */
  stepWall(ms: number, quality: ClockQuality = "unsynchronised"): void {
    this.#unixMs += ms;
    this.#quality = quality;
  }
}

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
