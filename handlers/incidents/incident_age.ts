import type { IncidentRecord, Reader } from "../../db/store.ts";
import type { EventCore } from "../../devices/event.ts";
import { decodeHex } from "../../devices/hex.ts";
import type { Clock } from "../../devices/time.ts";

/** How long the positions of an incident are urgent, in ms after it was opened. */
export const URGENT_POSITIONS_MS = 2 * 3_600_000;

/** Whether an incident was opened too long ago for its positions to be urgent. */
export function isLasting(
  incident: IncidentRecord,
  reader: Pick<Reader, "events">,
  clock: Clock,
): boolean {
  return incidentAgeMs(incident, reader, clock) > URGENT_POSITIONS_MS;
}

/**
 * Milliseconds since an incident was opened, by the monotonic clock; after a reboot, by the time
 * that is past for certain.
 */
export function incidentAgeMs(
  incident: IncidentRecord,
  reader: Pick<Reader, "events">,
  clock: Clock,
): number {
  const opening = reader.events.opening(decodeHex(incident.id)!);
  const at = opening && (JSON.parse(opening.body) as EventCore).data.clock;
  return at?.bootId === clock.bootId
    ? clock.monotonicMs() - at.monotonicMs
    : clock.expiryUnixMs() - incident.openedAtUnixMs;
}
