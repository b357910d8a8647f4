import type { MonotonicMs } from "../../devices/time.ts";

/**
 * Receptions that failed (CRC, header) of one modem within a minute from which on an attacker may be
 * jamming: frames that collide by chance are far fewer.
 */
export const RADIO_ERRORS_PER_MINUTE = 20;

const MINUTE_MS = 60_000;
/** The air of a modem counts as disturbed for so long after a burst, in ms. */
export const DISTURBED_FOR_MS = 600_000;

/** Counts failed receptions of each modem. Pure. */
export class RadioErrors {
  readonly #times = new Map<string, MonotonicMs[]>();
  /** By modem, when its last burst was seen. */
  readonly #burstAt = new Map<string, MonotonicMs>();

  /** Counts one; true while there are too many within a minute. */
  isBurst(modem: string, now: MonotonicMs): boolean {
    const recent = (this.#times.get(modem) ?? []).filter((time) => now - time < MINUTE_MS);
    const times = [...recent, now].slice(-RADIO_ERRORS_PER_MINUTE);
    this.#times.set(modem, times);
    const isBurst = times.length === RADIO_ERRORS_PER_MINUTE;
    if (isBurst) this.#burstAt.set(modem, now);
    return isBurst;
  }

  /** Names of the modems whose air is disturbed. */
  disturbed(now: MonotonicMs): string[] {
    return [...this.#burstAt].filter(([, burstAtMs]) => now - burstAtMs < DISTURBED_FOR_MS)
      .map(([modem]) => modem);
  }
}
