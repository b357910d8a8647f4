import type { Replacement } from "../repair/rebuild/replace.ts";
import type { StoreFault } from "../sqlite/store_fault.ts";

/** Who wants to know how the disk does. */
export interface WriterListener {
  onFault(reason: StoreFault, message: string): void;
  onRecovered(): void;
  /** The files under the store's name are others now: readers must open them again. */
  onMoved(): void;
  /** A damaged store was set aside, and a fresh one is used since. */
  onReplaced(replacement: Replacement): void;
}

/** For callers that need no events. */
export const SILENT: WriterListener = {
  onFault() {},
  onRecovered() {},
  onMoved() {},
  onReplaced() {},
};

/**
 * The same listener, whose own failures end there: they are reported as uncaught, and the writer that
 * called it goes on with its work.
 */
export function guarded(listener: WriterListener): WriterListener {
  return {
    onFault: (reason, message) => survive(() => listener.onFault(reason, message)),
    onRecovered: () => survive(() => listener.onRecovered()),
    onMoved: () => survive(() => listener.onMoved()),
    onReplaced: (replacement) => survive(() => listener.onReplaced(replacement)),
  };
}

function survive(notify: () => void): void {
  try {
    notify();
  } catch (cause) {
    reportError(cause);
  }
}
