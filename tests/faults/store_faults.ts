import type { Connection } from "../../db/sqlite/connection.ts";
import type { DirectStore } from "../../db/store.ts";
import { ChainCheck } from "../../handlers/audit/chain_check.ts";

/** What must not be in any store: pages that are damaged, accounts that do not add up. */
export function findFaults(store: DirectStore, connection: Connection): string[] {
  return [
    ...damages(connection),
    ...wrongAccounts(store),
    ...gaps(connection),
    ...brokenChain(store),
  ];
}

function damages(connection: Connection): string[] {
  return connection.all("pragma quick_check").map((row) => String(row["quick_check"]))
    .filter((text) => text !== "ok");
}

function wrongAccounts({ read }: DirectStore): string[] {
  const { lanes, counters } = read.lanes.accounts();
  const of = (name: string) => counters.get(name) ?? 0;
  const rejected = [...counters].filter(([name]) => name.startsWith("frames/rejected/"))
    .reduce((sum, [, count]) => sum + count, 0);
  const frames = of("frames/accepted") + of("frames/repeated") + rejected;
  return [
    ...of("frames/received") === frames ? [] : ["the frames do not add up"],
    ...lanes.filter(({ owed, delivered, pending, shed }) => owed !== delivered + pending + shed)
      .map(({ destination, lane }) => `lane ${lane} of ${destination} does not add up`),
    ...lanes.filter(({ number, lane, pending }) =>
      read.lanes.pending(number, lane, 0, 100_000).length !== pending
    ).map(({ destination, lane }) => `lane ${lane} of ${destination} has not what is pending`),
  ];
}

/** The audit chain is whole, whatever was killed. */
export function brokenChain({ read }: Pick<DirectStore, "read">): string[] {
  const check = new ChainCheck();
  for (const day of read.audit.days()) check.day(day);
  for (const { entry, hash } of read.audit.after(0, 1_000_000)) check.entry(entry, hash);
  const { firstBad } = check.end();
  return firstBad === undefined ? [] : [`audit entry ${firstBad.number}: ${firstBad.reason}`];
}

/** A stream proves by its numbers that it has no gap. */
function gaps(connection: Connection): string[] {
  return connection.all(
    `select destination, count(*) as count, max(number) as newest from stream_entry
     group by destination having count <> newest`,
  ).map(({ destination }) => `the numbers of stream ${destination} have a gap`);
}
