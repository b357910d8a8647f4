/** Numbers of the events of a stream, and which were shed, so that its receiver sees no false gap. */
import type { LaneNumber } from "../schema/lane_number.ts";
import type { Connection } from "../sqlite/connection.ts";

/** Gives the event its contiguous number in every stream that subscribes to its lane. */
export function numberInStreams(
  db: Connection,
  event: { readonly hash: Uint8Array; readonly lane: LaneNumber },
  sequence: number,
): void {
  db.run(
    `insert into stream_entry (destination, number, sequence, hash)
     select d.number,
            coalesce((select max(number) from stream_entry where destination = d.number), 0) + 1,
            ?, ?
     from destination d join lane l on l.destination = d.number
     where d.type = 'stream' and l.lane = ? and l.subscribed = 1`,
    sequence,
    event.hash,
    event.lane,
  );
}

/** Gives an event that one stream is owed by escalation its number there; of no other kind. */
export function numberInStream(db: Connection, destination: number, sequence: number): void {
  db.run(
    `insert into stream_entry (destination, number, sequence, hash)
     select d.number,
            coalesce((select max(number) from stream_entry where destination = d.number), 0) + 1,
            e.sequence, e.hash
     from destination d join event e on e.sequence = ?
     where d.number = ? and d.type = 'stream'
       and not exists (select 1 from stream_entry s
                       where s.destination = d.number and s.sequence = e.sequence)`,
    sequence,
    destination,
  );
}

/** Adds the stream's number of an event to its ranges; neighbours become one range. */
export function shedInStream(db: Connection, destination: number, sequence: number): void {
  const entry = db.get(
    "select number from stream_entry where destination = ? and sequence = ?",
    destination,
    sequence,
  );
  if (entry === undefined) return;
  const number = entry.number;
  const extended = db.run(
    "update stream_shed set last = ? where destination = ? and last = ?",
    number,
    destination,
    number - 1,
  );
  if (extended === 1) return;
  db.run(
    "insert into stream_shed (destination, first, last) values (?, ?, ?) on conflict do nothing",
    destination,
    number,
    number,
  );
}
