import {
  hasErased,
  type WriteName,
  type WriteOutput,
  type WriteRequest,
} from "../transactions/transactions.ts";
import type { WriteResult } from "./messages.ts";

/** After this time what was erased is gone from the log too, in ms; a card wears out by less often. */
const ERASE_LOG_MS = 3_600_000;
/** The first time sooner, in ms: a whole round of retention is over by then. */
const FIRST_MS = 60_000;

/**
 * Knows when the log still holds pages as they were before something was erased. The log is emptied
 * then, at most once an hour.
 */
export class ErasedLog {
  #erasedAtMs: number | undefined;
  #emptiedAtMs: number | undefined;

  /** @param nowMs Monotonic clock. */
  note(writes: readonly WriteRequest[], results: readonly WriteResult[], nowMs: number): void {
    const isErased = writes.some(({ name }, at) => {
      const result = results[at]!;
      return result.ok && hasErased(name, result.value as WriteOutput<WriteName>);
    });
    if (isErased) this.#erasedAtMs = nowMs;
  }

  /** Something was erased by other ways than a write. */
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
