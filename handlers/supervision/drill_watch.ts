/**
 * Ends drills whose time is over, or whose boot is, so that the end is an event as the beginning was.
 * What a command begins beside the gateway reaches destinations at the next look.
 */
import { ownAct, Reader } from "../../db/store.ts";
import { type DrillPorts, endDrill, remainingMs } from "../ingest/drills.ts";
import type { Log } from "../ports.ts";
import type { Wake } from "../tools/wake.ts";

export interface DrillWatchPorts extends DrillPorts {
  readonly reader: Pick<Reader, "devices" | "drills">;
  readonly wake: Pick<Wake, "notify">;
  readonly log: Log;
}

/** In whose name drills end whose time is over. */
const GATEWAY = "the gateway";

export class DrillWatch {
  readonly #ports: DrillWatchPorts;
  /** The drills as they were at the last look. */
  #known = "[]";
  #ending: Promise<void> = Promise.resolve();

  constructor(ports: DrillWatchPorts) {
    this.#ports = ports;
  }

  /** To be called every second or so. */
  look(): void {
    const { clock, reader, wake } = this.#ports;
    const drills = reader.drills.lasting();
    const known = JSON.stringify(drills);
    if (known !== this.#known) wake.notify();
    this.#known = known;
    const over = drills.filter((drill) => remainingMs(drill, clock) === 0);
    if (over.length === 0) return;
    this.#ending = this.#ending.then(() => this.#end(over)).catch((cause) =>
      this.#ports.log.error("cannot end a drill", {
        cause: String(cause),
        todo:
          "see the storage-degraded event; no alarm is marked any more, the end is published later",
      })
    );
  }

  /** Resolves when every end begun so far is stored, or has failed to be. */
  settled(): Promise<void> {
    return this.#ending;
  }

  async #end(over: ReturnType<Reader["drills"]["lasting"]>): Promise<void> {
    const { clock, reader, wake } = this.#ports;
    for (const { bootId, device, untilUptimeMs } of over) {
      const record = reader.devices.byNumber(device);
      if (record === undefined) continue;
      const reason = bootId === clock.bootId ? "time" : "restart";
      if (await endDrill(this.#ports, record, ownAct(GATEWAY), reason, untilUptimeMs)) {
        wake.notify();
      }
    }
  }
}
