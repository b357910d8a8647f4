/** The time below which no clock is believed, kept over restarts. */
import type { Connection } from "../sqlite/connection.ts";
import { DISPENSABLE, type Write } from "./write.ts";
import { floor as keptFloor, TIME_FLOOR, type TimeFloor } from "../queries/clock.ts";

/** Nobody waits for it. */
export const KEEP_TIME_FLOOR: Write<TimeFloor, void> = {
  run: keepTimeFloor,
  rank: () => DISPENSABLE,
  mayDefer: () => true,
};

/** Keeps a floor. One that is vouched for never goes back, and only one that is takes its place. */
function keepTimeFloor(db: Connection, floor: TimeFloor): void {
  const kept = keptFloor(db);
  if (kept?.isVouched && (!floor.isVouched || floor.unixMs < kept.unixMs)) return;
  db.run(
    `insert into meta (key, value) values (?, ?)
     on conflict (key) do update set value = excluded.value`,
    TIME_FLOOR,
    `${Math.floor(floor.unixMs)} ${floor.isVouched ? "vouched" : "unvouched"}`,
  );
}
