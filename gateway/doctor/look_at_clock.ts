import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { defined } from "../../devices/tools/defined.ts";
import type { ClockFacts } from "../../handlers/doctor/doctor.ts";
import type { BoxSubject, SystemRoots } from "./subject.ts";

export async function lookAtClock(
  { clock, read }: BoxSubject,
  { sys }: SystemRoots,
): Promise<ClockFacts> {
  const { floorUnixMs = keptFloor(read), ...its } = clock;
  const clocks = await readdir(join(sys, "class", "rtc")).catch(() => []);
  return { ...its, ...defined({ floorUnixMs }), hasRtc: clocks.length > 0 };
}

/** A store that cannot be read says nothing of the time. */
function keptFloor(read: BoxSubject["read"]): number | undefined {
  try {
    return read((reader) => reader.clock.floor())?.unixMs;
  } catch {
    return undefined;
  }
}
