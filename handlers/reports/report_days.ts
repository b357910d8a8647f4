/**
 * Makes the rows of daily reports of the events that are stored, a few at a time beside everything else.
 * Each event is read once; a report is never more than a minute behind.
 */
import type { StoreAccess } from "../../db/store.ts";
import type { Clock } from "../../devices/time.ts";
import { dayAfter, dayOf } from "../tools/day.ts";
import { DayFold } from "./day_fold.ts";

/** Events read at once: within about a millisecond, so that a panic does not wait. */
const PIECE = 25;
/** Events of one write. */
const WRITTEN = 500;
/** Between two pieces while it is behind, and between two looks, in ms. */
const NEXT_MS = 20;
const LOOK_MS = 60_000;
/** Days are kept for as long as events are, as the configuration says. */
export interface ReportDaysPorts {
  readonly store: StoreAccess;
  readonly clock: Pick<Clock, "unixMs">;
  readonly keptDays: number;
}

export class ReportDays {
  readonly #ports: ReportDaysPorts;
  #fold: DayFold | undefined;
  #from = 0;
  #through = 0;
  #count = 0;

  constructor(ports: ReportDaysPorts) {
    this.#ports = ports;
  }

  /** Does a piece; after so many ms the next one is due. */
  async work(): Promise<number> {
    const { read: reader } = this.#ports.store;
    const fold = this.#fold ??= this.#begin();
    const events = reader.events.after(this.#through, PIECE);
    for (const event of events) fold.add(event);
    this.#through = events.at(-1)?.sequence ?? this.#through;
    this.#count += events.length;
    const isBehind = events.length === PIECE;
    if (!isBehind || this.#count >= WRITTEN) await this.#write(fold);
    return isBehind ? NEXT_MS : LOOK_MS;
  }

  /** Does all that there is to do. */
  async catchUp(): Promise<void> {
    while (await this.work() === NEXT_MS);
  }

  /** From where the store says: after a write that failed that is before what was read. */
  #begin(): DayFold {
    const { read: reader } = this.#ports.store;
    this.#from = this.#through = reader.wearableDays.foldedThrough();
    this.#count = 0;
    return new DayFold({
      numberOf: (uid) => reader.devices.byUid(uid)?.number,
      stored: reader.wearableDays.ofDevice,
    });
  }

  async #write({ days, rows }: DayFold): Promise<void> {
    const { clock, keptDays, store } = this.#ports;
    const [count, from, through] = [this.#count, this.#from, this.#through];
    this.#fold = undefined;
    if (count === 0) return;
    const keptFrom = dayAfter(dayOf(clock.unixMs()), -keptDays);
    await store.write("foldWearableDays", { days, rows, from, through, keptFrom });
  }
}
