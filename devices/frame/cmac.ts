/**
 * AES-128-CMAC (RFC 4493).
 *
 *     L = AES(key, 0)    K1 = double(L)    K2 = double(K1)
 *     last block whole:  ⊕ K1      last block short:  padded with 1 and zeros, ⊕ K2
 */
import { BLOCK_BYTES, BlockCipher, cbcMac } from "./aes.ts";

/** Bytes of a whole code. */
export const CMAC_BYTES = BLOCK_BYTES;

/**
 * The whole 16-byte code of a message of any length.
 * @param key 16 bytes.
 */
export function aesCmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  using cipher = new BlockCipher(key);
  const k1 = firstSubkey(cipher);
  const blockCount = Math.max(1, Math.ceil(message.length / BLOCK_BYTES));
  const blocks = new Uint8Array(blockCount * BLOCK_BYTES);
  blocks.set(message);
  const isWhole = message.length === blocks.length;
  if (!isWhole) blocks[message.length] = 0x80;
  addBlock(blocks, blocks.length - BLOCK_BYTES, isWhole ? k1 : doubleBlock(k1));
  return cbcMac(key, blocks);
}

/**
 * The codes of many short messages under one key: each is one AES block, so one cipher does all.
 * @param key 16 bytes.
 * @param messages `count` messages of `messageBytes` bytes, one behind the other.
 * @param messageBytes 0 to 15.
 * @returns `count` codes of 16 bytes, one behind the other.
 */
export function aesCmacShort(
  key: Uint8Array,
  messages: Uint8Array,
  messageBytes: number,
): Uint8Array {
  using cipher = new BlockCipher(key);
  const last = doubleBlock(firstSubkey(cipher));
  last[messageBytes]! ^= 0x80;
  const count = messages.length / messageBytes;
  const blocks = new Uint8Array(count * BLOCK_BYTES);
  for (let index = 0; index < count; index++) {
    const at = index * BLOCK_BYTES;
    blocks.set(last, at);
    for (let byte = 0; byte < messageBytes; byte++) {
      blocks[at + byte]! ^= messages[index * messageBytes + byte]!;
    }
  }
  return cipher.encrypt(blocks);
}

/** K1; K2 is its double. */
function firstSubkey(cipher: BlockCipher): Uint8Array {
  return doubleBlock(cipher.encrypt(new Uint8Array(BLOCK_BYTES)));
}

/** Multiplies by x in GF(2^128) (RFC 4493 §2.3). */
function doubleBlock(block: Uint8Array): Uint8Array {
  const doubled = new Uint8Array(BLOCK_BYTES);
  for (let at = 0; at < BLOCK_BYTES; at++) {
    doubled[at] = (block[at]! << 1) | ((block[at + 1] ?? 0) >> 7);
  }
  if (block[0]! & 0x80) doubled[BLOCK_BYTES - 1]! ^= 0x87;
  return doubled;
}

function addBlock(blocks: Uint8Array, at: number, block: Uint8Array): void {
  for (let byte = 0; byte < BLOCK_BYTES; byte++) blocks[at + byte]! ^= block[byte]!;
}
