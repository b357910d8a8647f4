/** What becomes of telemetry on a full disk, whichever format it came in. */
import { lanePriority } from "../schema/lane_number.ts";
import type { Connection } from "../sqlite/connection.ts";
import { addToCounter } from "./counter.ts";
import type { NewEvent } from "./events.ts";

/** Whether an event can be done without while the disk is full. */
export function isTelemetry({ lane }: NewEvent): boolean {
  return lanePriority(lane) === "low";
}

/** Counts a frame that the full disk has no room for. */
export function shedFrame(db: Connection): { readonly outcome: "shed" } {
  addToCounter(db, "frames/received");
  addToCounter(db, "frames/rejected/disk-full");
  return { outcome: "shed" };
}
