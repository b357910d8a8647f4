/**
 * AES-128 (FIPS 197), block by block, in this language: a call of the runtime's own costs more than
 * the block does, the more so when the core has slept. Beside it the two modes that frames need.
 *
 * It looks its steps up in tables of 4 KiB, so the time it takes depends a little on key and text.
 * That cannot be measured over the air; a program on the same core might (docs/threat-model.md).
 */
import { AES } from "@stablelib/aes";

/** Bytes of an AES block. */
export const BLOCK_BYTES = 16;
/** Bytes of an AES-128 key. */
export const KEY_BYTES = 16;

/** A key with its key schedule, which is made once and kept until the key is erased. */
export class AesKey {
  #schedule: AES | undefined;

  /**
   * @param key 16 bytes; not kept.
   * @throws RangeError for another length.
   */
  constructor(key: Uint8Array) {
    if (key.length !== KEY_BYTES) throw new RangeError(`AES key: ${key.length} bytes, not 16`);
    this.#schedule = new AES(key, true);
  }

  /**
   * Encrypts the first 16 bytes of `block` into `encrypted`, which may be the same.
   * @throws Error when the key is erased: what zeros would seal is open to everybody.
   */
  encryptBlock(block: Uint8Array, encrypted: Uint8Array = block): void {
    if (this.#schedule === undefined) throw new Error("AES key: used after it was erased");
    this.#schedule.encryptBlock(block, encrypted);
  }

  /** Overwrites the key schedule; the key is of no use any more. */
  erase(): void {
    this.#schedule?.clean();
    this.#schedule = undefined;
  }
}

/**
 * The CBC-MAC of pieces, each filled up with zeros to whole blocks: the last block of their CBC
 * encryption from a zero vector.
 */
export function cbcMac(key: AesKey, pieces: readonly Uint8Array[]): Uint8Array {
  const block = new Uint8Array(BLOCK_BYTES);
  for (const piece of pieces) {
    for (let from = 0; from < piece.length; from += BLOCK_BYTES) {
      const end = Math.min(BLOCK_BYTES, piece.length - from);
      for (let at = 0; at < end; at++) block[at]! ^= piece[from + at]!;
      key.encryptBlock(block);
    }
  }
  return block;
}

/** What is worked in: nothing here waits, so one is enough. */
const stream = new Uint8Array(BLOCK_BYTES);

/**
 * Adds the CTR key stream that starts at a counter block to bytes: encrypts and decrypts.
 * @param counter 16 bytes, one big-endian number. It is counted on.
 */
export function addKeyStream(key: AesKey, counter: Uint8Array, bytes: Uint8Array): Uint8Array {
  const streamed = new Uint8Array(bytes.length);
  for (let from = 0; from < bytes.length; from += BLOCK_BYTES) {
    key.encryptBlock(counter, stream);
    increment(counter);
    const end = Math.min(BLOCK_BYTES, bytes.length - from);
    for (let at = 0; at < end; at++) streamed[from + at] = bytes[from + at]! ^ stream[at]!;
  }
  return streamed;
}

/** Whether two codes of one length are the same; it takes as long wherever they differ. */
export function isSameCode(code: Uint8Array, other: Uint8Array): boolean {
  if (code.length !== other.length) return false;
  let difference = 0;
  for (let at = 0; at < code.length; at++) difference |= code[at]! ^ other[at]!;
  return difference === 0;
}

function increment(counter: Uint8Array): void {
  for (let at = BLOCK_BYTES - 1; at >= 0; at--) {
    counter[at]! += 1;
    if (counter[at] !== 0) return;
  }
}
