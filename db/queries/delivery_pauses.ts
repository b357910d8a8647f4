/** Queries of destinations that a person has paused. */
import type { Connection } from "../sqlite/connection.ts";

/** A destination that gets critical events only. */
export interface DeliveryPause {
  /** Number of the destination. */
  readonly destination: number;
  readonly name: string;
  readonly sinceUnixMs: number;
  /** Who did it, by name. */
  readonly by: string;
  readonly reason: string;
}

/** Those of the configuration, by number. */
export function all(db: Connection): DeliveryPause[] {
  const sql = `select p.destination, d.name, p.since_unix_ms, p.by, p.reason
    from delivery_pause p join destination d on d.number = p.destination
    where d.configured = 1 order by p.destination`;
  return db.all(sql).map(({ since_unix_ms: sinceUnixMs, ...its }) => ({ ...its, sinceUnixMs }));
}
