import { clearImmediate, clearTimeout, setImmediate, setTimeout } from "node:timers";

/** Runs something later. A simulation hands in one whose time it moves itself. */
export interface Timers {
  /** The returned function takes it back. */
  after(delayMs: number, run: () => void): () => void;
  /** Runs something once everything that came together has been looked at. */
  soon(run: () => void): () => void;
}

/** The timers of this machine. */
export const SYSTEM_TIMERS: Timers = {
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  soon(run) {
    const immediate = setImmediate(run);
    return () => clearImmediate(immediate);
  },
};

/** Resolves once everything that came together has been looked at, and what was sent is on its way. */
export function nextTurn(timers: Timers = SYSTEM_TIMERS): Promise<void> {
  return new Promise((resolve) => timers.soon(resolve));
}
