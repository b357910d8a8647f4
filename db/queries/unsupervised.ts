import { existsSync } from "node:fs";
import { Connection, StoreError } from "../sqlite/connection.ts";

/** How many wearables serve a file, and how many of these could fall silent without a word. */
export interface Supervision {
  readonly assigned: number;
  readonly unsupervised: number;
}

/**
 * Looks into a store without leaving anything beside it, whether a gateway runs on it or not.
 * @returns undefined: there is no store, or it cannot be read.
 */
export function readSupervision(path: string): Supervision | undefined {
  if (!existsSync(path)) return undefined;
  try {
    using db = new Connection(path, existsSync(`${path}-wal`) ? "read" : "frozen");
    const row = db.get(
      `select count(*) as assigned, count(*) filter (where heartbeat_s = 0) as unsupervised
       from device where assignment = 'active'`,
    );
    return row as unknown as Supervision;
  } catch (cause) {
    // Whoever starts on it says what is wrong with it.
    if (cause instanceof StoreError) return undefined;
    throw cause;
  }
}
