/**
 * AES-128-CCM (RFC 3610) with L = 2 and M = 8, over CBC and CTR.
 *
 *     B0 = flags ‖ nonce ‖ length     CBC-MAC over B0, additional data, text   ──▶ T
 *     A0 = 1 ‖ nonce ‖ 0              CTR from A0: first block ⊕ T ──▶ tag, the rest ⊕ text
 *
 * Limits: nonce 13 bytes, text under 65 536 bytes, additional data under 65 280 bytes.
 */
import { addKeyStream, type AesKey, BLOCK_BYTES, cbcMac, isSameCode } from "./aes.ts";

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
/** The block that is worked in, and B0: nothing here waits, so one of each is enough. */
const counter = new Uint8Array(BLOCK_BYTES);
const first = new Uint8Array(BLOCK_BYTES);

/**
 * Encrypts and authenticates.
 * @param nonce 13 bytes, never used twice with one key.
 * @returns The ciphertext, as long as the plaintext, followed by the 8-byte tag.
 */
export function seal(
  key: AesKey,
  nonce: Uint8Array,
  plaintext: Uint8Array,
  additional: Uint8Array = NOTHING,
): Uint8Array {
  const tag = tagOf(key, nonce, plaintext, additional);
  const sealed = new Uint8Array(plaintext.length + TAG_BYTES);
  sealed.set(addKeyStream(key, counterBlock(nonce, 1), plaintext));
  for (let at = 0; at < TAG_BYTES; at++) sealed[plaintext.length + at] = tag[at]!;
  return sealed;
}

/**
 * Verifies and decrypts; the tag is compared in constant time.
 * @param nonce 13 bytes.
 * @param sealed What `seal` returned.
 * @returns The plaintext, or undefined when the tag is wrong or missing.
 */
export function open(
  key: AesKey,
  nonce: Uint8Array,
  sealed: Uint8Array,
  additional: Uint8Array = NOTHING,
): Uint8Array | undefined {
  if (sealed.length < TAG_BYTES) return undefined;
  const tagAt = sealed.length - TAG_BYTES;
  const plaintext = addKeyStream(key, counterBlock(nonce, 1), sealed.subarray(0, tagAt));
  const tag = tagOf(key, nonce, plaintext, additional);
  return isSameCode(tag, sealed.subarray(tagAt)) ? plaintext : undefined;
}

/** The tag as it is sent: the first 8 bytes of T, encrypted under A0. */
function tagOf(
  key: AesKey,
  nonce: Uint8Array,
  text: Uint8Array,
  additional: Uint8Array,
): Uint8Array {
  if (nonce.length !== NONCE_BYTES) throw new RangeError(`CCM nonce: ${nonce.length} bytes`);
  if (text.length > MAX_TEXT_BYTES) throw new RangeError(`CCM text: ${text.length} bytes`);
  if (additional.length > MAX_ADDITIONAL_BYTES) {
    throw new RangeError(`CCM additional data: ${additional.length} bytes`);
  }
  const b0 = firstBlock(nonce, text.length, additional.length > 0);
  const mac = cbcMac(key, [b0, withLength(additional), text]);
  const stream = counterBlock(nonce, 0);
  key.encryptBlock(stream);
  const tag = new Uint8Array(TAG_BYTES);
  for (let at = 0; at < TAG_BYTES; at++) tag[at] = mac[at]! ^ stream[at]!;
  return tag;
}

/** Additional data behind its length; nothing for none. */
function withLength(additional: Uint8Array): Uint8Array {
  if (additional.length === 0) return additional;
  const bytes = new Uint8Array(2 + additional.length);
  bytes[0] = additional.length >> 8;
  bytes[1] = additional.length;
  bytes.set(additional, 2);
  return bytes;
}

/** B0. */
function firstBlock(nonce: Uint8Array, textBytes: number, hasAdditional: boolean): Uint8Array {
  first[0] = FLAGS | (hasAdditional ? FLAG_ADDITIONAL : 0);
  first.set(nonce, 1);
  first[14] = textBytes >> 8;
  first[15] = textBytes;
  return first;
}

/** A0, the text's first counter A1 … */
function counterBlock(nonce: Uint8Array, number: number): Uint8Array {
  counter[0] = 1;
  counter.set(nonce, 1);
  counter[14] = 0;
  counter[15] = number;
  return counter;
}
