import type { Reader } from "../../db/reader.ts";
import type { UnixMs } from "../../devices/time.ts";

/** The time as commands take it: never before what the gateway knows to be past. */
export function commandTime(reader: Pick<Reader, "timeFloor">): UnixMs {
  return Math.max(Date.now(), reader.timeFloor()?.unixMs ?? 0) as UnixMs;
}
