/**
 * Which modems hear nothing although their port is fine: an antenna that fell off, settings of
 * another network. Pure: times come in, findings go out.
 */
import type { MonotonicMs } from "../../devices/time.ts";

/** Shortest heartbeat periods without any authentic frame after which a modem is deaf. */
export const DEAF_AFTER_PERIODS = 4;
/** With fewer supervised wearables, a wearable that is off looks like a modem that is deaf. */
export const DEAF_LEAST_DEVICES = 2;

/** What is expected of every modem. */
export interface ExpectedTraffic {
  /** Of the supervised wearable that speaks most often; undefined: none is supervised. */
  readonly shortestPeriodMs: number | undefined;
  /** Supervised wearables. */
  readonly count: number;
}

export interface ModemReadiness {
  readonly name: string;
  /** Configured and listening. */
  readonly isReady: boolean;
}

export interface HearingChange {
  readonly modem: string;
  readonly became: "deaf" | "hearing";
  readonly quietMs: number;
  /** How soon a wearable should be heard once the modem hears; 0 when none is expected. */
  readonly expectedWithinMs: number;
}

interface State {
  /** When it was last heard through, or began to listen; undefined: it does not listen. */
  quietSinceMs: number | undefined;
  /** Wearables are within its reach: it heard one since the program started. */
  hasHeard: boolean;
  isDeaf: boolean;
}

export class ModemHearing {
  readonly #states = new Map<string, State>();

  /** An authentic frame came through a modem, a repeat as well. */
  heardThrough(modem: string, at: MonotonicMs): void {
    const state = this.#stateOf(modem);
    state.hasHeard = true;
    state.quietSinceMs = Math.max(state.quietSinceMs ?? at, at);
  }

  /**
   * What changed since the last look. A modem that is lost otherwise is not found deaf as well, and
   * one that is deaf stays so until it hears, whatever is done to it.
   */
  look(
    modems: readonly ModemReadiness[],
    expected: ExpectedTraffic,
    now: MonotonicMs,
  ): HearingChange[] {
    return modems.flatMap(({ name, isReady }) => {
      const state = this.#stateOf(name);
      if (!isReady) {
        if (!state.isDeaf) state.quietSinceMs = undefined;
        return [];
      }
      state.quietSinceMs ??= now;
      const quietMs = now - state.quietSinceMs;
      // Of several modems, one may stand where no wearable comes by.
      const isExpected = state.hasHeard || modems.length === 1;
      const isDeaf = isExpected && isOverdue(quietMs, expected);
      if (isDeaf === state.isDeaf) return [];
      state.isDeaf = isDeaf;
      const became = isDeaf ? "deaf" as const : "hearing" as const;
      return [{ modem: name, became, quietMs, expectedWithinMs: expected.shortestPeriodMs ?? 0 }];
    });
  }

  /** Names of the modems that are deaf. */
  get deaf(): string[] {
    return [...this.#states].filter(([, { isDeaf }]) => isDeaf).map(([modem]) => modem);
  }

  #stateOf(modem: string): State {
    return this.#states.getOrInsertComputed(modem, () => ({
      quietSinceMs: undefined,
      hasHeard: false,
      isDeaf: false,
    }));
  }
}

function isOverdue(quietMs: number, { shortestPeriodMs, count }: ExpectedTraffic): boolean {
  if (shortestPeriodMs === undefined || count < DEAF_LEAST_DEVICES) return false;
  return quietMs >= DEAF_AFTER_PERIODS * shortestPeriodMs;
}
