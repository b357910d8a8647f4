/** Evidence of how the events of incidents reached dispatch; of other events none is kept. */
import type { Connection } from "../sqlite/connection.ts";

/** What is known of one confirmation. */
export interface DeliveryEvidence {
  readonly sequence: number;
  /** Number of the destination. */
  readonly destination: number;
  readonly confirmedAtUnixMs: number;
  /** When it went out, where the way of delivery knows. */
  readonly offeredAtUnixMs?: number | undefined;
  /** What dispatch said, as JSON. */
  readonly receipt?: string | undefined;
}

/** Remembers the first confirmation; later ones say nothing new. */
export function keepConfirmation(db: Connection, evidence: DeliveryEvidence): void {
  const { sequence, destination, confirmedAtUnixMs, offeredAtUnixMs, receipt } = evidence;
  db.run(
    `insert into delivery (event, destination, offered_unix_ms, confirmed_unix_ms, receipt)
     values (?, ?, ?, ?, ?)
     on conflict do update set confirmed_unix_ms = excluded.confirmed_unix_ms,
                               receipt = excluded.receipt
     where confirmed_unix_ms is null`,
    sequence,
    destination,
    offeredAtUnixMs ?? null,
    confirmedAtUnixMs,
    receipt ?? null,
  );
}

/** Remembers when events of a lane, after one ordinal and up to another, were first offered. */
export function keepOffers(
  db: Connection,
  offers: {
    readonly destination: number;
    readonly lane: number;
    readonly after: number;
    readonly upTo: number;
    readonly atUnixMs: number;
  },
): void {
  db.run(
    `insert into delivery (event, destination, offered_unix_ms)
     select sequence, ?, ? from event
     where lane = ? and ordinal > ? and ordinal <= ? and incident is not null
     on conflict do nothing`,
    offers.destination,
    offers.atUnixMs,
    offers.lane,
    offers.after,
    offers.upTo,
  );
}
