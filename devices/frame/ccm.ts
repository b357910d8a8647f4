/**
 * AES-128-CCM (RFC 3610) with L = 2 and M = 8, over CBC and CTR.
 *
 *     B0 = flags ‖ nonce ‖ length     CBC-MAC over B0, additional data, text   ──▶ T
 *     A0 = 1 ‖ nonce ‖ 0              CTR from A0: first block ⊕ T ──▶ tag, the rest ⊕ text
 *
 * Limits: nonce 13 bytes, text under 65 536 bytes, additional data under 65 280 bytes.
 */
import { timingSafeEqual } from "node:crypto";
import { addKeyStream, BLOCK_BYTES, cbcMac } from "./aes.ts";

/** Bytes of a nonce when L = 2. */
export const NONCE_BYTES = 13;
/** Bytes of a tag (M). */
export const TAG_BYTES = 8;

const MAX_TEXT_BYTES = 0xffff;
/** From here on RFC 3610 writes the length of additional data in another form. */
const MAX_ADDITIONAL_BYTES = 0xfeff;
/** M' = (M − 2) / 2 in bits 5..3, L' = L − 1 in bits 2..0. */
const FLAGS = ((TAG_BYTES - 2) / 2 << 3) | 1;
const FLAG_ADDITIONAL = 0x40;
const NOTHING = new Uint8Array(0);

/**
 * Encrypts and authenticates.
 * @param key 16 bytes.
 * @param nonce 13 bytes, never used twice with one key.
 * @returns The ciphertext, as long as the plaintext, followed by the 8-byte tag.
 */
export function seal(
  key: Uint8Array,
  nonce: Uint8Array,
  plaintext: Uint8Array,
  additional: Uint8Array = NOTHING,
): Uint8Array {
  const mac = authenticate(key, nonce, plaintext, additional);
  const streamed = keyStream(key, nonce, mac, plaintext);
  const sealed = new Uint8Array(plaintext.length + TAG_BYTES);
  sealed.set(streamed.subarray(BLOCK_BYTES));
  sealed.set(streamed.subarray(0, TAG_BYTES), plaintext.length);
  return sealed;
}

/**
 * Verifies and decrypts; the tag is compared in constant time.
 * @param key 16 bytes.
 * @param nonce 13 bytes.
 * @param sealed What `seal` returned.
 * @returns The plaintext, or undefined when the tag is wrong or missing.
 */
export function open(
  key: Uint8Array,
  nonce: Uint8Array,
  sealed: Uint8Array,
  additional: Uint8Array = NOTHING,
): Uint8Array | undefined {
  if (sealed.length < TAG_BYTES) return undefined;
  const tagAt = sealed.length - TAG_BYTES;
  const sealedMac = new Uint8Array(BLOCK_BYTES);
  sealedMac.set(sealed.subarray(tagAt));
  const streamed = keyStream(key, nonce, sealedMac, sealed.subarray(0, tagAt));
  const plaintext = streamed.subarray(BLOCK_BYTES);
  const expected = authenticate(key, nonce, plaintext, additional).subarray(0, TAG_BYTES);
  return timingSafeEqual(expected, streamed.subarray(0, TAG_BYTES)) ? plaintext : undefined;
}

/** The 16 bytes of T, of which the first 8 are the unencrypted tag. */
function authenticate(
  key: Uint8Array,
  nonce: Uint8Array,
  text: Uint8Array,
  additional: Uint8Array,
): Uint8Array {
  if (nonce.length !== NONCE_BYTES) throw new RangeError(`CCM nonce: ${nonce.length} bytes`);
  if (text.length > MAX_TEXT_BYTES) throw new RangeError(`CCM text: ${text.length} bytes`);
  if (additional.length > MAX_ADDITIONAL_BYTES) {
    throw new RangeError(`CCM additional data: ${additional.length} bytes`);
  }
  return cbcMac(key, macInput(nonce, text, additional));
}

/** B0, the additional data behind its length, the text; the last two padded to whole blocks. */
function macInput(nonce: Uint8Array, text: Uint8Array, additional: Uint8Array): Uint8Array {
  const hasAdditional = additional.length > 0;
  const textAt = BLOCK_BYTES + (hasAdditional ? wholeBlocks(2 + additional.length) : 0);
  const blocks = new Uint8Array(textAt + wholeBlocks(text.length));
  const view = new DataView(blocks.buffer);
  blocks[0] = FLAGS | (hasAdditional ? FLAG_ADDITIONAL : 0);
  blocks.set(nonce, 1);
  view.setUint16(14, text.length);
  if (hasAdditional) {
    view.setUint16(BLOCK_BYTES, additional.length);
    blocks.set(additional, BLOCK_BYTES + 2);
  }
  blocks.set(text, textAt);
  return blocks;
}

/** One block and a text, both added to the key stream that starts at A0. */
function keyStream(
  key: Uint8Array,
  nonce: Uint8Array,
  block: Uint8Array,
  text: Uint8Array,
): Uint8Array {
  const counter = new Uint8Array(BLOCK_BYTES);
  counter[0] = 1;
  counter.set(nonce, 1);
  const input = new Uint8Array(BLOCK_BYTES + text.length);
  input.set(block);
  input.set(text, BLOCK_BYTES);
  return addKeyStream(key, counter, input);
}

function wholeBlocks(sizeBytes: number): number {
  return Math.ceil(sizeBytes / BLOCK_BYTES) * BLOCK_BYTES;
}
