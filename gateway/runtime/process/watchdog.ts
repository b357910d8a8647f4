/**
 * Tells the service manager that the gateway is alive, for as long as that is true. Who tells nothing
 * for a whole `WatchdogSec` is killed and started again.
 *
 *     the event loop stands still ───────────────────▶ no timer runs, nothing is told
 *     work waits and the writer has not answered for 5 minutes ─▶ nothing is told
 *     a disk that is slow, full, read-only or fails ─▶ the writer answers: all is told
 *
 * A disk in trouble is survived by design: panics go out from memory, and a restart would only lose
 * time. So the writer counts as hung only when it says nothing at all for longer than any disk that
 * still works takes for a batch. What waits then is in no store and its wearables have no answer:
 * they repeat it to the gateway that comes after.
 */
import type { ServiceManager } from "../../platform/service_manager.ts";

/** Longest silence of a writer that has work, in ms: ten syncs of 30 s each. */
export const WRITER_SILENCE_MS = 300_000;
/** It is told so many times within the time that the manager waits. */
const TIMES = 4;

export interface WatchdogParts {
  readonly manager: Pick<ServiceManager, "tell" | "watchdogMs">;
  /** How long the writer has owed an answer for work that waits, in ms; 0: nothing waits. */
  readonly writerSilentMs: () => number;
}

export class Watchdog implements Disposable {
  readonly #timer: ReturnType<typeof setInterval> | undefined;
  readonly #parts: WatchdogParts;

  /** Begins at once; where nobody watches, nothing is done. */
  constructor(parts: WatchdogParts) {
    this.#parts = parts;

    const { watchdogMs } = parts.manager;
    if (watchdogMs === undefined) return;
    this.tell();
    this.#timer = setInterval(() => this.tell(), watchdogMs / TIMES);
  }

  /** Tells that all is well, if it is. */
  tell(): void {
    const { manager, writerSilentMs } = this.#parts;
    if (writerSilentMs() < WRITER_SILENCE_MS) manager.tell("WATCHDOG=1");
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
