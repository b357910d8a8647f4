import type { ModemReport } from "../../../devices/modems/modem.ts";
import type { MonotonicMs } from "../../../devices/time.ts";
import type { Log } from "../../../handlers/ports.ts";
import type { ModemCounters } from "./counters.ts";

/** Between two log lines about one kind of report, in milliseconds. */
const LOG_EVERY_MS = 60_000;

/** Counts what a modem says that is odd, and logs each kind of it from time to time. */
export class ReportLog {
  readonly #loggedAt = new Map<ModemReport, MonotonicMs>();

  constructor(
    readonly modem: string,
    readonly counters: ModemCounters,
    readonly log: Log,
  ) {}

  reported(reason: ModemReport, text: string, sizeBytes: number, at: MonotonicMs): void {
    const count = this.counters.countReport(reason);
    const last = this.#loggedAt.get(reason);
    if (last !== undefined && at - last < LOG_EVERY_MS) return;
    this.#loggedAt.set(reason, at);
    this.log.warn("modem report", { modem: this.modem, reason, text, sizeBytes, count });
  }
}
