import type { WriteName, WriteOutput, WriteRequest } from "../transactions/transactions.ts";
import type { WriteResult } from "./writer_worker.ts";

/** After this time what was erased is gone from the log too, in ms; a card wears out by less often. */
const ERASE_LOG_MS = 3_600_000;
/** The first time sooner, in ms: a whole round of retention is over by then. */
const FIRST_MS = 60_000;

/** How much a call that erases has taken away; undefined: it erases nothing. */
const ERASED: Partial<{ [N in WriteName]: (output: WriteOutput<N>) => number }> = {
  expireEvents: ({ redacted, removed }) => redacted + removed,
  forgetMessages: (count) => count,
  forgetRejected: (count) => count,
  retireDevice: ({ code }) => code === "retired" ? 1 : 0,
};

/**
 * Knows when the log still holds pages as they were before something was erased. The log is emptied
 * then, at most once an hour.
 */
export class ErasedLog {
  #erasedAtMs: number | undefined;
  #emptiedAtMs: number | undefined;

  /** @param nowMs Monotonic clock. */
  note(calls: readonly WriteRequest[], results: readonly WriteResult[], nowMs: number): void {
    const hasErased = calls.some(({ name }, at) => {
      const result = results[at]!;
      const count = ERASED[name] as ((output: unknown) => number) | undefined;
      return count !== undefined && result.ok && count(result.value) > 0;
    });
    if (hasErased) this.#erasedAtMs = nowMs;
  }

  /** Something was erased by other ways than a call. */
  noteErased(nowMs: number): void {
    this.#erasedAtMs = nowMs;
  }

  isDue(nowMs: number): boolean {
    if (this.#erasedAtMs === undefined) return false;
    return this.#emptiedAtMs === undefined
      ? nowMs - this.#erasedAtMs >= FIRST_MS
      : nowMs - this.#emptiedAtMs >= ERASE_LOG_MS;
  }

  emptied(nowMs: number): void {
    this.#erasedAtMs = undefined;
    this.#emptiedAtMs = nowMs;
  }
}
