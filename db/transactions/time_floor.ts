/** The time below which no clock is believed, kept over restarts. */
import type { Connection } from "../sqlite/connection.ts";
import { DISPENSABLE, type Write } from "./write.ts";

/** A time that is past for certain, as far as the source of the clock can be trusted. */
export interface TimeFloor {
  readonly unixMs: number;
  /** The kernel called the clock synchronised that it comes from. */
  readonly isVouched: boolean;
}

/** Its key in `meta`. The value is the time in Unix milliseconds, behind it `vouched` or `unvouched`. */
const KEY = "time-floor";

/** No caller waits for it. */
export const KEEP_TIME_FLOOR: Write<TimeFloor, void> = {
  run: keepTimeFloor,
  rank: () => DISPENSABLE,
  mayDefer: () => true,
};

/** Keeps a floor. One that is vouched for never goes back, and only one that is takes its place. */
function keepTimeFloor(db: Connection, floor: TimeFloor): void {
  const kept = keptTimeFloor(db);
  if (kept?.isVouched && (!floor.isVouched || floor.unixMs < kept.unixMs)) return;
  db.run(
    `insert into meta (key, value) values (?, ?)
     on conflict (key) do update set value = excluded.value`,
    KEY,
    `${Math.floor(floor.unixMs)} ${floor.isVouched ? "vouched" : "unvouched"}`,
  );
}

/** The floor that was kept last; undefined: none was. */
export function keptTimeFloor(db: Connection): TimeFloor | undefined {
  const row = db.get("select value from meta where key = ?", KEY);
  if (row === undefined) return undefined;
  const [unixMs, standing] = row.value.split(" ");
  return { unixMs: Number(unixMs), isVouched: standing === "vouched" };
}
