import { readFileSync } from "node:fs";
import type { Clock, ClockQuality, MonotonicMs, UnixMs } from "../../devices/time.ts";

/** The lowest of the values that adjtimex(2) returns while the clock is not kept right. */
const TIME_ERROR = 5;
/** Size of `struct timex` on 64-bit Linux, in bytes; its first field, `modes`, 0 = only read. */
const TIMEX_BYTES = 208;
/** How long an answer of the kernel is good for, in ms. */
const QUALITY_FRESH_MS = 1_000;

/** The clocks of this machine. Disposing of it ends the look into the kernel. */
export class SystemClock implements Clock, Disposable {
  readonly bootId: string;
  /** When this process began, in ms since the boot. */
  readonly #startedAtMs: number;
  readonly #libc = Deno.dlopen("libc.so.6", {
    adjtimex: { parameters: ["buffer"], result: "i32" },
  });
  #quality: ClockQuality = "unsynchronised";
  #qualityAtMs = -Infinity;

  constructor() {
    this.bootId = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const uptimeS = Number.parseFloat(readFileSync("/proc/uptime", "utf8"));
    this.#startedAtMs = uptimeS * 1_000 - performance.now();
  }

  /** Since the boot, so that processes of one boot can compare. */
  monotonicMs(): MonotonicMs {
    return this.#startedAtMs + performance.now() as MonotonicMs;
  }

  unixMs(): UnixMs {
    return Date.now() as UnixMs;
  }

  /** Nothing better is known without a store: see `FlooredClock`. */
  expiryUnixMs(): UnixMs {
    return this.unixMs();
  }

  quality(): ClockQuality {
    const now = performance.now();
    if (now - this.#qualityAtMs >= QUALITY_FRESH_MS) {
      const state = this.#libc.symbols.adjtimex(new Uint8Array(TIMEX_BYTES));
      // Negative: the kernel does not say, which vouches for nothing either.
      this.#quality = state >= 0 && state < TIME_ERROR ? "ntp" : "unsynchronised";
      this.#qualityAtMs = now;
    }
    return this.#quality;
  }

  [Symbol.dispose](): void {
    this.#libc.close();
  }
}
