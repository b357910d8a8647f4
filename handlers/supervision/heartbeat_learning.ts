/**
 * How often each wearable sends a heartbeat, learned from those that were heard. Pure: times come in,
 * periods go out.
 *
 *     heartbeat ─▶ gap to the one before ─▶ the newest 7 ─▶ at least 4, and most near the median ─▶ period
 *
 * A heartbeat that was lost, one after a restart and jitter move the median little or not at all. A gap
 * in which nothing could be heard teaches nothing, and so does what comes in quick succession: it may
 * have been kept back on its way, or be played by an attacker.
 */
import type { MonotonicMs } from "../../devices/time.ts";

/** No shorter period is learned, in s: one that is speaks more often than silence has to be noticed. */
export const LEAST_LEARNED_S = 60;
/** The longest period that can be kept, in s. */
const MOST_LEARNED_S = 0xffff;
/** A heartbeat sooner than this after the one before counts with that. */
const LEAST_GAP_MS = LEAST_LEARNED_S * 1_000 / 2;
/** Gaps that a period is the median of. */
const WINDOW = 7;
/** With fewer gaps nothing is learned. */
export const LEAST_GAPS = 4;
/** A gap is near the median within this part of it. */
const NEAR = 0.25;
/** A period is another one from this part of it on: what wanders by less is the same. */
const OTHER = 0.1;

interface Learning {
  /** Of the newest heartbeat that counts; undefined: what comes next begins anew. */
  lastMs: number | undefined;
  /** The newest, newest last. */
  gapsMs: number[];
  periodS: number | undefined;
}

/** Keeps what was learned of each wearable. */
export class HeartbeatLearning {
  readonly #learning = new Map<string, Learning>();

  /** Begins with a period that was learned before the program started. */
  remember(uid: string, periodS: number): void {
    const learning = this.#of(uid);
    learning.periodS ??= periodS;
  }

  forget(uid: string): void {
    this.#learning.delete(uid);
  }

  /** Nothing could be heard for a time: that what comes next comes late says nothing. */
  interrupt(): void {
    for (const learning of this.#learning.values()) learning.lastMs = undefined;
  }

  /**
   * Takes a heartbeat that is new, and no repeat.
   * @returns The period in s, when it is another than before.
   */
  heartbeat(uid: string, at: MonotonicMs): number | undefined {
    const learning = this.#of(uid);
    const { gapsMs, lastMs } = learning;
    if (lastMs !== undefined && at - lastMs < LEAST_GAP_MS) return undefined;
    learning.lastMs = at;
    const gapMs = at - (lastMs ?? NaN);
    if (!(gapMs <= MOST_LEARNED_S * 1_000)) return undefined;
    learning.gapsMs = [...gapsMs, gapMs].slice(-WINDOW);
    const periodS = periodOf(learning.gapsMs);
    if (periodS === undefined || isSame(periodS, learning.periodS)) return undefined;
    return learning.periodS = periodS;
  }

  /** What was learned of a wearable, in s. */
  periodS(uid: string): number | undefined {
    return this.#learning.get(uid)?.periodS;
  }

  #of(uid: string): Learning {
    return this.#learning.getOrInsertComputed(uid, () => ({
      lastMs: undefined,
      gapsMs: [],
      periodS: undefined,
    }));
  }
}

/** The period that gaps show; undefined: they are too few, or have none in common. */
function periodOf(gapsMs: readonly number[]): number | undefined {
  if (gapsMs.length < LEAST_GAPS) return undefined;
  const median = gapsMs.toSorted((a, b) => a - b)[Math.floor(gapsMs.length / 2)]!;
  const near = gapsMs.filter((gapMs) => Math.abs(gapMs - median) <= NEAR * median);
  if (near.length <= gapsMs.length / 2) return undefined;
  return Math.min(MOST_LEARNED_S, Math.max(LEAST_LEARNED_S, Math.ceil(median / 1_000)));
}

function isSame(periodS: number, before = Infinity): boolean {
  return Math.abs(periodS - before) <= OTHER * before && before !== Infinity;
}
