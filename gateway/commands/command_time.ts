import type { Reader } from "../../db/store.ts";
import type { UnixMs } from "../../devices/time.ts";

/** The time as commands take it: never before what the gateway knows to be past. */
export function commandTime(reader: Pick<Reader, "clock">): UnixMs {
  return Math.max(Date.now(), reader.clock.floor()?.unixMs ?? 0) as UnixMs;
}
