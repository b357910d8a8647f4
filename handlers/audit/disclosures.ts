import type { StoreAccess } from "../../db/store.ts";
import type { Clock } from "../../devices/time.ts";

/** How often what destinations have confirmed is written into the audit chain, in ms. */
export const DISCLOSURES_MS = 60_000;

export interface DisclosurePorts {
  readonly store: StoreAccess;
  readonly clock: Clock;
}

/** One entry for each destination that has confirmed events since; without news nothing is written. */
export async function keepDisclosures({ clock, store }: DisclosurePorts): Promise<void> {
  if (store.read.audit.undisclosed().length === 0) return;
  await store.write("noteDisclosures", { atUnixMs: clock.unixMs() });
}
