/** Whether a position stands still for hours, fix after fix, while the wearable says that it moves. */
import type { ReportedPosition } from "./position_jump.ts";

/** A position that is new each time and the same for so long is frozen, in ms. */
export const FROZEN_AFTER_MS = 2 * 3_600_000;
/** With fewer fixes in motion nothing is said. */
const LEAST_FIXES = 3;

/** One place to the last digit, and the fixes there that were made in motion. */
export interface Frozen {
  readonly lat: number;
  readonly lon: number;
  /** When the first and the newest of them were made; absent: there is none. */
  readonly sinceMs?: number;
  readonly untilMs?: number;
  readonly fixes: number;
}

/**
 * Goes on with the next position. Only fixes of a satellite receiver whose age is known count: an old fix
 * that is sent again says so by its age, and a network gives one place for a whole house.
 */
export function frozenSince(
  before: Frozen | undefined,
  { isMoving, position, receivedAtMs }: ReportedPosition,
): Frozen {
  const { fixAgeS, lat, lon, source } = position;
  const isFix = isMoving && source === "gnss" && fixAgeS !== undefined;
  if (!isFix) return { lat, lon, fixes: 0 };
  const madeMs = receivedAtMs - fixAgeS * 1_000;
  const isThere = before?.lat === lat && before.lon === lon;
  const sinceMs = (isThere ? before.sinceMs : undefined) ?? madeMs;
  return { lat, lon, sinceMs, untilMs: madeMs, fixes: isThere ? before.fixes + 1 : 1 };
}

/** For how many whole hours it is frozen; undefined: it is not. */
export function frozenForHours({ fixes, sinceMs = 0, untilMs = 0 }: Frozen): number | undefined {
  const forMs = untilMs - sinceMs;
  if (fixes < LEAST_FIXES || forMs < FROZEN_AFTER_MS) return undefined;
  return Math.floor(forMs / 3_600_000);
}
