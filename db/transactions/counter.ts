/** Counters over the life of the store, moved in the same transaction as what they count. */
import type { WearableStage } from "../../devices/incident.ts";
import type { Connection } from "../sqlite/connection.ts";
import type { LaneNumber } from "../schema/lane_number.ts";

export type CounterName =
  | "sequence"
  | "registry"
  /** The last event that is in the rows of daily reports. */
  | "report"
  | "frames/received"
  | "frames/accepted"
  | "frames/repeated"
  | `frames/rejected/${string}`
  | `stages/${WearableStage}/${"due" | "sent" | "heard"}`
  | `lane/${LaneNumber}`;

/** Adds to a counter and gives its new value; in a transaction of its own when none is running. */
export function addToCounter(db: Connection, name: CounterName, by = 1): number {
  return db.counters?.add(name, by) ?? db.transaction(() => addToCounter(db, name, by));
}

/** The value of a counter; 0 when it never moved. */
export function readCounter(db: Connection, name: CounterName): number {
  return db.counters?.value(name) ??
    db.get("select value from tally where name = ?", name)?.value ?? 0;
}
