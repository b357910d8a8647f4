import type { NamedRow } from "../pages/row_kinds.ts";

/**
 * One row for each key generation, with a replay state that can be believed. A damaged epoch that is
 * too high would silence a wearable for good, one that is too low only lets an old frame through
 * that its event id gives away. So the highest state holds of which the very message is known to
 * have been seen; without one, the lowest.
 * @param keys In the order in which their sources are trusted.
 */
export function keyStates(keys: readonly NamedRow[], seen: readonly NamedRow[]): NamedRow[] {
  const messages = new Set(seen.map((row) => nameOf(row, row["epoch"], row["counter"])));
  const generations = Map.groupBy(keys, (row) => `${row["device"]}/${row["kid"]}`);
  return [...generations.values()].map((candidates) => {
    const ordered = candidates.toSorted(byState);
    const proven = ordered.findLast((row) =>
      messages.has(nameOf(row, row["newest_epoch"], row["newest_counter"]))
    );
    const { newest_epoch, newest_counter } = (proven ?? ordered[0])!;
    return { ...candidates[0], newest_epoch: newest_epoch!, newest_counter: newest_counter! };
  });
}

function nameOf(row: NamedRow, epoch: unknown, counter: unknown): string {
  return [row["device"], row["kid"], epoch, counter].join("/");
}

function byState(a: NamedRow, b: NamedRow): number {
  const difference = (column: string) => (a[column] as number) - (b[column] as number);
  return difference("newest_epoch") || difference("newest_counter");
}
