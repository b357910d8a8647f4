/**
 * Counts the bytes of each packet on its way in, before anything keeps them.
 *
 *     ┌ type ┬ length: 1 to 4 bytes, 7 bits each ┬ … as many bytes ┬ type …     (MQTT 5, 2.1)
 *
 * The parser behind it collects a packet until it is whole, whatever length the broker names: up to
 * 256 MiB. So the length is read here first, and a connection that names too much is ended.
 */

/** What is wrong with what came; undefined: nothing. */
export type PacketFault =
  | { readonly code: "too-large"; readonly sizeBytes: number }
  /** A length of more than four bytes. */
  | { readonly code: "malformed" };

const LENGTH_BYTES = 4;

export class MqttPacketMeter {
  readonly #limitBytes: number;
  /** Of the packet that is coming: bytes of its body that are still to come. */
  #rest = 0;
  /** Bytes of its length so far; undefined: its type byte is next, or its body goes on. */
  #lengthBytes: number | undefined;
  #length = 0;

  /** @param limitBytes Longest body of a packet. */
  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** Takes bytes as they come. After a fault it is not to be used any more. */
  feed(bytes: Uint8Array): PacketFault | undefined {
    let at = 0;
    while (at < bytes.length) {
      if (this.#rest > 0) {
        const skipped = Math.min(this.#rest, bytes.length - at);
        this.#rest -= skipped;
        at += skipped;
      } else {
        const fault = this.#readHeader(bytes[at++]!);
        if (fault !== undefined) return fault;
      }
    }
    return undefined;
  }

  #readHeader(byte: number): PacketFault | undefined {
    if (this.#lengthBytes === undefined) {
      this.#lengthBytes = 0;
      this.#length = 0;
      return undefined;
    }
    this.#length += (byte & 0x7f) * 128 ** this.#lengthBytes++;
    const goesOn = (byte & 0x80) !== 0;
    if (goesOn) return this.#lengthBytes < LENGTH_BYTES ? undefined : { code: "malformed" };
    if (this.#length > this.#limitBytes) return { code: "too-large", sizeBytes: this.#length };
    this.#lengthBytes = undefined;
    this.#rest = this.#length;
    return undefined;
  }
}
