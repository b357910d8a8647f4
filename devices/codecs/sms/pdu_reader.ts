import { decodeAddress } from "./address.ts";
import { decodeServiceTime, SERVICE_TIME_BYTES } from "./service_time.ts";
import type { PduField, PduProblem, ServiceTime } from "./tpdu.ts";

/** Longest address (3GPP TS 23.040, section 9.1.2.5), in semi-octets of its value. */
const MAX_ADDRESS_NIBBLES = 20;
/** Longest address of a service centre, with its type. */
const MAX_SMSC_BYTES = 11;
const NOTHING = new Uint8Array();

/**
 * Reads the fields of a PDU one after the other, never past its end. The first problem is kept and
 * all that is read after it is empty, so that a message can be read to its end and judged then.
 */
export class PduReader {
  readonly #octets: Uint8Array;
  #at = 0;
  #problem: PduProblem | undefined;

  constructor(octets: Uint8Array) {
    this.#octets = octets;
  }

  get problem(): PduProblem | undefined {
    return this.#problem;
  }

  get left(): number {
    return this.#octets.length - this.#at;
  }

  /** Notes why the PDU cannot be read. */
  refuse(problem: PduProblem): void {
    this.#problem ??= problem;
  }

  octet(field: PduField): number {
    return this.take(1, field)[0] ?? 0;
  }

  /** So many octets, not copied; none when fewer are left. */
  take(count: number, field: PduField): Uint8Array {
    if (count > this.left) this.refuse({ code: "truncated", at: field });
    if (this.#problem !== undefined) return NOTHING;
    this.#at += count;
    return this.#octets.subarray(this.#at - count, this.#at);
  }

  /** What is left. */
  rest(): Uint8Array {
    return this.take(this.left, "user-data");
  }

  /** The number before the message. Nothing depends on it: one that is none is left out. */
  serviceCentre(): string | undefined {
    const sizeBytes = this.octet("smsc");
    if (sizeBytes > MAX_SMSC_BYTES) this.refuse({ code: "impossible", at: "smsc" });
    const octets = this.take(sizeBytes, "smsc");
    return octets.length === 0 ? undefined : decodeAddress(octets, 2 * (octets.length - 1));
  }

  /** A sender's or recipient's address, behind the count of its semi-octets. */
  address(): string {
    const nibbles = this.octet("address");
    if (nibbles > MAX_ADDRESS_NIBBLES) this.refuse({ code: "impossible", at: "address" });
    const octets = this.take(1 + Math.ceil(nibbles / 2), "address");
    const address = octets.length === 0 ? "" : decodeAddress(octets, nibbles);
    if (address === undefined) this.refuse({ code: "impossible", at: "address" });
    return address ?? "";
  }

  /** A time stamp; undefined when it is no date. */
  time(): ServiceTime | undefined {
    return decodeServiceTime(this.take(SERVICE_TIME_BYTES, "time"));
  }
}
