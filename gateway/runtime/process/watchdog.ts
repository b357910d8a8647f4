/**
 * Notifies the service manager that the gateway is alive, for as long as that is true. A service that
 * does not for a whole `WatchdogSec` is killed and started again.
 *
 *     the event loop stands still ───────────────────▶ no timer runs, no notice
 *     work waits and the writer has not answered for 5 minutes ─▶ no notice
 *     a disk that is slow, full, read-only or fails ─▶ the writer answers: notified
 *
 * A disk that fails is survived by design: panics go out from memory, and a restart would only lose
 * time. So the writer counts as hung only when it says nothing at all for longer than any disk that
 * still works takes for a batch. What waits then is in no store and its wearables have no answer:
 * they repeat it to the gateway that comes after.
 */
import type { ServiceManager } from "../../platform/service_manager.ts";

/** Longest silence of a writer that has work, in ms: ten syncs of 30 s each. */
export const WRITER_SILENCE_MS = 300_000;
/** It is notified so many times within the time that the manager waits. */
const TIMES = 4;

export interface WatchdogParts {
  readonly manager: Pick<ServiceManager, "notify" | "watchdogMs">;
  /** How long the writer has owed an answer for work that waits, in ms; 0: nothing waits. */
  readonly writerSilentMs: () => number;
}

export class Watchdog implements Disposable {
  readonly #timer: ReturnType<typeof setInterval> | undefined;
  readonly #parts: WatchdogParts;

  /** Begins at once; where no manager watches, nothing is done. */
  constructor(parts: WatchdogParts) {
    this.#parts = parts;
    const { watchdogMs } = parts.manager;
    if (watchdogMs === undefined) return;
    this.notify();
    this.#timer = setInterval(() => this.notify(), watchdogMs / TIMES);
  }

  /** Says that all is well, if it is. */
  notify(): void {
    const { manager, writerSilentMs } = this.#parts;
    if (writerSilentMs() < WRITER_SILENCE_MS) manager.notify("WATCHDOG=1");
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
