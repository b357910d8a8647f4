/** Assignments that end soon, and those that have: for status, metrics, heartbeat and the console. */
import type { EndingAssignment, Reader } from "../../db/store.ts";
import { dayOf, daysAhead, daysUntil, WARNING_DAYS } from "../../devices/assignment.ts";
import type { UnixMs } from "../../devices/time.ts";

/** How many assignments end; each count includes those that end sooner, but not the ended ones. */
export interface AssignmentCounts {
  readonly ended: number;
  readonly within1Day: number;
  readonly within7Days: number;
  readonly within30Days: number;
}

/** An assignment whose end is near. */
export interface NearEnd {
  /** UID. */
  readonly device: string;
  readonly expires: string;
  /** At least 1. */
  readonly endsInDays: number;
}

/** What a status page shows of them. */
export interface AssignmentEnds extends AssignmentCounts {
  /** Those that end first, at most 50. */
  readonly next: readonly NearEnd[];
}

const SHOWN = 50;

/** Counts what is about to end. */
export function countEnds({ devices }: Pick<Reader, "devices">, now: UnixMs): AssignmentCounts {
  const within = (days: (typeof WARNING_DAYS)[number]) =>
    devices.countEnding(now, daysAhead(now, days));
  return {
    ended: devices.countEnding(0, now),
    within1Day: within(1),
    within7Days: within(7),
    within30Days: within(30),
  };
}

/** The same with those that end first. */
export function assignmentEnds(reader: Pick<Reader, "devices">, now: UnixMs): AssignmentEnds {
  const horizon = daysAhead(now, WARNING_DAYS[0]);
  const next = reader.devices.ending(now, horizon, SHOWN).map((end) => nearEnd(end, now));
  return { ...countEnds(reader, now), next };
}

function nearEnd({ expiresAtUnixMs, uid }: EndingAssignment, now: UnixMs): NearEnd {
  const end = expiresAtUnixMs as UnixMs;
  return { device: uid, expires: dayOf(end), endsInDays: daysUntil(end, now) };
}
