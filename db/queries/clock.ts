/** Query of the time below which no clock is believed. */
import type { Connection } from "../sqlite/connection.ts";

/** A time that is past for certain, as far as whoever set the clock can be believed. */
export interface TimeFloor {
  readonly unixMs: number;
  /** The kernel called the clock synchronised that it comes from. */
  readonly isVouched: boolean;
}

/** Its key in `meta`. The value is the time in Unix milliseconds, behind it `vouched` or `unvouched`. */
export const TIME_FLOOR = "time-floor";

/** The floor that was kept last; undefined: none was. */
export function floor(db: Connection): TimeFloor | undefined {
  const row = db.get("select value from meta where key = ?", TIME_FLOOR);
  if (row === undefined) return undefined;
  const [unixMs, standing] = row.value.split(" ");
  return { unixMs: Number(unixMs), isVouched: standing === "vouched" };
}
