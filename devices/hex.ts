/** Bytes as lower-case hex. */
export function encodeHex(bytes: Uint8Array): string {
  return bytes.toHex();
}

/** Hex in either case as bytes; undefined for an odd count of digits or a character that is none. */
export function decodeHex(text: string): Uint8Array | undefined {
  // Looked at first: what is thrown for a wrong digit would be thrown at whoever sends enough of them.
  const isHex = text.length % 2 === 0 && /^[0-9A-Fa-f]*$/.test(text);
  return isHex ? Uint8Array.fromHex(text) : undefined;
}
