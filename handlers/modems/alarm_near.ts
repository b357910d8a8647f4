/** Whether an alarm was opened just now: then no modem is made deaf, and nothing is put on the air. */
import type { StoreAccess } from "../../db/store.ts";
import type { Clock } from "../../devices/time.ts";
import { incidentAgeMs } from "../incidents/incident_age.ts";
import type { ModemServiceProblem } from "./modem_service.ts";

/** So long after an alarm was opened no modem is made deaf, in ms: its wearable repeats, others join. */
export const ALARM_MS = 60_000;
/** Open incidents that are looked at, the newest ones. */
const INCIDENT_LIMIT = 100;

/**
 * Why work has to wait; undefined: it need not.
 * @param work As a sentence names it, such as `probe`.
 * @param what A modem by its name, or a port.
 */
export function alarmNear(
  work: string,
  what: string,
  { clock, store: { read: reader } }: { readonly clock: Clock; readonly store: StoreAccess },
): ModemServiceProblem | undefined {
  const isFresh = reader.incidents.open(INCIDENT_LIMIT).some((incident) =>
    incidentAgeMs(incident, reader, clock) < ALARM_MS
  );
  return isFresh
    ? {
      code: "alarm-open",
      message: `Cannot ${work} "${what}": an alarm was opened less than a minute ago, and the ` +
        "modem must hear: wait a minute, or until the alarm is closed",
    }
    : undefined;
}
