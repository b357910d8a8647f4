import { printable } from "../../devices/printable.ts";
import { print } from "./output.ts";

/** Prints rows under their headings, each column as wide as its widest cell. */
export function printTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  // A line break in a cell would forge a row.
  const all = [headings, ...rows].map((row) => row.map(printable));
  const widths = headings.map((_, at) => Math.max(...all.map((row) => row[at]!.length)));
  for (const row of all) {
    print(row.map((cell, at) => cell.padEnd(widths[at]!)).join("  ").trimEnd());
  }
}
