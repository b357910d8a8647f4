import { readFileSync } from "node:fs";
import { uptime } from "node:os";
import type { Clock, ClockQuality, MonotonicMs, UnixMs } from "../../devices/time.ts";

/** What adjtimex(2) returns while nobody keeps the clock right. */
const TIME_ERROR = 5;
/** Size of `struct timex` on 64-bit Linux, in bytes; its first field, `modes`, 0 = only read. */
const TIMEX_BYTES = 208;
/** How long an answer of the kernel is good for, in ms. */
const QUALITY_FRESH_MS = 1_000;

/** The clocks of this machine. Disposing of it ends the look into the kernel. */
export class SystemClock implements Clock, Disposable {
  readonly bootId: string;
  readonly #libc = Deno.dlopen("libc.so.6", {
    adjtimex: { parameters: ["buffer"], result: "i32" },
  });
  #quality: ClockQuality = "unsynchronised";
  #qualityAtMs = -Infinity;

  constructor() {
    this.bootId = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  }

  monotonicMs(): MonotonicMs {
    return performance.now() as MonotonicMs;
  }

  unixMs(): UnixMs {
    return Date.now() as UnixMs;
  }

  quality(): ClockQuality {
    const now = performance.now();
    if (now - this.#qualityAtMs >= QUALITY_FRESH_MS) {
      const isWrong = this.#libc.symbols.adjtimex(new Uint8Array(TIMEX_BYTES)) === TIME_ERROR;
      this.#quality = isWrong ? "unsynchronised" : "ntp";
      this.#qualityAtMs = now;
    }
    return this.#quality;
  }

  /** Milliseconds since the machine booted: comparable between processes of one boot. */
  uptimeMs(): number {
    return Math.round(uptime() * 1_000);
  }

  [Symbol.dispose](): void {
    this.#libc.close();
  }
}
