/** A view of bytes that may be a part of a larger buffer. Reading beyond its end throws: ask first. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Whether bit `bit` of a whole number from 0 up to 2^32 is set. */
export function hasBit(value: number, bit: number): boolean {
  return ((value >>> bit) & 1) === 1;
}

/** A signed integer of 24 bits, least significant byte first. */
export function int24Le(view: DataView, at: number): number {
  return ((view.getUint8(at) << 8) | (view.getUint8(at + 1) << 16) |
    (view.getUint8(at + 2) << 24)) >> 8;
}
