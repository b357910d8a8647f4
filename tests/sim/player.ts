/** A Worker that plays some of the seeds, so that both cores of a small machine are used. */
import { Disk } from "./disk.ts";
import { simulate } from "./simulation.ts";

/** Seeds `first`, `first + step` … below `end`. */
export interface Share {
  readonly first: number;
  readonly step: number;
  readonly end: number;
}

/** The first seed that broke a promise; absent: none did. */
export interface Outcome {
  readonly seed?: number;
  readonly message?: string;
}

async function play({ first, step, end }: Share): Promise<Outcome> {
  using disk = new Disk();
  for (let seed = first; seed < end; seed += step) {
    try {
      await simulate(seed, disk);
    } catch (cause) {
      return {
        seed,
        message: cause instanceof Error ? cause.stack ?? cause.message : String(cause),
      };
    }
  }
  return {};
}

const scope = globalThis as unknown as {
  onmessage: (message: MessageEvent<Share>) => void;
  postMessage(outcome: Outcome): void;
};
scope.onmessage = async ({ data }) => scope.postMessage(await play(data));
