/** Where transmissions are remembered, so that a crash loop does not send without limit. */
import type { StoreAccess } from "../../../db/store.ts";
import type { Clock } from "../../../devices/time.ts";
import type { Log } from "../../../handlers/ports.ts";

/** One transmission as the ledger keeps it. */
export interface LedgerEntry {
  /** Letter of the sub-band; with `/repeats` behind it, what of that had been sent before. */
  readonly band: string;
  readonly bootId: string;
  /** Monotonic milliseconds of that boot. */
  readonly uptimeMs: number;
  /** Time on air in microseconds. */
  readonly us: number;
}

export interface AirtimeLedger {
  /** What was sent within the last hour, or longer. */
  load(): readonly LedgerEntry[];
  /** Remembers one; does not wait and does not throw. */
  record(entry: LedgerEntry): void;
}

/** Keeps transmissions in the store. */
export class StoredAirtime implements AirtimeLedger {
  readonly #store: StoreAccess;
  readonly #clock: Clock;
  readonly #log: Log;

  constructor(store: StoreAccess, clock: Clock, log: Log) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  /**
   * What may still count. How long ago another boot sent something is not known: it counts as sent
   * when this one began, so that an hour after a restart it is forgotten for certain.
   */
  load(): readonly LedgerEntry[] {
    const { bootId } = this.#clock;
    return this.#store.read.modems.transmissions().map((entry) =>
      entry.bootId === bootId ? entry : { ...entry, bootId, uptimeMs: 0 }
    );
  }

  record(entry: LedgerEntry): void {
    this.#store.write("recordTransmission", entry).catch((cause) =>
      this.#log.error("cannot keep a transmission for the duty cycle", { cause: String(cause) })
    );
  }
}
