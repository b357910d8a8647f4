import type { Progress } from "./progress.ts";
import type { Scale } from "./scale.ts";

/** What a measure works with. */
export interface BenchContext {
  readonly scale: Scale;
  /** An empty folder, its own; it is removed afterwards. */
  readonly folder: string;
  readonly progress: Progress;
}
