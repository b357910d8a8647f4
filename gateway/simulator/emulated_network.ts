/**
 * The mobile network of an emulated cellular modem.
 *
 *     a phone ─ deliver ─▶ PDUs ─▶ ports.store
 *     modem ─ send ─▶ ports.onSubmit, ports.onTransmit ─▶ status report ─▶ ports.report
 */
import { textOf } from "../../devices/codecs/sms/content.ts";
import type { SmsSubmit } from "../../devices/codecs/sms/tpdu.ts";
import { decodeArmour } from "../../devices/frame/armour.ts";
import { latin1Bytes } from "../../devices/modems/at/line_reader.ts";
import type { UnixMs } from "../../devices/time.ts";
import { deliverPdus, type Delivery, statusReportPdu } from "./deliver_pdu.ts";

/** How long the network takes to say that a message arrived, in milliseconds. */
const REPORT_MS = 50;

/** A message to the modem; without `sentAt` it is sent now. */
export type NetworkDelivery = Omit<Delivery, "sentAt"> & { readonly sentAt?: UnixMs };

export interface NetworkPorts {
  unixMs(): UnixMs;
  /** Takes a PDU into the storage of the modem. @returns false: the storage is full. */
  store(pdu: string): boolean;
  /** Takes a status report, as a PDU. */
  report(pdu: string): void;
  /** Runs something later, unless the modem restarts before. */
  later(delayMs: number, run: () => void): void;
  /** Takes every message that the modem sends. */
  onSubmit(message: SmsSubmit): void;
  /** Takes the frame of a message that holds one. */
  onTransmit(frame: Uint8Array): void;
}

export class EmulatedNetwork {
  /** `+CREG` state: 1 at home, 2 searching, 3 denied, 5 roaming. */
  registration = 1;
  /** TP-Status of reports: 0 arrived; undefined: no report comes. */
  reportStatus: number | undefined = 0;
  readonly #ports: NetworkPorts;
  #reference = 0;
  #parts = 0;
  #sentAt = 0;

  constructor(ports: NetworkPorts) {
    this.#ports = ports;
  }

  get isRegistered(): boolean {
    return this.registration === 1 || this.registration === 5;
  }

  /** Brings a message to the modem. @returns false: there was no room for it. */
  deliver(delivery: NetworkDelivery): boolean {
    // One telephone sends one message a second at most, so that no two are the same.
    const now = Math.max(this.#ports.unixMs(), this.#sentAt + 1_000);
    const pdus = deliverPdus({
      sentAt: now as UnixMs,
      partReference: this.#parts++ & 0xff,
      ...delivery,
    });
    if (!pdus.every((pdu) => this.#ports.store(pdu))) return false;
    this.#sentAt = now;
    return true;
  }

  /** The reference of the next message that the modem sends, by which a report names it. */
  nextReference(): number {
    this.#reference = (this.#reference + 1) & 0xff;
    return this.#reference;
  }

  /** Takes a message of the modem to its recipient. */
  send(message: SmsSubmit, reference: number): void {
    this.#ports.onSubmit(message);
    const frame = frameOf(message);
    if (frame !== undefined) this.#ports.onTransmit(frame);
    const status = this.reportStatus;
    if (status === undefined) return;
    const { recipient } = message;
    this.#ports.later(REPORT_MS, () => {
      const at = this.#ports.unixMs();
      this.#ports.report(statusReportPdu({ reference, recipient, at, status }));
    });
  }
}

/** The frame in a message: its data, or the armour in its text. */
function frameOf({ content }: SmsSubmit): Uint8Array | undefined {
  const text = textOf(content);
  if (text === undefined) return content.body;
  const armoured = decodeArmour(latin1Bytes(text));
  return armoured.ok ? armoured.value : undefined;
}
