import type { MonotonicMs } from "../../devices/time.ts";

/**
 * Receptions that failed (CRC, header) of one modem within a minute from which on somebody may be
 * jamming: frames that collide by chance are far fewer.
 */
export const RADIO_ERRORS_PER_MINUTE = 20;

const MINUTE_MS = 60_000;

/** Counts failed receptions of each modem. Pure. */
export class RadioErrors {
  readonly #times = new Map<string, MonotonicMs[]>();

  /** Counts one; true while there are too many within a minute. */
  isBurst(modem: string, now: MonotonicMs): boolean {
    const recent = (this.#times.get(modem) ?? []).filter((time) => now - time < MINUTE_MS);
    const times = [...recent, now].slice(-RADIO_ERRORS_PER_MINUTE);
    this.#times.set(modem, times);
    return times.length === RADIO_ERRORS_PER_MINUTE;
  }
}
