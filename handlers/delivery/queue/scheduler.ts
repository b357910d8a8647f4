/**
 * Which event a destination gets next. Pure: what waits and what is in flight comes in.
 *
 *     window   ■ ■ ■ ■ ■ ■ ■ □        the last slot is kept for critical events
 *     turns    c c c c … c l c c …    most urgent first, and what was passed over long enough
 *
 * Within a priority, events that were never published go before those that are due again, by the
 * same rule, so that neither can hold up the other for ever.
 */
import { PRIORITIES } from "../../../devices/event.ts";

/** Place of a priority in the order of urgency; 0 is critical. */
export type Urgency = number;
export const CRITICAL: Urgency = 0;

/** Slots of a window that only critical events may take; a window of 1 has none. */
const RESERVED_SLOTS = 1;
/**
 * A priority that waits gets at least one turn in so many. Three priorities that are due together
 * wait for each other, so that this is a little more than the 5 % that each is promised.
 */
const TURN_ONE_IN = 16;
/** An event that is due again gets at least one turn in so many of its priority. */
const RETRY_ONE_IN = 4;

/** Takes turns: the most urgent class first, but none waits for ever. */
export class FairRotation {
  readonly #oneIn: number;
  readonly #passedOver: number[];
  readonly #indexes: readonly number[];

  /** @param oneIn A class that waits is passed over at most this often, less one, in a row. */
  constructor(classes: number, oneIn: number) {
    this.#oneIn = oneIn;
    this.#passedOver = new Array<number>(classes).fill(0);
    this.#indexes = [...this.#passedOver.keys()];
  }

  /**
   * The class whose turn it is, or undefined when none can go.
   * @param mayGo Whether there is room for the class; without it the class keeps its claim.
   * @param waits Whether it has something to send. Asked only of those that could be next, for
   * the answer may cost a query; a class may therefore claim a turn in its first moment.
   */
  next(mayGo: (index: number) => boolean, waits: (index: number) => boolean): number | undefined {
    const chosen = this.#overdue(mayGo, waits) ?? this.#first(mayGo, waits);
    if (chosen !== undefined) this.#pass(chosen);
    return chosen;
  }

  #first(mayGo: (index: number) => boolean, waits: (index: number) => boolean) {
    for (const index of this.#indexes) if (mayGo(index) && waits(index)) return index;
    return undefined;
  }

  #overdue(mayGo: (index: number) => boolean, waits: (index: number) => boolean) {
    // It is asked for each event, and mostly none is.
    if (this.#longestPassedOver() < this.#oneIn - 1) return undefined;
    const claims = this.#indexes
      .filter((index) => this.#passedOver[index]! >= this.#oneIn - 1 && mayGo(index))
      .sort((a, b) => this.#passedOver[b]! - this.#passedOver[a]!);
    return claims.find((index) => {
      const isWaiting = waits(index);
      if (!isWaiting) this.#passedOver[index] = 0;
      return isWaiting;
    });
  }

  #longestPassedOver(): number {
    let longest = 0;
    for (const times of this.#passedOver) longest = Math.max(longest, times);
    return longest;
  }

  #pass(chosen: number): void {
    for (const index of this.#indexes) {
      if (index > chosen) this.#passedOver[index]!++;
    }
    this.#passedOver[chosen] = 0;
  }
}

/** What is published and not answered yet. */
export interface InFlight {
  readonly critical: number;
  readonly others: number;
}

/** Whether one more publish of an urgency fits into the window. */
export function hasRoom(window: number, inFlight: InFlight, urgency: Urgency): boolean {
  if (inFlight.critical + inFlight.others >= window) return false;
  return urgency === CRITICAL || window === 1 || inFlight.others < window - RESERVED_SLOTS;
}

/** What waits, by urgency. */
export interface Waiting {
  /** Events that were not published yet. */
  hasFresh(urgency: Urgency): boolean;
  /** Events whose time to be published again has come. */
  hasDue(urgency: Urgency): boolean;
}

export interface Choice {
  readonly urgency: Urgency;
  readonly source: "fresh" | "due";
}

const SOURCES = ["fresh", "due"] as const;

/** Decides for one destination; remembers only who was passed over. */
export class Scheduler {
  readonly #priorities = new FairRotation(PRIORITIES.length, TURN_ONE_IN);
  readonly #sources = PRIORITIES.map(() => new FairRotation(SOURCES.length, RETRY_ONE_IN));

  /**
   * What goes next; undefined when nothing waits or nothing fits.
   * @param mayGo Whether one more publish of an urgency may go out now.
   */
  next(waiting: Waiting, mayGo: (urgency: Urgency) => boolean): Choice | undefined {
    const urgency = this.#priorities.next(
      mayGo,
      (urgency) => waiting.hasFresh(urgency) || waiting.hasDue(urgency),
    );
    if (urgency === undefined) return undefined;
    const source = this.#sources[urgency]!.next(
      () => true,
      (index) => SOURCES[index] === "due" ? waiting.hasDue(urgency) : waiting.hasFresh(urgency),
    );
    return { urgency, source: SOURCES[source!]! };
  }
}
