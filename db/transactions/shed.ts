/** Numbers of a stream whose events were shed, as ranges, so that its receiver sees no false gap. */
import type { Connection } from "../sqlite/connection.ts";

/** Adds the stream's number of an event to its ranges; neighbours become one range. */
export function shedInStream(db: Connection, destination: number, sequence: number): void {
  const entry = db.get(
    "select number from stream_entry where destination = ? and sequence = ?",
    destination,
    sequence,
  );
  if (entry === undefined) return;
  const number = entry["number"] as number;
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
