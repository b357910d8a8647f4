import type { StoredEvent } from "../../db/reader.ts";
import type { Verdict } from "../../db/units/confirm.ts";
import { decodeHex } from "../../devices/hex.ts";
import type { Confirmations } from "../confirmations.ts";
import type { Log } from "../ports.ts";
import { ConfirmationBatch } from "./confirmation_batch.ts";
import type { Unstored } from "../unstored.ts";
import type { MqttCounters } from "./counters.ts";
import { Pause } from "./pause.ts";
import { readReceipt, type Receipt } from "./receipt.ts";

/** Confirmations that may wait for the disk before only critical events are published. */
const CONFIRMING_LIMIT = 4_000;
/** How long what is confirmed may take to reach the disk when the gateway stops. */
const SETTLE_MS = 300;

export interface DeliveriesPorts {
  readonly destination: { readonly number: number; readonly name: string };
  /** What ends a delivery. */
  readonly confirm: "receipt" | "puback";
  readonly confirmations: Pick<Confirmations, "confirm">;
  readonly unstored: Pick<Unstored, "confirm">;
  readonly counters: MqttCounters;
  readonly log: Log;
  /** An event is delivered, and that is on the disk. */
  readonly onConfirmed: (id: string) => void;
  /** Dispatch is further with an event than having received it. Its hash was right. */
  readonly onStage: (receipt: Receipt) => void;
  /** More can be confirmed again. */
  readonly onRoom: () => void;
}

/** Ends deliveries: by the receipts of dispatch, or by the PUBACKs of a broker that is trusted. */
export class Deliveries {
  readonly #batch: ConfirmationBatch;

  constructor(readonly ports: DeliveriesPorts) {
    const { confirmations, destination, log, onRoom } = ports;
    this.#batch = new ConfirmationBatch({
      confirm: (acknowledgements) =>
        confirmations.confirm({ ...destination, onlyOffered: false }, acknowledgements),
      onFailure: (cause) => {
        const fields = { destination: destination.name, reason: String(cause) };
        log.warn("cannot store confirmations", fields);
      },
      onRoom,
    });
  }

  /** Whether the disk is behind by so much that nothing more should be published than critical. */
  get isFull(): boolean {
    return this.#batch.size >= CONFIRMING_LIMIT;
  }

  /** The broker took an event and did not say that nobody listens. */
  taken(event: Pick<StoredEvent, "id" | "hash">): void {
    if (this.ports.confirm !== "puback" || this.#isOfMemory(event.id, event.hash)) return;
    const onVerdict = () => this.ports.onConfirmed(event.id);
    this.#batch.add({ id: decodeHex(event.id)!, onVerdict });
  }

  /** A message came on the topic of receipts. */
  receive(payload: Uint8Array): void {
    const { counters, destination, log } = this.ports;
    const receipt = readReceipt(payload);
    if (!receipt.ok) {
      counters.malformedReceipts++;
      log.debug("not a receipt", { destination: destination.name, code: receipt.error.code });
      return;
    }
    counters.receipts++;
    // Its event goes again, and dispatch answers again.
    if (this.isFull) counters.deferredReceipts++;
    else this.#add(receipt.value);
  }

  /** Resolves when what was confirmed so far is on the disk, or after a moment. */
  async settled(): Promise<void> {
    const limit = new Pause(SETTLE_MS);
    await Promise.race([limit.over, this.#batch.settled()]);
    limit.cut();
  }

  /** An event that went out from memory; what is confirmed of it holds once it is stored. */
  #isOfMemory(id: string, hash: string): boolean {
    const destination = { ...this.ports.destination, onlyOffered: false };
    return this.ports.unstored.confirm(destination, id, hash) === "confirmed";
  }

  #add(receipt: Receipt): void {
    if (this.#isOfMemory(receipt.event, receipt.hash)) return;
    this.#batch.add({
      id: decodeHex(receipt.event)!,
      hash: decodeHex(receipt.hash)!,
      onVerdict: (verdict) => this.#judge(receipt, verdict),
    });
  }

  #judge(receipt: Receipt, verdict: Verdict): void {
    const { counters, onConfirmed, onStage } = this.ports;
    if (verdict === "unknown") counters.unknownReceipts++;
    if (verdict === "wrong-hash") counters.wrongReceipts++;
    if (verdict !== "confirmed") return;
    onConfirmed(receipt.event);
    if (receipt.stage !== "received") onStage(receipt);
  }
}
