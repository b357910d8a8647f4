/** Which wearables have not been heard for too long. Pure: times come in, findings go out. */
import type { MonotonicMs } from "../../devices/time.ts";

/** Heartbeat periods without a word after which a wearable is silent: two may be lost on the air. */
export const SILENT_AFTER_PERIODS = 2.5;
/** The same of a period that was learned: nobody has promised it, so one more may be lost. */
export const SILENT_AFTER_LEARNED_PERIODS = 3.5;
/** Fewer silent wearables than this say nothing about the radio. */
export const ALL_SILENT_LEAST = 2;

/** How often a wearable is expected. */
export interface ExpectedHeartbeat {
  /** By a person who set it, or as it was learned from its heartbeats. */
  readonly is: "set" | "learned";
  readonly periodMs: number;
}

interface State extends ExpectedHeartbeat {
  /** When it was last heard, or supervision of it began or restarted. */
  quietSinceMs: number;
  /** When it fell silent; −Infinity: before the program started. */
  silentSinceMs: number | undefined;
}

/** Keeps when each supervised wearable was heard; each is found silent once until it is heard. */
export class DeviceSilence {
  readonly #states = new Map<string, State>();

  /**
   * Supervises a wearable from now on, or with another period; it has a whole allowance first.
   * @param wasSilent It was found silent before the program started, and not heard since.
   */
  follow(uid: string, expected: ExpectedHeartbeat, wasSilent: boolean, now: MonotonicMs): void {
    const known = this.#states.get(uid);
    if (known?.periodMs === expected.periodMs && known.is === expected.is) return;
    const silentSinceMs = known === undefined && wasSilent ? -Infinity : known?.silentSinceMs;
    this.#states.set(uid, { ...expected, quietSinceMs: now, silentSinceMs });
  }

  forget(uid: string): void {
    this.#states.delete(uid);
  }

  /** True when the wearable was silent. */
  heard(uid: string, at: MonotonicMs): boolean {
    const state = this.#states.get(uid);
    if (state === undefined) return false;
    state.quietSinceMs = Math.max(state.quietSinceMs, at);
    const wasSilent = state.silentSinceMs !== undefined;
    state.silentSinceMs = undefined;
    return wasSilent;
  }

  /** Nothing could have been heard until now: each wearable has a whole allowance again. */
  excuse(now: MonotonicMs): void {
    for (const state of this.#states.values()) state.quietSinceMs = now;
  }

  /** The wearables that fell silent since the last look. */
  find(now: MonotonicMs): { readonly uid: string; readonly quietMs: number }[] {
    const found = [];
    for (const [uid, state] of this.#states) {
      const quietMs = now - state.quietSinceMs;
      if (state.silentSinceMs !== undefined || quietMs < allowanceMs(state)) continue;
      state.silentSinceMs = now;
      found.push({ uid, quietMs });
    }
    return found;
  }

  /** Every supervised wearable is silent, and they fell silent together rather than one by one. */
  areAllSilentTogether(): boolean {
    const states = [...this.#states.values()];
    if (states.length < ALL_SILENT_LEAST) return false;
    const since = states.map(({ silentSinceMs }) => silentSinceMs ?? NaN);
    return Math.max(...since) - Math.min(...since) <= Math.max(...states.map(allowanceMs));
  }

  get count(): number {
    return this.#states.size;
  }

  /** The shortest heartbeat period; undefined when nothing is supervised. */
  get shortestPeriodMs(): number | undefined {
    return this.count === 0
      ? undefined
      : Math.min(...[...this.#states.values()].map(({ periodMs }) => periodMs));
  }
}

function allowanceMs({ is, periodMs }: ExpectedHeartbeat): number {
  return periodMs * (is === "set" ? SILENT_AFTER_PERIODS : SILENT_AFTER_LEARNED_PERIODS);
}
