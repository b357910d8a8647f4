/** By which ways the alarm itself reached dispatch. */
import type { IncidentRecord, Reader } from "../../../../../db/store.ts";

/** One destination. */
export interface Path {
  readonly destination: string;
  /** It was handed to it; a stream is never, it fetches. */
  readonly isOffered: boolean;
  readonly isConfirmed: boolean;
  /** Between the storing of the alarm and the confirmation; absent where a clock was set between. */
  readonly afterMs?: number;
}

/** The destinations that the alarm was sent to or has reached, the quickest first. */
export function readPaths(reader: Reader, { opened, openedAtUnixMs }: IncidentRecord): Path[] {
  return reader.evidence.deliveries(opened)
    .toSorted((a, b) => (a.confirmedAtUnixMs ?? Infinity) - (b.confirmedAtUnixMs ?? Infinity))
    .map(({ confirmedAtUnixMs, destination, offeredAtUnixMs }) => {
      const afterMs = (confirmedAtUnixMs ?? 0) - openedAtUnixMs;
      return {
        destination,
        isOffered: offeredAtUnixMs !== undefined,
        isConfirmed: confirmedAtUnixMs !== undefined,
        ...(afterMs >= 0 && { afterMs }),
      };
    });
}
