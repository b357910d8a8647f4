import { Buffer } from "node:buffer";
import type { Verdict } from "../../../db/store.ts";
import type { Priority } from "../../../devices/event.ts";
import type { Clock, UnixMs } from "../../../devices/time.ts";
import { BoundedMap, BoundedSet } from "../../../devices/tools/bounded_map.ts";
import { defined } from "../../../devices/tools/defined.ts";
import type { Raise } from "../../events/gateway_events.ts";
import type { Log } from "../../ports.ts";
import type { LinkHost, Message, SendOutcome } from "../transport.ts";
import type { MqttCounters } from "../transports/mqtt/mqtt_counters.ts";
import { readReceipt, type Receipt, type ReceiptError, type ReceiptRules } from "./receipt.ts";
import type { KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { readPublicKeys } from "../../tools/signed_json.ts";

/** A receipt larger than this is not kept as evidence; it counts all the same. */
const RECEIPT_KEPT_BYTES = 4_096;
/** How many events that the broker took are remembered. */
const TAKEN_LIMIT = 1_000;
const URGENT: readonly Priority[] = ["critical", "high"];

export interface ReceiptsPorts {
  /** Name of the destination. */
  readonly name: string;
  /** What ends a delivery. */
  readonly confirm: "receipt" | "puback";
  /** Where confirmations go. */
  readonly confirmations: Pick<LinkHost, "confirm" | "isBehind">;
  readonly counters: MqttCounters;
  readonly raise: Raise;
  readonly clock: Pick<Clock, "unixMs">;
  readonly log: Log;
  /** What receipts have to prove at this moment. */
  readonly rules: () => ReceiptRules;
  /** Dispatch is further with an event than having received it. Its hash was right. */
  readonly onStage: (receipt: Receipt) => void;
}

/** Ends deliveries: by the receipts of dispatch, or by the PUBACKs of a broker that is trusted. */
export class Receipts {
  readonly #ports: ReceiptsPorts;
  /** When the broker first took an urgent event, by id, oldest first. */
  readonly #takenAt = new BoundedMap<string, UnixMs>(TAKEN_LIMIT);
  /** Telemetry that the broker took and dispatch may yet acknowledge, oldest first. */
  readonly #telemetry = new BoundedSet<string>(TAKEN_LIMIT);

  constructor(ports: ReceiptsPorts) {
    this.#ports = ports;
  }

  /** How an attempt ended when the broker took the event and did not say that it has no subscriber. */
  taken(message: Pick<Message, "id" | "priority">): SendOutcome {
    this.#noteTaken(message);
    if (this.#ports.confirm === "receipt") return { result: "accepted" };
    return defined({
      result: "delivered" as const,
      offeredAtUnixMs: this.#takenAt.get(message.id),
    });
  }

  /** A message came on the topic of receipts. */
  receive(payload: Uint8Array): void {
    const { confirmations, counters, rules } = this.#ports;
    const receipt = readReceipt(payload, rules());
    if (!receipt.ok) return this.#refuse(receipt.error);
    counters.receipts++;
    // Its event goes again, and dispatch answers again.
    if (confirmations.isBehind) counters.deferredReceipts++;
    else this.#confirm(receipt.value, payload);
  }

  #refuse({ code, member }: ReceiptError): void {
    const { counters, log, name } = this.#ports;
    if (code === "too-large" || code === "no-json" || code === "not-a-receipt") {
      counters.malformedReceipts++;
      const fields = { destination: name, code, member };
      log.warn("a message on the topic of receipts is no receipt", fields);
      return;
    }
    counters.refusedReceipts++;
    this.#raiseSecurity(code);
  }

  #confirm(receipt: Receipt, payload: Uint8Array): void {
    const { event, hash } = receipt;
    const isKept = payload.length <= RECEIPT_KEPT_BYTES;
    const evidence = defined({
      receipt: isKept ? Buffer.from(payload).toString() : undefined,
      offeredAtUnixMs: this.#takenAt.get(event),
      mayDefer: this.#telemetry.delete(event),
    });
    this.#ports.confirmations.confirm(
      event,
      hash,
      evidence,
      (verdict) => this.#judge(receipt, verdict),
    );
  }

  #noteTaken({ id, priority }: Pick<Message, "id" | "priority">): void {
    if (priority === "low") this.#telemetry.add(id);
    else if (URGENT.includes(priority) && !this.#takenAt.has(id)) {
      this.#takenAt.set(id, this.#ports.clock.unixMs());
    }
  }

  #judge(receipt: Receipt, verdict: Verdict): void {
    const { counters, onStage, rules } = this.#ports;
    if (verdict === "unknown") {
      counters.unknownReceipts++;
      this.#ports.log.warn("a receipt names an event that was never owed", this.#fields(receipt));
      if (rules().keys !== undefined) this.#raiseSecurity("unknown-event");
    }
    if (verdict === "wrong-hash") {
      counters.wrongReceipts++;
      this.#ports.log.warn("a receipt has another hash than its event", this.#fields(receipt));
    }
    if (verdict !== "confirmed") return;
    this.#takenAt.delete(receipt.event);
    if (receipt.stage !== "received") onStage(receipt);
  }

  #fields({ event }: Receipt) {
    return { destination: this.#ports.name, event };
  }

  #raiseSecurity(reason: string): void {
    const subject = `destination/${this.#ports.name}`;
    this.#ports.raise({ name: "security", reason, subject });
  }
}

/** The keys that dispatch signs receipts with. */
export class ReceiptKeys {
  readonly #path: string | undefined;
  #keys: readonly KeyObject[] | undefined;

  /** @param path Of a PEM file; undefined: receipts need no signature. */
  constructor(path: string | undefined) {
    this.#path = path;
    this.#keys = path === undefined ? undefined : [];
  }

  /** Undefined: receipts need no signature. Empty: none can be good, so that all are refused. */
  get keys(): readonly KeyObject[] | undefined {
    return this.#keys;
  }

  /**
   * Reads the file, so that keys can be rotated. When that fails, the keys known before hold: alarms
   * go out all the same.
   * @returns Why it could not be read; undefined: it could.
   */
  async refresh(): Promise<string | undefined> {
    if (this.#path === undefined) return undefined;
    try {
      const keys = readPublicKeys(await readFile(this.#path, "utf8"));
      if (!keys.ok) return `${this.#path} holds something else than Ed25519 public keys in PEM`;
      this.#keys = keys.value;
      return undefined;
    } catch (cause) {
      return String(cause);
    }
  }
}
