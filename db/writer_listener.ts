import type { Replacement } from "./recovery/replace.ts";
import type { TroubleReason } from "./trouble.ts";

/** Who wants to know how the disk does. */
export interface WriterListener {
  onTrouble(reason: TroubleReason, message: string): void;
  onRecovered(): void;
  /** The files under the store's name are others now: readers must open them again. */
  onMoved(): void;
  /** A damaged store was set aside, and a fresh one is used since. */
  onReplaced(replacement: Replacement): void;
}

/** Nobody wants to know. */
export const SILENT: WriterListener = {
  onTrouble() {},
  onRecovered() {},
  onMoved() {},
  onReplaced() {},
};
