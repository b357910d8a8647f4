import type { Clock, ClockQuality, MonotonicMs, UnixMs } from "../../devices/time.ts";
import type { Timers } from "../../handlers/tools/timers.ts";

/** Turns of the microtask queue after each event: more than any chain of promises here is long. */
const TURNS = 20;
const START_UNIX_MS = Date.UTC(2026, 10, 23, 17, 50);

interface Waiting {
  readonly atMs: number;
  readonly run: () => void;
}

/** Time that stands still while anything happens and jumps to the next event when nothing does. */
export class VirtualTime implements Timers, Clock {
  readonly bootId = "00000000-0000-4000-8000-000000000002";
  #nowMs = 1_000;
  #wallOffsetMs = START_UNIX_MS;
  #quality: ClockQuality = "ntp";
  readonly #waiting = new Set<Waiting>();

  monotonicMs(): MonotonicMs {
    return this.#nowMs as MonotonicMs;
  }

  unixMs(): UnixMs {
    return this.#nowMs + this.#wallOffsetMs as UnixMs;
  }

  expiryUnixMs(): UnixMs {
    return START_UNIX_MS as UnixMs;
  }

  quality(): ClockQuality {
    return this.#quality;
  }

  /** The wall clock steps. */
  stepWall(ms: number): void {
    this.#wallOffsetMs += ms;
    this.#quality = "unsynchronised";
  }

  readonly after = (delayMs: number, run: () => void): () => void => {
    const waiting = { atMs: this.#nowMs + Math.max(0, delayMs), run };
    this.#waiting.add(waiting);
    return () => this.#waiting.delete(waiting);
  };

  soon(run: () => void): () => void {
    return this.after(0, run);
  }

  /** Lets things happen until something is so, at most for a time; says whether it came to be. */
  async runUntil(isSo: () => boolean, limitMs: number): Promise<boolean> {
    const endMs = this.#nowMs + limitMs;
    while (!isSo()) {
      const next = this.#next();
      if (next === undefined || next.atMs > endMs) {
        this.#nowMs = endMs;
        return isSo();
      }
      this.#waiting.delete(next);
      this.#nowMs = next.atMs;
      next.run();
      for (let turn = 0; turn < TURNS; turn++) await undefined;
    }
    return true;
  }

  /** Of those at one time the one that was asked for first: a set keeps the order. */
  #next(): Waiting | undefined {
    let first: Waiting | undefined;
    for (const waiting of this.#waiting) {
      if (first === undefined || waiting.atMs < first.atMs) first = waiting;
    }
    return first;
  }
}

/** The timers of one process: they end with it. */
export class ProcessTimers implements Timers {
  #isOver = false;

  constructor(readonly time: VirtualTime) {}

  after(delayMs: number, run: () => void): () => void {
    return this.time.after(delayMs, () => {
      if (!this.#isOver) run();
    });
  }

  soon(run: () => void): () => void {
    return this.after(0, run);
  }

  end(): void {
    this.#isOver = true;
  }
}
