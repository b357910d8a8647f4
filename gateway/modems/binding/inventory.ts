import type { ModemRecord, StoreAccess } from "../../../db/store.ts";
import type { Log } from "../../../handlers/ports.ts";
import type { ModemInventory } from "../modems.ts";

/** Remembers in the store what modems say of themselves. */
export class StoredInventory implements ModemInventory {
  constructor(readonly store: StoreAccess, readonly log: Log) {}

  load(): readonly ModemRecord[] {
    return this.store.read.modems.all();
  }

  keep(modem: ModemRecord): void {
    this.store.write("keepModem", modem).catch((cause) =>
      this.log.error("cannot remember a modem", { modem: modem.name, cause: String(cause) })
    );
  }
}
