/**
 * How values are spread, in a few bytes: counts of classes whose limits grow by a tenth. Spreads are
 * added, so that hours are made of minutes and months of hours, and a quantile of the whole is known to
 * within a twentieth, whatever the period. The idea is DDSketch's (Masson, Rim, Lee; VLDB 2019).
 *
 *     bytes: class, count as base-128 digits, least first, a set high bit says that another follows; …
 */

/** Each class ends at so many times the end of the one below it. */
const GROWTH = 1.1;
/** Class 0 holds what is at most 1; the last one everything above 10^9. */
const LAST_CLASS = Math.ceil(Math.log(1e9) / Math.log(GROWTH));

/** Counts by class. */
export class Spread {
  readonly #counts = new Map<number, number>();

  /** What `encode` gave. @throws RangeError when a count ends before its last digit. */
  static decode(bytes: Uint8Array): Spread {
    const spread = new Spread();
    for (let at = 0; at < bytes.length;) {
      const of = bytes[at++]!;
      let [count, unit, digit] = [0, 1, 0x80];
      while (digit >= 0x80) {
        if (at >= bytes.length) throw new RangeError("a spread ends within a count");
        digit = bytes[at++]!;
        count += (digit & 0x7f) * unit;
        unit *= 0x80;
      }
      spread.#count(of, count);
    }
    return spread;
  }

  /** Counts one value, 0 or more. */
  add(value: number): void {
    const of = value <= 1 ? 0 : Math.ceil(Math.log(value) / Math.log(GROWTH));
    this.#count(Math.min(of, LAST_CLASS), 1);
  }

  /** Counts everything that another has counted. */
  addAll(other: Spread): void {
    for (const [of, count] of other.#counts) this.#count(of, count);
  }

  /**
   * The value below which a share of all values lies, within a twentieth; undefined: there is none.
   * @param share From 0 to 1.
   */
  quantile(share: number): number | undefined {
    const classes = [...this.#counts].sort(([a], [b]) => a - b);
    const total = classes.reduce((sum, [, count]) => sum + count, 0);
    let left = Math.max(1, Math.ceil(share * total));
    for (const [of, count] of classes) {
      left -= count;
      if (left <= 0) return middleOf(of);
    }
    return undefined;
  }

  encode(): Uint8Array {
    const bytes: number[] = [];
    for (const [of, count] of [...this.#counts].sort(([a], [b]) => a - b)) {
      bytes.push(of);
      let left = count;
      for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push(0x80 | left % 0x80);
      bytes.push(left);
    }
    return Uint8Array.from(bytes);
  }

  #count(of: number, count: number): void {
    this.#counts.set(of, (this.#counts.get(of) ?? 0) + count);
  }
}

/** As far from both ends of the class. */
function middleOf(of: number): number {
  return of === 0 ? 1 : 2 * GROWTH ** of / (1 + GROWTH);
}
