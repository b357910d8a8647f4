import { PRIORITIES, type Priority } from "../../devices/event.ts";

/**
 * A lane holds the events of one priority that are verified (even numbers), or not (odd ones).
 * 0 critical · 1 critical unverified · 2 high · … · 7 low unverified.
 */
export type LaneNumber = number;

export function laneNumber(priority: Priority, isUnverified: boolean): LaneNumber {
  return PRIORITIES.indexOf(priority) * 2 + (isUnverified ? 1 : 0);
}

export function lanePriority(lane: LaneNumber): Priority {
  return PRIORITIES[lane >> 1]!;
}

/** The lanes that carry a priority for a destination that takes the unverified ones or not. */
export function lanesOf(
  priorities: readonly Priority[],
  takesUnverified: boolean,
): LaneNumber[] {
  return PRIORITIES.filter((priority) => priorities.includes(priority)).flatMap((priority) =>
    takesUnverified
      ? [laneNumber(priority, false), laneNumber(priority, true)]
      : [laneNumber(priority, false)]
  );
}
