/**
 * Stages that dispatch reports by receipt (accepted, underway …), each kept until it is on the disk.
 *
 *     receipt ─▶ kept ─┬─ its event is not stored yet ─▶ looked at again at the next wake
 *                      ├─ it could not be written ─────▶ tried again in a moment
 *                      └─ written, or nothing to write ▶ forgotten
 *
 * The sender of a receipt waits for no answer and would not repeat one that was lost here.
 */
import { defined } from "../../devices/tools/defined.ts";
import type { Reader } from "../../db/store.ts";
import { decodeHex } from "../../devices/hex.ts";
import type { Outcome } from "../../devices/incident.ts";
import type { Clock } from "../../devices/time.ts";
import { Deadline } from "../tools/deadline.ts";
import { PendingPromises } from "../tools/pending_promises.ts";
import type { Timers } from "../tools/timers.ts";
import type { Receipt, Stage } from "../delivery/confirmations/receipt.ts";
import type { Incidents } from "./incidents.ts";
import type { Log } from "../ports.ts";
import type { VolatileEvents } from "../delivery/volatile_events.ts";
import type { Wake } from "../tools/wake.ts";

/** A stage that could not be written is tried again after this, in ms. */
const RETRY_MS = 2_000;
/** Stages kept; beyond it the oldest is given up. */
const KEPT_LIMIT = 1_000;

export interface StageReceiptPorts {
  readonly incidents: Pick<Incidents, "move">;
  readonly reader: Pick<Reader, "incidents">;
  /** Events that are not stored yet. */
  readonly volatileEvents: Pick<VolatileEvents, "get">;
  readonly wake: Wake;
  readonly clock: Clock;
  readonly log: Log;
  /** Default: 2 s. */
  readonly retryMs?: number;
  readonly timers?: Timers;
}

interface Kept {
  readonly destination: string;
  readonly receipt: Receipt & { readonly stage: Exclude<Stage, "received"> };
  isBusy: boolean;
}

/** Moves incidents on by the receipts of dispatch. */
export class StageReceipts implements AsyncDisposable {
  readonly #ports: StageReceiptPorts;
  /** By event and stage, in the order in which they came. */
  readonly #kept = new Map<string, Kept>();
  readonly #moving = new PendingPromises();
  readonly #deadline: Deadline;
  readonly #stopListening: () => void;

  constructor(ports: StageReceiptPorts) {
    this.#ports = ports;
    this.#deadline = new Deadline(ports.clock, () => this.#look(), ports.timers);
    this.#stopListening = ports.wake.listen(() => this.#look());
  }

  /** A receipt came whose event and hash are right; one of no further stage says nothing here. */
  readonly take = (destination: string, receipt: Receipt): void => {
    const { event, stage } = receipt;
    const key = `${event}/${stage}`;
    if (stage === "received" || this.#kept.has(key)) return;
    this.#kept.set(key, { destination, receipt: { ...receipt, stage }, isBusy: false });
    if (this.#kept.size > KEPT_LIMIT) this.#giveUpOldest();
    this.#look();
  };

  /** Resolves when no stage is on its way to the disk. */
  async settled(): Promise<void> {
    await this.#moving.settled();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopListening();
    this.#deadline[Symbol.dispose]();
    await this.settled();
  }

  #look(): void {
    for (const [key, kept] of this.#kept) {
      if (kept.isBusy) continue;
      kept.isBusy = true;
      const moving = this.#move(kept).then((isDone) => {
        kept.isBusy = false;
        if (isDone) this.#kept.delete(key);
      });
      void this.#moving.add(moving);
    }
  }

  /** False when it has to be tried again. */
  async #move({ destination, receipt }: Kept): Promise<boolean> {
    const { clock, incidents, log, reader, retryMs = RETRY_MS, volatileEvents } = this.#ports;
    const { by: said, event, stage } = receipt;
    const by = defined({ kind: "program", name: destination, said } as const);
    try {
      const incident = reader.incidents.ofEvent(decodeHex(event)!);
      // Of a stored event without an incident nothing is to be said; one in memory has yet to come.
      if (incident === undefined) return volatileEvents.get(event) === undefined;
      const outcome = stage === "closed"
        ? { outcome: receipt.outcome ?? this.#outcomeOf(incident) }
        : {};
      const way = { way: "mqtt", via: destination } as const;
      await incidents.move({ incident, to: stage, by, ...way, ...outcome });
      return true;
    } catch (cause) {
      log.warn("cannot keep how far dispatch is", { stage, cause: String(cause), retryMs });
      this.#deadline.notAfter(clock.monotonicMs() + retryMs);
      return false;
    }
  }

  /** Outcome of a closing that names none: real, or test in a drill. */
  #outcomeOf(incident: Uint8Array): Outcome {
    return this.#ports.reader.incidents.byId(incident)?.isDrill === true ? "test" : "real";
  }

  #giveUpOldest(): void {
    const [key, { receipt: { event, stage } }] = this.#kept.entries().next().value!;
    this.#kept.delete(key);
    const todo = "check the disk; then let dispatch send its receipt again";
    this.#ports.log.error("cannot keep how far dispatch is", { event, stage, todo });
  }
}
