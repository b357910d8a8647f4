import type { Tables } from "../schema/rows.ts";
import type { Connection } from "../sqlite/connection.ts";
import {
  addRange,
  isInRange,
  type LaneOf,
  type OrdinalRange,
  rangesOf,
} from "./confirmed_ranges.ts";

/**
 * A destination's lane while one transaction works on it.
 *
 *     since          watermark      beyond        last
 *       │ confirmed ···· │ ✗ ✓ ✗ ✓ ✓  ✗ ✗ ✗ ✗ ✗ │       ✓ = in a row of confirmed_range
 *
 * The watermark moves over what is contiguous, so a lane that is confirmed in order never writes
 * more than its own row, and what is confirmed behind a hole is one row more. Events outside of the range can be owed one by one, by escalation.
 */
export class LaneState {
  readonly #db: Connection;
  readonly offered: number;
  readonly #since: number;
  readonly #until: number;
  readonly #of: LaneOf;
  readonly #hasEscalated: boolean;
  readonly #fresh = new Set<number>();
  readonly #freshRanges: OrdinalRange[] = [];
  readonly #freshEscalated = new Set<number>();
  #shedCount = 0;
  #skippedCount = 0;
  #watermark: number;

  private constructor(db: Connection, row: Tables["lane"]) {
    this.#db = db;
    this.#of = { destination: row.destination, lane: row.lane };
    this.#since = row.since;
    this.#until = row.until ?? Number.MAX_SAFE_INTEGER;
    this.offered = row.offered;
    this.#watermark = row.watermark;
    this.#hasEscalated = row.escalated !== 0;
  }

  /** Undefined when the destination never subscribed to the lane. */
  static load(db: Connection, destination: number, lane: number): LaneState | undefined {
    const row = db.get("select * from lane where destination = ? and lane = ?", destination, lane);
    return row === undefined ? undefined : new LaneState(db, row);
  }

  /** Whether the destination was ever owed the event, confirmed or not. */
  owes(ordinal: number): boolean {
    return this.#isInRange(ordinal) || this.#escalation(ordinal) !== undefined;
  }

  isConfirmed(ordinal: number): boolean {
    const isEscalated = this.#escalation(ordinal);
    if (isEscalated !== undefined) return isEscalated || this.#freshEscalated.has(ordinal);
    return ordinal <= this.#watermark || this.#fresh.has(ordinal) ||
      isInRange(this.#db, this.#of, ordinal);
  }

  /** Ends what is owed of one event; what was confirmed before stays so and counts once. */
  confirm(ordinal: number): void {
    if (this.isConfirmed(ordinal)) return;
    (this.#isInRange(ordinal) ? this.#fresh : this.#freshEscalated).add(ordinal);
  }

  /** The same of a range, of which nothing is owed by escalation alone. */
  confirmRange({ first, last }: OrdinalRange): void {
    this.#freshRanges.push({ first, last: Math.min(last, this.#until) });
  }

  /** Gives up what is owed of one event. */
  shed(ordinal: number): void {
    if (this.isConfirmed(ordinal)) return;
    this.#fresh.add(ordinal);
    this.#shedCount++;
  }

  /** Leaves out events that were gone before the destination began. */
  skip(range: OrdinalRange): void {
    this.#skippedCount += this.#addBeyond(range);
  }

  /** Writes what changed. */
  save(): void {
    this.#saveEscalated();
    const fresh = [...rangesOf(this.#fresh), ...this.#freshRanges];
    const confirmed = fresh.reduce((sum, range) => sum + this.#addBeyond(range), 0);
    this.#fresh.clear();
    this.#freshRanges.length = 0;
    if (confirmed + this.#skippedCount === 0) return;
    this.#db.run(
      `update lane set watermark = ?1, beyond = watermark + beyond + ?2 - ?1,
                       delivered = delivered + ?3, shed = shed + ?4, skipped = skipped + ?5
       where destination = ?6 and lane = ?7`,
      this.#watermark,
      confirmed + this.#skippedCount,
      confirmed - this.#shedCount,
      this.#shedCount,
      this.#skippedCount,
      this.#of.destination,
      this.#of.lane,
    );
    this.#shedCount = 0;
    this.#skippedCount = 0;
  }

  /** The count of ordinals that were over by nothing before. What is below the watermark is. */
  #addBeyond({ first, last }: OrdinalRange): number {
    const range = { first: Math.max(first, this.#watermark + 1), last };
    if (range.first > last) return 0;
    const { count, watermark } = addRange(this.#db, this.#of, this.#watermark, range);
    this.#watermark = watermark;
    return count;
  }

  #saveEscalated(): void {
    if (this.#freshEscalated.size === 0) return;
    for (const ordinal of this.#freshEscalated) {
      this.#db.run(
        "update escalation set confirmed = 1 where destination = ? and lane = ? and ordinal = ?",
        this.#of.destination,
        this.#of.lane,
        ordinal,
      );
    }
    this.#db.run(
      `update lane set escalated_delivered = escalated_delivered + ?
       where destination = ? and lane = ?`,
      this.#freshEscalated.size,
      this.#of.destination,
      this.#of.lane,
    );
    this.#freshEscalated.clear();
  }

  #isInRange(ordinal: number): boolean {
    return ordinal > this.#since && ordinal <= this.#until;
  }

  /** Whether an event that is owed by escalation alone is confirmed; undefined: it is not owed so. */
  #escalation(ordinal: number): boolean | undefined {
    if (!this.#hasEscalated) return undefined;
    const row = this.#db.get(
      `select confirmed from escalation
       where destination = ? and lane = ? and ordinal = ? and owed = 1`,
      this.#of.destination,
      this.#of.lane,
      ordinal,
    );
    return row && row.confirmed === 1;
  }
}

/** The account of one lane of a destination: owed = delivered + pending + shed. */
export interface LaneStanding {
  readonly destination: string;
  readonly number: number;
  readonly lane: number;
  readonly owed: number;
  readonly delivered: number;
  readonly pending: number;
  readonly shed: number;
}

/** Every lane that a destination was ever owed, by number of destination and lane. */
export function laneStandings(db: Connection): LaneStanding[] {
  return db.all<LaneStanding>(
    `select d.name as destination, d.number, l.lane,
            coalesce(l.until, t.value, 0) - l.since - l.skipped + l.escalated as owed,
            l.delivered + l.escalated_delivered as delivered, l.shed,
            coalesce(l.until, t.value, 0) - l.watermark - l.beyond
              + l.escalated - l.escalated_delivered as pending
     from lane l join destination d on d.number = l.destination
     left join tally t on t.name = 'lane/' || l.lane
     order by d.number, l.lane`,
  );
}
