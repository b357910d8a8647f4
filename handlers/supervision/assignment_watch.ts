import type { Reader } from "../../db/store.ts";
import {
  daysAhead,
  daysUntil,
  type EndWarning,
  WARNING_DAYS,
  warningOf,
} from "../../devices/assignment.ts";
import type { Clock, UnixMs } from "../../devices/time.ts";
import type { Log } from "../ports.ts";

/** Between two looks, in ms. */
const LOOK_MS = 60_000;
/** Ended and ending assignments looked at, of each; the others come when these are dealt with. */
const LIMIT = 1_000;

export interface AssignmentWatchPorts {
  readonly reader: Pick<Reader, "devices">;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Warns in the log that an assignment ends: 30, 7 and 1 day before, and when it has, each once. What
 * has ended by the start of this program, or ends soon, is reported again.
 */
export class AssignmentWatch {
  readonly #ports: AssignmentWatchPorts;
  /** What was reported last, by UID and end: a longer assignment starts over. */
  #reported = new Map<string, EndWarning>();
  #lookedAtMs = -Infinity;

  constructor(ports: AssignmentWatchPorts) {
    this.#ports = ports;
  }

  /** To be called again and again. */
  look(): void {
    const { clock, reader } = this.#ports;
    if (clock.monotonicMs() - this.#lookedAtMs < LOOK_MS) return;
    this.#lookedAtMs = clock.monotonicMs();
    const now = clock.expiryUnixMs();
    const reported = new Map<string, EndWarning>();
    const { devices } = reader;
    const ended = devices.ending(0, now, LIMIT);
    const ending = devices.ending(now, daysAhead(now, WARNING_DAYS[0]), LIMIT);
    for (const { expiresAtUnixMs, uid } of [...ended, ...ending]) {
      const end = expiresAtUnixMs as UnixMs;
      const warning = warningOf(end, now)!;
      const key = `${uid} ${end}`;
      reported.set(key, warning);
      if (this.#reported.get(key) !== warning) this.#report(uid, warning, daysUntil(end, now));
    }
    this.#reported = reported;
  }

  #report(device: string, warning: EndWarning, endsInDays: number): void {
    const { log } = this.#ports;
    if (warning === "expired") {
      log.warn("an assignment has ended", { device, todo: "extend it, or retire the device" });
    } else log.warn("an assignment ends soon", { device, endsInDays, todo: "extend it in time" });
  }
}
