import type { Tables } from "../schema/rows.ts";
import type { Connection } from "../sqlite/connection.ts";

/**
 * The watermark moves over so many events at most in one transaction, so that an alarm never waits for
 * the end of a long hold-up: what is left of it moves with the next confirmations.
 */
const LARGEST_MOVE = 5_000;

/**
 * A destination's lane while one transaction works on it.
 *
 *     since          watermark      beyond        last
 *       │ confirmed ···· │ ✗ ✓ ✗ ✓ ✓  ✗ ✗ ✗ ✗ ✗ │       ✓ = a row in lane_confirmed
 *
 * The watermark moves over what is contiguous, so a lane that is confirmed in order never writes
 * more than its own row. Events outside of the range can be owed one by one, by escalation.
 */
export class LaneState {
  readonly #db: Connection;
  readonly offered: number;
  readonly #since: number;
  readonly #until: number;
  readonly #key: readonly [destination: number, lane: number];
  readonly #hasEscalated: boolean;
  readonly #fresh = new Set<number>();
  readonly #freshEscalated = new Set<number>();
  #shedCount = 0;
  #skippedCount = 0;
  #watermark: number;

  private constructor(db: Connection, row: Tables["lane"]) {
    this.#db = db;
    this.#key = [row.destination, row.lane];
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
    return ordinal <= this.#watermark || this.#fresh.has(ordinal) || this.#isStored(ordinal);
  }

  /** Ends what is owed of one event; what was confirmed before stays so and counts once. */
  confirm(ordinal: number): void {
    if (this.isConfirmed(ordinal)) return;
    (this.#isInRange(ordinal) ? this.#fresh : this.#freshEscalated).add(ordinal);
  }

  /** Gives up what is owed of one event. */
  shed(ordinal: number): void {
    if (this.isConfirmed(ordinal)) return;
    this.#fresh.add(ordinal);
    this.#shedCount++;
  }

  /** Leaves out an event that was gone before the destination began. */
  skip(ordinal: number): void {
    if (this.#fresh.has(ordinal)) return;
    this.#fresh.add(ordinal);
    this.#skippedCount++;
  }

  /** Writes what changed. */
  save(): void {
    this.#saveEscalated();
    if (this.#fresh.size === 0) return;
    const delivered = this.#fresh.size - this.#shedCount - this.#skippedCount;
    const passed = this.#moveWatermark();
    for (const ordinal of this.#fresh) this.#store(ordinal);
    this.#db.run(
      `update lane set watermark = ?, delivered = delivered + ?, shed = shed + ?,
                       skipped = skipped + ?, beyond = beyond + ?
       where destination = ? and lane = ?`,
      this.#watermark,
      delivered,
      this.#shedCount,
      this.#skippedCount,
      this.#fresh.size - passed,
      ...this.#key,
    );
    this.#fresh.clear();
    this.#shedCount = 0;
    this.#skippedCount = 0;
  }

  #saveEscalated(): void {
    if (this.#freshEscalated.size === 0) return;
    for (const ordinal of this.#freshEscalated) {
      this.#db.run(
        "update escalation set confirmed = 1 where destination = ? and lane = ? and ordinal = ?",
        ...this.#key,
        ordinal,
      );
    }
    this.#db.run(
      `update lane set escalated_delivered = escalated_delivered + ?
       where destination = ? and lane = ?`,
      this.#freshEscalated.size,
      ...this.#key,
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
      ...this.#key,
      ordinal,
    );
    return row && row.confirmed === 1;
  }

  /** The count of rows that the watermark made superfluous. */
  #moveWatermark(): number {
    let next = this.#watermark + 1;
    const bound = next + LARGEST_MOVE;
    while (next < bound && (this.#fresh.delete(next) || this.#isStored(next))) next++;
    if (next === this.#watermark + 1) return 0;
    this.#watermark = next - 1;
    return this.#db.run(
      "delete from lane_confirmed where destination = ? and lane = ? and ordinal <= ?",
      ...this.#key,
      this.#watermark,
    );
  }

  #isStored(ordinal: number): boolean {
    const row = this.#db.get(
      "select 1 from lane_confirmed where destination = ? and lane = ? and ordinal = ?",
      ...this.#key,
      ordinal,
    );
    return row !== undefined;
  }

  #store(ordinal: number): void {
    this.#db.run(
      "insert into lane_confirmed (destination, lane, ordinal) values (?, ?, ?)",
      ...this.#key,
      ordinal,
    );
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
