/**
 * Long runs of ordinals that nothing is owed of, as far as a reader has seen. One event that its
 * destination refuses holds the watermark back, and all that is confirmed behind it would be looked at
 * again by each poll. Nothing that is confirmed becomes owed again, so what was seen once stays true
 * for as long as the store is the same.
 */

/** Ordinals from the first up to the last, both included. */
export interface Run {
  readonly first: number;
  readonly last: number;
}

/** Shorter ones cost less to look at than to remember. */
const SHORTEST_RUN = 256;
/** Runs remembered of one lane; the shortest goes first. */
const RUN_LIMIT = 64;

export class ConfirmedRuns {
  /** By destination and lane, in order and apart from each other. */
  readonly #lanes = new Map<string, Run[]>();

  /** @param shortestRun Ordinals from which on a run is remembered. */
  constructor(readonly shortestRun = SHORTEST_RUN) {}

  /** The first run of a lane that goes beyond an ordinal. */
  beyond(destination: number, lane: number, ordinal: number): Run | undefined {
    return this.#lanes.get(nameOf(destination, lane))?.find(({ last }) => last > ordinal);
  }

  /** Nothing is owed of these ordinals, and never will be. */
  note(destination: number, lane: number, { first, last }: Run): void {
    if (last < first) return;
    const name = nameOf(destination, lane);
    const runs = this.#lanes.get(name) ?? [];
    const touching = runs.filter((run) => run.last >= first - 1 && run.first <= last + 1);
    const whole = {
      first: Math.min(first, ...touching.map((run) => run.first)),
      last: Math.max(last, ...touching.map((run) => run.last)),
    };
    if (whole.last - whole.first + 1 < this.shortestRun) return;
    const others = runs.filter((run) => !touching.includes(run));
    this.#lanes.set(name, shortened([...others, whole]).sort((a, b) => a.first - b.first));
  }

  /** Another store is read from now on. */
  clear(): void {
    this.#lanes.clear();
  }
}

function shortened(runs: Run[]): Run[] {
  const lengthOf = ({ first, last }: Run) => last - first;
  return runs.sort((a, b) => lengthOf(b) - lengthOf(a)).slice(0, RUN_LIMIT);
}

function nameOf(destination: number, lane: number): string {
  return `${destination}/${lane}`;
}
