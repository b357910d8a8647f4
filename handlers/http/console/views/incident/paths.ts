/** By which ways the alarm itself reached dispatch. */
import type { IncidentRecord, Reader, StoredEvent } from "../../../../../db/store.ts";

/** One destination. */
export interface Path {
  readonly destination: string;
  readonly isConfirmed: boolean;
  /** Between the storing of the alarm and the confirmation; absent where a clock was set between. */
  readonly afterMs?: number;
}

/**
 * The destinations that have the alarm, the quickest first, then those that it is owed to.
 * @param opening The event that opened the incident; undefined: retention has removed it.
 */
export function readPaths(
  reader: Reader,
  { openedAtUnixMs }: IncidentRecord,
  opening: StoredEvent | undefined,
): Path[] {
  if (opening === undefined) return [];
  const times = new Map(
    reader.evidence.deliveries(opening.sequence)
      .map(({ confirmedAtUnixMs, destination }) => [destination, confirmedAtUnixMs]),
  );
  return reader.incidents.deliveries([opening]).map(({ destination, isConfirmed }) => {
    const afterMs = (times.get(destination) ?? -Infinity) - openedAtUnixMs;
    return { destination, isConfirmed, ...(isConfirmed && afterMs >= 0 && { afterMs }) };
  }).toSorted((a, b) => rankOf(a) - rankOf(b));
}

function rankOf({ afterMs, isConfirmed }: Path): number {
  return isConfirmed ? afterMs ?? Number.MAX_SAFE_INTEGER : Number.MAX_VALUE;
}
