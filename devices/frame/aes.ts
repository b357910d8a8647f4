/** AES-128 block modes of node:crypto, used so that nothing stays open behind them. */
import { type Cipheriv, createCipheriv } from "node:crypto";

/** Bytes of an AES block. */
export const BLOCK_BYTES = 16;

/** A key with which single blocks are encrypted; the runtime holds it until it is disposed of. */
export class BlockCipher implements Disposable {
  readonly #cipher: Cipheriv;

  /** @param key 16 bytes. */
  constructor(key: Uint8Array) {
    this.#cipher = createCipheriv("aes-128-ecb", key, null).setAutoPadding(false);
  }

  /** Encrypts each block for itself. */
  encrypt(blocks: Uint8Array): Uint8Array {
    return new Uint8Array(this.#cipher.update(blocks));
  }

  [Symbol.dispose](): void {
    this.#cipher.final();
  }
}

/** The CBC-MAC of whole blocks: the last block of their CBC encryption from a zero vector. */
export function cbcMac(key: Uint8Array, blocks: Uint8Array): Uint8Array {
  const cipher = createCipheriv("aes-128-cbc", key, new Uint8Array(BLOCK_BYTES));
  cipher.setAutoPadding(false);
  const encrypted = new Uint8Array(cipher.update(blocks));
  cipher.final();
  return encrypted.subarray(-BLOCK_BYTES);
}

/** Adds the CTR key stream that starts at `counter` to bytes: encrypts and decrypts. */
export function addKeyStream(
  key: Uint8Array,
  counter: Uint8Array,
  bytes: Uint8Array,
): Uint8Array {
  const cipher = createCipheriv("aes-128-ctr", key, counter);
  const streamed = new Uint8Array(cipher.update(bytes));
  cipher.final();
  return streamed;
}
