/** Counters over the life of the store, moved in the same transaction as what they count. */
import type { WearableStage } from "../../devices/incident.ts";
import type { Connection } from "../sqlite/connection.ts";
import type { LaneNumber } from "../schema/lane_number.ts";

export type CounterName =
  | "sequence"
  | "registry"
  | "frames/received"
  | "frames/accepted"
  | "frames/repeated"
  | `frames/rejected/${string}`
  | `stages/${WearableStage}/${"due" | "sent" | "heard"}`
  | `lane/${LaneNumber}`;

/** Adds to a counter and gives its new value. */
export function addToCounter(db: Connection, name: CounterName, by = 1): number {
  const row = db.get(
    `insert into tally (name, value) values (?, ?)
     on conflict (name) do update set value = value + excluded.value
     returning value`,
    name,
    by,
  );
  return row!.value;
}

/** The value of a counter; 0 when it never moved. */
export function readCounter(db: Connection, name: CounterName): number {
  return db.get("select value from tally where name = ?", name)?.value ?? 0;
}
