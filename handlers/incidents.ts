import type { Reader } from "../db/reader.ts";
import type { StoreWriter } from "../db/store.ts";
import type { DueStage, IncidentMove, MoveOutcome } from "../db/units/incidents.ts";
import { decodeHex } from "../devices/hex.ts";
import type { Outcome } from "../devices/incident.ts";
import type { Clock } from "../devices/time.ts";
import type { Receipt } from "./forward/receipt.ts";
import type { Log } from "./ports.ts";
import type { Wake } from "./wake.ts";

export interface IncidentPorts {
  readonly store: StoreWriter & { readonly reader: Reader };
  readonly clock: Clock;
  readonly wake: Wake;
  readonly log: Log;
  /** Tells the wearable of an incident (answers 10 to 12). */
  readonly onDue: (stage: DueStage) => void;
}

/** Moves incidents on, as dispatch says, whatever way that comes. */
export class Incidents {
  readonly #moving = new Set<Promise<unknown>>();

  constructor(readonly ports: IncidentPorts) {}

  /**
   * Moves an incident on. Resolves after that is on the disk.
   * @throws StoreError when it could not be committed; whoever asked must not be told success.
   */
  async move(move: Omit<IncidentMove, "atUnixMs">): Promise<MoveOutcome> {
    const { clock, onDue, store, wake } = this.ports;
    const outcome = await store.run("moveIncident", { ...move, atUnixMs: clock.unixMs() });
    if (outcome.code === "moved") {
      wake.notify();
      if (outcome.due !== undefined) onDue(outcome.due);
    }
    return outcome;
  }

  /** A receipt says that dispatch is further with an event; stages that were passed say nothing. */
  readonly receipt = (destination: string, receipt: Receipt): void => {
    const { reader } = this.ports.store;
    const { stage, by = destination } = receipt;
    const incident = reader.incidentOfEvent(decodeHex(receipt.event)!);
    if (incident === undefined || stage === "received") return;
    const moving = this.move({
      incident,
      to: stage,
      by,
      way: "mqtt",
      via: destination,
      ...(stage === "closed" ? { outcome: receipt.outcome ?? this.#outcomeOf(incident) } : {}),
    }).catch((cause) =>
      this.ports.log.error("cannot keep how far dispatch is", {
        stage,
        cause: String(cause),
        todo: "check the disk; then let dispatch send its receipt again",
      })
    ).finally(() => this.#moving.delete(moving));
    this.#moving.add(moving);
  };

  /** Resolves when every receipt taken so far is on the disk or has failed to be. */
  async settled(): Promise<void> {
    await Promise.all(this.#moving);
  }

  /** Of a closing that does not say: nobody called the alarm false, so it was none of those. */
  #outcomeOf(incident: Uint8Array): Outcome {
    return this.ports.store.reader.incident(incident)?.isDrill === true ? "test" : "real";
  }
}
