import type { Reader } from "../../../db/reader.ts";
import { pendingByPriority } from "../pending.ts";

/**
 * Whether a destination that cannot be reached is owed anything critical. It is asked at every wake,
 * so the lanes are looked at only when something came: whoever can be reached is not slowed down.
 */
export class PendingCritical {
  readonly #reader: Pick<Reader, "lanes" | "newestSequence">;
  readonly #destination: number;
  #newest = -1;
  #isPending = false;

  constructor(
    reader: Pick<Reader, "lanes" | "newestSequence">,
    destination: number,
  ) {
    this.#reader = reader;
    this.#destination = destination;
  }

  hasPending(): boolean {
    const newest = this.#reader.newestSequence();
    if (newest === this.#newest) return this.#isPending;
    this.#newest = newest;
    return this.#isPending =
      pendingByPriority(this.#reader.lanes(), this.#destination).critical > 0;
  }
}
