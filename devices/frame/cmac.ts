/**
 * AES-128-CMAC (RFC 4493).
 *
 *     L = AES(key, 0)    K1 = double(L)    K2 = double(K1)
 *     last block whole:  ⊕ K1      last block short:  padded with 1 and zeros, ⊕ K2
 */
import { AesKey, BLOCK_BYTES, cbcMac } from "./aes.ts";

/** A key of CMACs: its two subkeys are kept beside its key schedule, and erased with it. */
export class CmacKey extends AesKey {
  readonly #whole = new Uint8Array(BLOCK_BYTES);
  readonly #short: Uint8Array;

  /** @param key 16 bytes; not kept. */
  constructor(key: Uint8Array) {
    super(key);
    this.encryptBlock(this.#whole);
    doubleBlock(this.#whole);
    this.#short = this.#whole.slice();
    doubleBlock(this.#short);
  }

  /** The whole 16-byte code of a message of any length. */
  code(message: Uint8Array): Uint8Array {
    const lastAt = Math.max(0, Math.ceil(message.length / BLOCK_BYTES) - 1) * BLOCK_BYTES;
    const last = new Uint8Array(BLOCK_BYTES);
    this.#fillLast(last, message, lastAt);
    return cbcMac(this, [message.subarray(0, lastAt), last]);
  }

  /**
   * The code of a message of 0 to 15 bytes: one block, and nothing to make room for.
   * @param code 16 bytes, written over.
   */
  writeShortCode(message: Uint8Array, code: Uint8Array): void {
    this.#fillLast(code, message, 0);
    this.encryptBlock(code);
  }

  override erase(): void {
    super.erase();
    this.#whole.fill(0);
    this.#short.fill(0);
  }

  #fillLast(block: Uint8Array, message: Uint8Array, lastAt: number): void {
    const lastBytes = message.length - lastAt;
    const isWhole = lastBytes === BLOCK_BYTES;
    block.set(isWhole ? this.#whole : this.#short);
    if (!isWhole) block[lastBytes]! ^= 0x80;
    for (let at = 0; at < lastBytes; at++) block[at]! ^= message[lastAt + at]!;
  }
}

/** Multiplies by x in GF(2^128) (RFC 4493 §2.3). */
function doubleBlock(block: Uint8Array): void {
  const carry = block[0]! & 0x80;
  for (let at = 0; at < BLOCK_BYTES; at++) {
    block[at] = (block[at]! << 1) | ((block[at + 1] ?? 0) >> 7);
  }
  if (carry) block[BLOCK_BYTES - 1]! ^= 0x87;
}
