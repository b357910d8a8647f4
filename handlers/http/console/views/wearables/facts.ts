/** What is known of a wearable at a glance, with the badges that follow. */
import type { Reader, WearableGlance } from "../../../../../db/store.ts";
import { daysUntil, warningOf } from "../../../../../devices/assignment.ts";
import type { AssignmentState } from "../../../../../devices/event.ts";
import type { UnixMs } from "../../../../../devices/time.ts";
import { assignmentOf } from "../../../../ingest/device_key_table.ts";
import { heartbeatPeriodOf } from "../../../../supervision/heartbeat_period.ts";
import { type AlarmOutcomes, type HealthBadge, healthOf } from "./health.ts";

/** Alarms of so long are looked at for how many were false, in ms: 90 days. */
const RATED_MS = 90 * 86_400_000;
/** Of the newest so many alarms of all wearables. */
const RATED_LIMIT = 2_000;

/** How alarms ended, by number of the wearable. */
export type AlarmOutcomesByDevice = ReadonlyMap<number, AlarmOutcomes>;

/** A wearable at a glance. */
export interface GlanceFacts {
  readonly glance: WearableGlance;
  readonly state: AssignmentState;
  readonly badges: readonly HealthBadge[];
}

/** How the alarms of the last 90 days ended, of the newest 2 000. */
export function readOutcomes(reader: Reader, now: UnixMs): AlarmOutcomesByDevice {
  const found = new Map<number, AlarmOutcomes>();
  for (const row of reader.wearables.outcomes(now - RATED_MS, RATED_LIMIT)) {
    const known = found.get(row.device) ?? { real: 0, false: 0, test: 0 };
    found.set(row.device, { ...known, [row.outcome]: row.count });
  }
  return found;
}

/** What follows for one wearable. @param now By the kept time, which no wall clock moves back. */
export function glanceFacts(
  glance: WearableGlance,
  outcomes: AlarmOutcomesByDevice,
  now: UnixMs,
): GlanceFacts {
  const { device, health } = glance;
  const { state } = assignmentOf(device, now);
  const end = device.expiresAtUnixMs as UnixMs | undefined;
  const badges = healthOf({
    state,
    silent: device.isSilent,
    supervision: heartbeatPeriodOf(device).is,
    warning: end === undefined || state === "none" ? undefined : warningOf(end, now),
    endsInDays: end === undefined ? undefined : daysUntil(end, now),
    isNotCharged: health?.notChargedAtUnixMs !== undefined,
    signal: health,
    outcomes: outcomes.get(device.number),
  });
  return { glance, state, badges };
}
