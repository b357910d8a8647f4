import type { Reader } from "../../db/store.ts";
import { timeOf } from "./audit_scan.ts";

/**
 * The number before which all entries of before a time are: where to begin to read backwards from it.
 * Where the clock was set back, it may be one of several.
 */
export function numberAt({ audit }: Pick<Reader, "audit">, unixMs: number): number {
  let [low, high] = [1, audit.head().number + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    // Days that were closed leave no entries: what comes after them is the next there is.
    const found = audit.after(middle - 1, 1)[0];
    if (found === undefined || atOf(found.entry) >= unixMs) high = middle;
    else low = Math.max(middle, found.number) + 1;
  }
  return low;
}

function atOf(entry: string): number {
  return Date.parse(timeOf(entry));
}
