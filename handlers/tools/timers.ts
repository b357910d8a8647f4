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
