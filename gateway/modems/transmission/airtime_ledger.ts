import type { StoreAccess } from "../../../db/store.ts";
import type { Clock } from "../../../devices/time.ts";
import type { Log } from "../../../handlers/ports.ts";
import type { AirtimeLedger, LedgerEntry } from "./airtime_budget.ts";

/** Keeps transmissions in the store. */
export class StoredAirtime implements AirtimeLedger {
  constructor(
    readonly store: StoreAccess,
    readonly clock: Clock,
    readonly log: Log,
  ) {}

  /**
   * What may still count. How long ago another boot sent something nobody knows: it counts as sent
   * when this one began, so that an hour after a restart it is forgotten for certain.
   */
  load(): readonly LedgerEntry[] {
    const { bootId } = this.clock;
    return this.store.read.modems.transmissions().map((entry) =>
      entry.bootId === bootId ? entry : { ...entry, bootId, uptimeMs: 0 }
    );
  }

  record(entry: LedgerEntry): void {
    this.store.write("recordTransmission", entry).catch((cause) =>
      this.log.error("cannot keep a transmission for the duty cycle", { cause: String(cause) })
    );
  }
}
