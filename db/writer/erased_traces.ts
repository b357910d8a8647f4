/** Nothing of what was erased stays readable in the log, or in pages that an earlier version left free. */
import type { Connection } from "../sqlite/connection.ts";
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

/** In `meta` once no page that nothing uses holds anything of before. */
const KEY = "free-pages-erased";
/** Pages given back at once, so that an alarm does not wait. */
const PAGES = 512;

/**
 * Gives pages back that an earlier version left free with what had been in them; from then on each is
 * zeros when it becomes free. To be called again and again.
 * @returns true: nothing is left to be done.
 */
export function eraseOldFreePages(db: Connection): boolean {
  if (db.get("select 1 from meta where key = ?", KEY) !== undefined) return true;
  if (db.freePages() > 0) {
    db.shrink(PAGES);
    return false;
  }
  db.run("insert or replace into meta (key, value) values (?, '1')", KEY);
  return true;
}
