/** Bytes as lower-case hex. */
export function encodeHex(bytes: Uint8Array): string {
  return bytes.toHex();
}

/** Hex in either case as bytes; undefined for an odd count of digits or a character that is none. */
export function decodeHex(text: string): Uint8Array | undefined {
  // Checked first: the engine throws for a wrong digit, and wrong digits are expected here.
  const isHex = text.length % 2 === 0 && /^[0-9A-Fa-f]*$/.test(text);
  return isHex ? Uint8Array.fromHex(text) : undefined;
}
