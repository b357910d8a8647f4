/**
 * The order of what happened, where the wall clock of the gateway may have been set in between. Events
 * come in the order of their sequence, and each bears the clock that never steps; all else has a wall
 * time only, which is laid onto the same axis.
 *
 *     event  ─ monotonic clock of one boot ─▶ its place on the axis
 *     wall time ─ minus what the wall clock was ahead of the axis there ─▶ its place on the axis
 */

/** The clocks of one event. */
export interface Stamp {
  /** Wall time, Unix milliseconds. */
  readonly unixMs: number;
  readonly bootId: string;
  readonly monotonicMs: number;
}

/** The wall clock was set between an event and the one before it. */
export interface ClockStep {
  /** Index of the later event. */
  readonly index: number;
  /** How far it was set forward; below 0: back. In ms. */
  readonly byMs: number;
}

/** Clocks that drift or are drawn to the right time in small steps are not said to be set, in ms. */
const STEP_MS = 2_000;

interface Segment {
  /** Index of its first event. */
  readonly index: number;
  readonly startsAt: number;
  /** How far the wall clock is ahead of the axis, in ms. */
  readonly aheadMs: number;
}

/** The axis of some events. Its numbers are Unix milliseconds as long as the clock was never set. */
export class Axis {
  /** The place of each event, never before the one before it. */
  readonly places: readonly number[];
  readonly steps: readonly ClockStep[];
  readonly #segments: readonly Segment[];

  /** @param stamps In the order of sequence. */
  constructor(stamps: readonly Stamp[]) {
    const places: number[] = [];
    const steps: ClockStep[] = [];
    const segments: Segment[] = [];
    for (const [index, stamp] of stamps.entries()) {
      const before = stamps[index - 1];
      const place = placeAfter(stamp, before, places[index - 1]);
      places.push(place);
      const aheadMs = stamp.unixMs - place;
      const byMs = aheadMs - (segments.at(-1)?.aheadMs ?? aheadMs);
      if (segments.length > 0 && Math.abs(byMs) < STEP_MS) continue;
      if (segments.length > 0) steps.push({ index, byMs });
      segments.push({ index, startsAt: place, aheadMs });
    }
    this.places = places;
    this.steps = steps;
    this.#segments = segments;
  }

  /**
   * The place of a wall time.
   * @param notBefore A place that it cannot lie before, since it followed from what is there.
   */
  placeOf(unixMs: number, notBefore = -Infinity): number {
    const first = Math.max(0, this.#segments.findLastIndex((its) => its.startsAt <= notBefore));
    for (let at = first; at < this.#segments.length; at++) {
      const place = Math.max(unixMs - this.#segments[at]!.aheadMs, notBefore);
      const end = this.#segments[at + 1]?.startsAt ?? Infinity;
      const start = at === first ? -Infinity : this.#segments[at]!.startsAt;
      if (place < end) return Math.max(place, start);
    }
    return Math.max(unixMs, notBefore);
  }
}

function placeAfter(stamp: Stamp, before: Stamp | undefined, place: number | undefined): number {
  if (before === undefined || place === undefined) return stamp.unixMs;
  return before.bootId === stamp.bootId
    ? place + Math.max(0, stamp.monotonicMs - before.monotonicMs)
    : Math.max(place, stamp.unixMs);
}
