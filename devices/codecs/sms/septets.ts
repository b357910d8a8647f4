/**
 * Septets in octets (3GPP TS 23.038, section 6.1.2.1): the first septet lies in the seven low bits
 * of the first octet, the next begins in its high bit.
 */

/**
 * Unpacks septets, each into the low bits of a byte of its own.
 * @param count How many; fewer come out when the octets end.
 * @param skippedBits Bits before the first septet: a header and what fills it up.
 */
export function unpackSeptets(octets: Uint8Array, count: number, skippedBits = 0): Uint8Array {
  const held = Math.max(0, Math.floor((octets.length * 8 - skippedBits) / 7));
  return Uint8Array.from({ length: Math.min(count, held) }, (_, index) => {
    const bit = skippedBits + 7 * index;
    const at = bit >> 3;
    const pair = octets[at]! | ((octets[at + 1] ?? 0) << 8);
    return (pair >> (bit & 7)) & 0x7f;
  });
}

/**
 * Packs septets.
 * @param skippedBits Zero bits to leave before the first one.
 */
export function packSeptets(septets: Uint8Array, skippedBits = 0): Uint8Array {
  const octets = new Uint8Array(Math.ceil((skippedBits + 7 * septets.length) / 8));
  septets.forEach((septet, index) => {
    const bit = skippedBits + 7 * index;
    const pair = septet << (bit & 7);
    octets[bit >> 3]! |= pair & 0xff;
    if (pair > 0xff) octets[(bit >> 3) + 1]! |= pair >> 8;
  });
  return octets;
}

/** Bits between a header of so many octets and the septet boundary behind it: 0 to 6. */
export function fillBits(headerBytes: number): number {
  return (7 - ((headerBytes * 8) % 7)) % 7;
}
