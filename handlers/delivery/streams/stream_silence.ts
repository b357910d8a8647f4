/** Which streams are not polled any more. Pure: times come in, findings go out. */
import type { MonotonicMs } from "../../../devices/time.ts";

/** A stream that is not polled for so long while a critical event waits is lost, in ms. */
export const LOST_WITH_CRITICAL_MS = 30_000;
/** The same while nothing critical waits, in ms. */
export const LOST_AFTER_MS = 300_000;

/** A stream as it is at the moment of a look. */
export interface StreamMoment {
  readonly name: string;
  /** Undefined: not once since the start. */
  readonly lastPolledAtMs: MonotonicMs | undefined;
  /** A poll of it is waiting for events. */
  readonly isWaiting: boolean;
  readonly hasCriticalPending: boolean;
}

export interface StreamChange {
  readonly stream: string;
  readonly became: "lost" | "polled";
  /** How long it had not been polled. */
  readonly quietMs: number;
}

interface State {
  polledAtMs: number;
  criticalSinceMs: number | undefined;
  isLost: boolean;
}

/** A stream is reported lost once until it is polled again. */
export class StreamSilence {
  readonly #startedAtMs: MonotonicMs;
  readonly #states = new Map<string, State>();

  /** @param startedAtMs The clock of a stream that has not polled yet begins here. */
  constructor(startedAtMs: MonotonicMs) {
    this.#startedAtMs = startedAtMs;
  }

  /** What changed since the last look. */
  look(streams: readonly StreamMoment[], now: MonotonicMs): StreamChange[] {
    return streams.flatMap((stream) => {
      const state = this.#stateOf(stream.name);
      const polledAtMs = stream.isWaiting ? now : stream.lastPolledAtMs ?? state.polledAtMs;
      const gapMs = polledAtMs - state.polledAtMs;
      state.polledAtMs = polledAtMs;
      state.criticalSinceMs = stream.hasCriticalPending ? state.criticalSinceMs ?? now : undefined;
      // Only a poll brings it back, not that the critical event is confirmed some other way.
      if (state.isLost ? gapMs <= 0 : !isOverdue(state, now)) return [];
      state.isLost = !state.isLost;
      return [
        state.isLost
          ? { stream: stream.name, became: "lost", quietMs: now - polledAtMs }
          : { stream: stream.name, became: "polled", quietMs: gapMs },
      ];
    });
  }

  /** The streams that are lost, and how long they have not been polled, in ms. */
  lost(now: MonotonicMs): { readonly stream: string; readonly quietMs: number }[] {
    return [...this.#states].filter(([, { isLost }]) => isLost)
      .map(([stream, { polledAtMs }]) => ({ stream, quietMs: now - polledAtMs }));
  }

  #stateOf(stream: string): State {
    return this.#states.getOrInsertComputed(stream, () => ({
      polledAtMs: this.#startedAtMs,
      criticalSinceMs: undefined,
      isLost: false,
    }));
  }
}

function isOverdue({ polledAtMs, criticalSinceMs }: State, now: MonotonicMs): boolean {
  // A receiver that polls now and then is not late because a critical event has just come.
  const waitingSinceMs = Math.max(polledAtMs, criticalSinceMs ?? Infinity);
  return now - waitingSinceMs >= LOST_WITH_CRITICAL_MS || now - polledAtMs >= LOST_AFTER_MS;
}
