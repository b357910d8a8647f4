/** Queries of what was transmitted. */
import type { Connection } from "../sqlite/connection.ts";
import type { Transmission } from "../transactions/airtime.ts";

/** The transmissions that may still count for an hour's duty cycle, oldest first. */
export function transmissions(db: Connection): Transmission[] {
  return db.all("select * from airtime order by uptime_ms").map((row) => ({
    band: row["band"] as string,
    bootId: row["boot_id"] as string,
    uptimeMs: row["uptime_ms"] as number,
    us: row["us"] as number,
  }));
}
