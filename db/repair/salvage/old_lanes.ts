/** How far each destination had confirmed in the damaged store, as far as that can be believed. */
import type { Tables } from "../../schema/rows.ts";
import type { OrdinalRange } from "../../transactions/confirmed_ranges.ts";

interface OldLane {
  readonly since: number;
  readonly until: number;
  watermark: number;
  /** The watermark plus the count of what was confirmed beyond it. */
  over: number;
  /** As they were found: of several times, damaged, or of another table that looks alike. */
  readonly ranges: OrdinalRange[];
  /** What is believed of them; undefined: it was not looked at yet. */
  believed: readonly OrdinalRange[] | undefined;
}

/**
 * Rows of `lane` that add up. The highest watermark holds: it never went back, so each one that was
 * ever written is a true lower bound. What was confirmed beyond it is believed as a whole or not at
 * all: if its ranges have as many ordinals as the lane counts. Otherwise, and in a store from before
 * there were ranges, it is owed again.
 */
export class OldLanes {
  readonly #lanes = new Map<string, OldLane>();
  readonly #names = new Map<number, Set<string>>();
  /** Ranges of lanes that were not found yet. */
  readonly #strays = new Map<string, OrdinalRange[]>();

  /** Takes a row of `lane`. A single number that was changed breaks the sum. */
  addLane(row: Tables["lane"]): void {
    const { destination, lane, since, until, watermark, beyond, skipped, delivered, shed } = row;
    const over = watermark + beyond;
    if (over !== since + skipped + delivered + shed) return;
    const key = keyOf(destination, lane);
    const known = this.#lanes.get(key);
    if (known === undefined) {
      const last = until ?? Number.MAX_SAFE_INTEGER;
      const ranges = this.#strays.get(key) ?? [];
      const believed = undefined;
      this.#lanes.set(key, { since, until: last, watermark, over, ranges, believed });
      return;
    }
    known.watermark = Math.max(known.watermark, watermark);
    known.over = Math.max(known.over, over);
    known.believed = undefined;
  }

  /** Takes a row of `confirmed_range`. */
  addRange({ destination, first, lane, last }: Tables["confirmed_range"]): void {
    if (last < first) return;
    const key = keyOf(destination, lane);
    const known = this.#lanes.get(key);
    if (known === undefined) this.#strays.getOrInsertComputed(key, () => []).push({ first, last });
    else {
      known.ranges.push({ first, last });
      known.believed = undefined;
    }
  }

  /** Takes a row of `destination`: a number only means something with its name. */
  addDestination({ name, number }: Tables["destination"]): void {
    const names = this.#names.get(number) ?? new Set();
    this.#names.set(number, names.add(name));
  }

  /** Whether a destination of the new store is owed an event of the old one no more. */
  isOver(
    destination: { readonly number: number; readonly name: string },
    lane: number,
    ordinal: number,
  ): boolean {
    const names = this.#names.get(destination.number);
    if (names?.size !== 1 || !names.has(destination.name)) return false;
    const old = this.#lanes.get(keyOf(destination.number, lane));
    if (old === undefined) return false;
    if (ordinal <= old.watermark || ordinal > old.until) return true;
    old.believed ??= believedOf(old);
    return isIn(old.believed, ordinal);
  }
}

function keyOf(destination: number, lane: number): string {
  return `${destination}/${lane}`;
}

/** Nothing that is confirmed becomes owed again, so what was a range once is a part of one later. */
function believedOf({ over, ranges, watermark }: OldLane): OrdinalRange[] {
  // None touches the watermark: such a row is of another time or another table.
  const joined = join(ranges.filter(({ first }) => first > watermark + 1));
  const count = joined.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  return watermark + count === over ? joined : [];
}

/** The same ordinals, in order and apart. */
function join(ranges: readonly OrdinalRange[]): OrdinalRange[] {
  const joined: { first: number; last: number }[] = [];
  for (const { first, last } of ranges.toSorted((a, b) => a.first - b.first)) {
    const newest = joined.at(-1);
    if (newest !== undefined && first <= newest.last + 1) newest.last = Math.max(newest.last, last);
    else joined.push({ first, last });
  }
  return joined;
}

/** Whether one of some ranges, in order and apart, holds an ordinal. */
function isIn(ranges: readonly OrdinalRange[], ordinal: number): boolean {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[middle]!.last < ordinal) low = middle + 1;
    else high = middle;
  }
  return low < ranges.length && ranges[low]!.first <= ordinal;
}
