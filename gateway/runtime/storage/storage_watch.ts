/** What the store and its disk cannot do as they should, in words and numbers, for pages and log. */
import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import type { Reader, StoreHealth } from "../../../db/store.ts";
import { defined } from "../../../devices/tools/defined.ts";
import type { Log } from "../../../handlers/ports.ts";
import type { Degradation, GatewayStatus } from "../../../handlers/supervision/status.ts";
import type { VolatileEvents } from "../../../handlers/delivery/volatile_events.ts";

export interface StoragePorts {
  readonly writer: { readonly health: StoreHealth; readonly backlog: number };
  readonly volatileEvents: Pick<VolatileEvents, "list" | "droppedCount">;
  readonly reader: { readonly devices: Pick<Reader["devices"], "unanswerable"> };
  /** The database file. */
  readonly path: string;
  readonly log: Log;
}

const MEBIBYTE = 1_048_576;
/** Wearables named in one line. */
const NAMED_LIMIT = 10;

export class StorageWatch {
  /** What the log said last. */
  #logged = "";
  readonly #ports: StoragePorts;

  constructor(ports: StoragePorts) {
    this.#ports = ports;
  }

  /** What a status page shows of the store beside its numbers. */
  status(): Pick<GatewayStatus["store"], "isStoring" | "trouble" | "unstored" | "freeBytes"> {
    const { volatileEvents, writer } = this.#ports;
    const freeBytes = this.#freeBytes();
    const { isStoring, fault } = writer.health;
    const unstored = volatileEvents.list().length;
    return defined({ isStoring, trouble: fault, unstored, freeBytes });
  }

  degradations(): Degradation[] {
    return [...this.#ofDisk(), ...this.#ofMemory(), ...this.#ofRestores()];
  }

  /** To be called every second or so: the log says once what begins, and once that it is over. */
  look(): void {
    const { isStoring, fault } = this.#ports.writer.health;
    const state = fault === undefined && isStoring ? "" : `${fault?.reason} ${isStoring}`;
    if (state === this.#logged) return;
    this.#logged = state;
    const { log } = this.#ports;
    if (state === "") return log.info("the store is in order again", {});
    log[isStoring ? "warn" : "error"]("the store does not do as it should", {
      reason: fault?.reason ?? "stalled",
      isStoring,
      message: fault?.message ?? "the disk does not answer",
      unstored: this.#ports.volatileEvents.list().length,
      uncommitted: this.#ports.writer.backlog,
      freeBytes: this.#freeBytes() ?? -1,
    });
  }

  #ofDisk(): Degradation[] {
    const { writer } = this.#ports;
    const { isStoring, fault } = writer.health;
    if (fault === undefined && isStoring) return [];
    const free = this.#freeBytes();
    const numbers = `${writer.backlog} changes wait` +
      (free === undefined ? "" : `, ${Math.floor(free / MEBIBYTE)} MiB of the disk are free`);
    const effect = isStoring ? "" : "; no alarm is stored, and no wearable is answered";
    return [{
      code: fault?.reason === "full" ? "disk-full" : "storage-degraded",
      message: `Store: ${fault?.message ?? "the disk does not answer"} (${numbers})${effect}`,
    }];
  }

  #ofMemory(): Degradation[] {
    const { volatileEvents } = this.#ports;
    const events = volatileEvents.list();
    if (events.length === 0 && volatileEvents.droppedCount === 0) return [];
    const critical = events.filter(({ priority }) => priority === "critical").length;
    const dropped = volatileEvents.droppedCount === 0
      ? ""
      : `, and ${volatileEvents.droppedCount} that the disk never took are gone`;
    return [{
      code: "alarms-unstored",
      message:
        `${events.length} events, ${critical} of them critical, are only in memory${dropped}: ` +
        "do not stop the gateway before the disk takes them",
    }];
  }

  /** After two restores that could not know what had been answered, no nonce is safe any more. */
  #ofRestores(): Degradation[] {
    const uids = this.#ports.reader.devices.unanswerable();
    if (uids.length === 0) return [];
    const named = uids.slice(0, NAMED_LIMIT).join(", ") + (uids.length > NAMED_LIMIT ? " …" : "");
    return [{
      code: "wearables-unanswered",
      message:
        `${uids.length} wearables are heard and never answered, since backups were put back ` +
        `twice where nobody knew what had been answered: issue them again: ${named}`,
    }];
  }

  #freeBytes(): number | undefined {
    try {
      const { bavail, bsize } = statfsSync(dirname(this.#ports.path));
      return bavail * bsize;
    } catch {
      return undefined;
    }
  }
}
