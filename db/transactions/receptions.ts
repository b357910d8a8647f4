import type { Connection } from "../sqlite/connection.ts";

/** Receptions kept of one event; a device that repeats for hours must not fill the disk. */
const RECEPTION_LIMIT = 200;

/** One hearing of a frame. */
export interface StoredReception {
  readonly atUnixMs: number;
  readonly modem: string;
  readonly rssiDbm?: number;
  readonly snrDb?: number;
}

/** Keeps a further hearing of an event's frame, unless there are too many. */
export function keepReception(db: Connection, sequence: number, reception: StoredReception): void {
  db.run(
    `insert into reception (event, at_unix_ms, modem, rssi_dbm, snr_db)
     select ?, ?, ?, ?, ? where (select count(*) from reception where event = ?) < ?`,
    sequence,
    reception.atUnixMs,
    reception.modem,
    reception.rssiDbm ?? null,
    reception.snrDb ?? null,
    sequence,
    RECEPTION_LIMIT,
  );
}
