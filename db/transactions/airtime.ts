/** Transmissions, so that a restart does not give the hour's duty cycle back. */
import type { Connection } from "../sqlite/connection.ts";
import { DISPENSABLE, type Write } from "./write.ts";

export interface Transmission {
  readonly band: string;
  /** The kernel's boot id: with another one, `uptimeMs` cannot be compared. */
  readonly bootId: string;
  readonly uptimeMs: number;
  readonly us: number;
}

const HOUR_MS = 3_600_000;

/** No caller waits for it. */
export const RECORD_TRANSMISSION: Write<Transmission, void> = {
  run: recordTransmission,
  rank: () => DISPENSABLE,
  mayDefer: () => true,
};

/** Adds a transmission and forgets those of this boot that no hour can reach any more. */
function recordTransmission(db: Connection, transmission: Transmission): void {
  db.run(
    "delete from airtime where boot_id = ? and uptime_ms < ?",
    transmission.bootId,
    transmission.uptimeMs - HOUR_MS,
  );
  db.run(
    "delete from airtime where boot_id <> ? and ? > ?",
    transmission.bootId,
    transmission.uptimeMs,
    HOUR_MS,
  );
  db.run(
    "insert into airtime (band, boot_id, uptime_ms, us) values (?, ?, ?, ?)",
    transmission.band,
    transmission.bootId,
    transmission.uptimeMs,
    transmission.us,
  );
}
