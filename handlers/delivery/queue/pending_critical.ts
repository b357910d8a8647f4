import type { Reader } from "../../../db/store.ts";
import { pendingByPriority } from "../pending.ts";

/**
 * Whether a destination that cannot be reached is owed anything critical. It is asked at every wake,
 * so the lanes are looked at only when something came: whoever can be reached is not slowed down.
 */
export class PendingCritical {
  readonly #reader: Pick<Reader, "events" | "lanes">;
  readonly #destination: number;
  #newest = -1;
  #isPending = false;

  constructor(
    reader: Pick<Reader, "events" | "lanes">,
    destination: number,
  ) {
    this.#reader = reader;
    this.#destination = destination;
  }

  hasPending(): boolean {
    const newest = this.#reader.events.newestSequence();
    if (newest === this.#newest) return this.#isPending;
    this.#newest = newest;
    return this.#isPending =
      pendingByPriority(this.#reader.lanes.all(), this.#destination).critical > 0;
  }
}
