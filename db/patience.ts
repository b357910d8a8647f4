/**
 * Which calls may wait for company. Every commit costs the disk at least one page and one sync
 * however little is in it, and cards wear out by them, so what is in no hurry shares one.
 */
import { lanePriority } from "./lane_number.ts";
import type { UnitInput, UnitName } from "./units.ts";

/** Calls whose outcome nobody waits for: losing the last of them in a crash loses no event. */
const BACKGROUND: readonly UnitName[] = ["markOffered", "recordTransmission"];

/** Whether a call may wait a little: telemetry, and what nobody waits for. */
export function isPatient<N extends UnitName>(unit: N, input: UnitInput<N>): boolean {
  if (unit !== "acceptFrame") return BACKGROUND.includes(unit);
  return lanePriority((input as UnitInput<"acceptFrame">).event.lane) === "low";
}
