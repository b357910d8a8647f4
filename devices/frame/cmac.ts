/**
 * AES-128-CMAC (RFC 4493).
 *
 *     L = AES(key, 0)    K1 = double(L)    K2 = double(K1)
 *     last block whole:  ⊕ K1      last block short:  padded with 1 and zeros, ⊕ K2
 */
import { type AesKey, BLOCK_BYTES, cbcMac } from "./aes.ts";

/** The whole 16-byte code of a message of any length. */
export function aesCmac(key: AesKey, message: Uint8Array): Uint8Array {
  const lastAt = Math.max(0, Math.ceil(message.length / BLOCK_BYTES) - 1) * BLOCK_BYTES;
  const lastBytes = message.length - lastAt;
  const last = firstSubkey(key);
  if (lastBytes < BLOCK_BYTES) {
    doubleBlock(last);
    last[lastBytes]! ^= 0x80;
  }
  for (let at = 0; at < lastBytes; at++) last[at]! ^= message[lastAt + at]!;
  return cbcMac(key, [message.subarray(0, lastAt), last]);
}

/**
 * The first four bytes, as u32, of the codes of many short messages under one key: each is one block.
 * @param messages `messageBytes` bytes each, one behind the other.
 * @param messageBytes 1 to 15.
 */
export function aesCmacPrefixes(
  key: AesKey,
  messages: Uint8Array,
  messageBytes: number,
): Uint32Array {
  const last = firstSubkey(key);
  doubleBlock(last);
  last[messageBytes]! ^= 0x80;
  const prefixes = new Uint32Array(messages.length / messageBytes);
  const block = new Uint8Array(BLOCK_BYTES);
  for (let index = 0, at = 0; index < prefixes.length; index++) {
    block.set(last);
    for (let byte = 0; byte < messageBytes; byte++) block[byte]! ^= messages[at++]!;
    key.encryptBlock(block);
    prefixes[index] = (block[0]! << 24) | (block[1]! << 16) | (block[2]! << 8) | block[3]!;
  }
  return prefixes;
}

/** K1; K2 is its double. */
function firstSubkey(key: AesKey): Uint8Array {
  const block = new Uint8Array(BLOCK_BYTES);
  key.encryptBlock(block);
  doubleBlock(block);
  return block;
}

/** Multiplies by x in GF(2^128) (RFC 4493 §2.3). */
function doubleBlock(block: Uint8Array): void {
  const carry = block[0]! & 0x80;
  for (let at = 0; at < BLOCK_BYTES; at++) {
    block[at] = (block[at]! << 1) | ((block[at + 1] ?? 0) >> 7);
  }
  if (carry) block[BLOCK_BYTES - 1]! ^= 0x87;
}
