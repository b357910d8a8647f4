import { MEASUREMENT_UNIT_MS, type MeasurementKind, type NewMeasurement } from "../../db/store.ts";
import { Spread } from "../../devices/tools/spread.ts";

/** Series of five minutes that are held at most; with so many the disk has taken none for long. */
const SERIES_LIMIT = 50_000;

interface Pending {
  readonly subject: string;
  readonly kind: MeasurementKind;
  /** In five minutes since 1970. */
  readonly at: number;
  count: number;
  sum: number;
  low: number;
  high: number;
  readonly spread: Spread | undefined;
}

/** What was measured and is not on the disk yet, in sums of five minutes. */
export class PendingMeasurements {
  #series = new Map<string, Pending>();
  #dropped = 0;

  /** Values that found no room since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  add(subject: string, kind: MeasurementKind, value: number, unixMs: number): void {
    const at = Math.floor(unixMs / MEASUREMENT_UNIT_MS);
    const key = `${at} ${kind} ${subject}`;
    const known = this.#series.get(key);
    if (known !== undefined) return count(known, value);
    if (this.#series.size >= SERIES_LIMIT) {
      this.#dropped++;
      return;
    }
    const spread = kind.endsWith("-ms") ? new Spread() : undefined;
    const first = { subject, kind, at, count: 0, sum: 0, low: value, high: value, spread };
    count(first, value);
    this.#series.set(key, first);
  }

  /**
   * Gives them all and holds none of them any more; in the order in which they were heard, which is nearly
   * that of the numbers of periodic senders, so that neighbours on the disk are written together.
   */
  take(): NewMeasurement[] {
    const taken = [...this.#series.values()];
    this.#series = new Map();
    return taken.map(({ spread, ...its }) => ({ ...its, spread: spread?.encode() }));
  }
}

function count(pending: Pending, value: number): void {
  pending.count++;
  pending.sum += value;
  pending.low = Math.min(pending.low, value);
  pending.high = Math.max(pending.high, value);
  pending.spread?.add(value);
}
