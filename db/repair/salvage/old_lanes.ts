/** How far each destination had confirmed in the damaged store, as far as that can be believed. */
import type { Tables } from "../../schema/rows.ts";

interface OldLane {
  readonly since: number;
  readonly until: number;
  watermark: number;
}

/**
 * Rows of `lane` that add up. The highest watermark holds: it never went back, so each one that was
 * ever written is a true lower bound. What was confirmed beyond it is owed again.
 */
export class OldLanes {
  readonly #lanes = new Map<string, OldLane>();
  readonly #names = new Map<number, Set<string>>();

  /** Takes a row of `lane`. A single number that was changed breaks the sum. */
  addLane(row: Tables["lane"]): void {
    const { destination, lane, since, until, watermark, beyond, skipped, delivered, shed } = row;
    if (watermark + beyond !== since + skipped + delivered + shed) return;
    const key = `${destination}/${lane}`;
    const known = this.#lanes.get(key);
    if (known !== undefined) known.watermark = Math.max(known.watermark, watermark);
    else {
      const last = until ?? Number.MAX_SAFE_INTEGER;
      this.#lanes.set(key, { since, until: last, watermark });
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
    const old = this.#lanes.get(`${destination.number}/${lane}`);
    if (old === undefined) return false;
    return ordinal <= old.watermark || ordinal > old.until;
  }
}
