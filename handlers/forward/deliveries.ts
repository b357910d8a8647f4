import { Buffer } from "node:buffer";
import { lanePriority } from "../../db/lane_number.ts";
import type { StoredEvent } from "../../db/reader.ts";
import type { Verdict } from "../../db/units/confirm.ts";
import type { Priority } from "../../devices/event.ts";
import type { Clock, UnixMs } from "../../devices/time.ts";
import type { Raise } from "../gateway_events.ts";
import { ConfirmedEvents, type ConfirmedEventsPorts } from "./confirmed_events.ts";
import type { MqttCounters } from "./counters.ts";
import { readReceipt, type Receipt, type ReceiptError, type ReceiptRules } from "./receipt.ts";

/** A receipt larger than this is not kept as evidence; it counts all the same. */
const RECEIPT_KEPT_BYTES = 4_096;
/** Events of which it is remembered that, or when, the broker took them. */
const TAKEN_LIMIT = 1_000;
const URGENT: readonly Priority[] = ["critical", "high"];

export interface DeliveriesPorts extends ConfirmedEventsPorts {
  /** What ends a delivery. */
  readonly confirm: "receipt" | "puback";
  readonly counters: MqttCounters;
  readonly raise: Raise;
  readonly clock: Clock;
  /** What receipts have to prove at this moment. */
  readonly receiptRules: () => ReceiptRules;
  /** An event is delivered, and that is on the disk. */
  readonly onConfirmed: (id: string) => void;
  /** Dispatch is further with an event than having received it. Its hash was right. */
  readonly onStage: (receipt: Receipt) => void;
}

/** Ends deliveries: by the receipts of dispatch, or by the PUBACKs of a broker that is trusted. */
export class Deliveries {
  readonly #confirmed: ConfirmedEvents;
  /** When the broker first took an urgent event, by id, oldest first. */
  readonly #takenAt = new Map<string, UnixMs>();
  /** Telemetry that the broker took and dispatch may yet acknowledge, oldest first. */
  readonly #telemetry = new Set<string>();

  constructor(readonly ports: DeliveriesPorts) {
    this.#confirmed = new ConfirmedEvents(ports);
  }

  /** Whether the disk is behind by so much that nothing more should be published than critical. */
  get isFull(): boolean {
    return this.#confirmed.isFull;
  }

  /** The broker took an event and did not say that nobody listens. */
  taken(event: Pick<StoredEvent, "id" | "lane">): void {
    this.#noteTaken(event);
    if (this.ports.confirm !== "puback") return;
    this.#confirmed.add(event.id, undefined, () => this.ports.onConfirmed(event.id), {
      ...this.#offered(event.id),
      isPatient: isTelemetry(event),
    });
  }

  /** A message came on the topic of receipts. */
  receive(payload: Uint8Array): void {
    const { counters, receiptRules } = this.ports;
    const receipt = readReceipt(payload, receiptRules());
    if (!receipt.ok) return this.#refuse(receipt.error);
    counters.receipts++;
    // Its event goes again, and dispatch answers again.
    if (this.isFull) counters.deferredReceipts++;
    else this.#confirm(receipt.value, payload);
  }

  /** Resolves when what was confirmed so far is on the disk, or after a moment. */
  settled(): Promise<void> {
    return this.#confirmed.settled();
  }

  #refuse({ code }: ReceiptError): void {
    const { counters, destination, log } = this.ports;
    if (code === "too-large" || code === "no-json" || code === "not-a-receipt") {
      counters.malformedReceipts++;
      log.debug("not a receipt", { destination: destination.name, code });
      return;
    }
    counters.refusedReceipts++;
    this.#raiseSecurity(code);
  }

  #confirm(receipt: Receipt, payload: Uint8Array): void {
    const { event, hash } = receipt;
    this.#confirmed.add(event, hash, (verdict) => this.#judge(receipt, verdict), {
      ...(payload.length > RECEIPT_KEPT_BYTES ? {} : { receipt: Buffer.from(payload).toString() }),
      ...this.#offered(event),
      isPatient: this.#telemetry.delete(event),
    });
  }

  #noteTaken(event: Pick<StoredEvent, "id" | "lane">): void {
    if (isTelemetry(event)) this.#telemetry.add(event.id);
    else if (URGENT.includes(lanePriority(event.lane)) && !this.#takenAt.has(event.id)) {
      this.#takenAt.set(event.id, this.ports.clock.unixMs());
    }
    for (const taken of [this.#takenAt, this.#telemetry]) {
      if (taken.size > TAKEN_LIMIT) taken.delete(taken.keys().next().value!);
    }
  }

  #offered(id: string): { readonly offeredAtUnixMs?: UnixMs } {
    const at = this.#takenAt.get(id);
    return at === undefined ? {} : { offeredAtUnixMs: at };
  }

  #judge(receipt: Receipt, verdict: Verdict): void {
    const { counters, onConfirmed, onStage } = this.ports;
    if (verdict === "unknown") {
      counters.unknownReceipts++;
      if (this.ports.receiptRules().keys !== undefined) this.#raiseSecurity("unknown-event");
    }
    if (verdict === "wrong-hash") counters.wrongReceipts++;
    if (verdict !== "confirmed") return;
    onConfirmed(receipt.event);
    this.#takenAt.delete(receipt.event);
    if (receipt.stage !== "received") onStage(receipt);
  }

  #raiseSecurity(reason: string): void {
    const subject = `destination/${this.ports.destination.name}`;
    this.ports.raise({ name: "security", reason, subject });
  }
}

/** What may be so late on the disk that its confirmation can wait as well. */
function isTelemetry({ lane }: Pick<StoredEvent, "lane">): boolean {
  return lanePriority(lane) === "low";
}
