/**
 * SQLite's record format (sqlite.org/fileformat2.html, section 2.1): a header of serial types, then
 * the values. Whatever does not fit is no record: undefined, never an error.
 */

/** What a column holds. */
export type Value = null | number | string | Uint8Array;

const strictUtf8 = new TextDecoder("utf-8", { fatal: true });

/** Largest count of bytes of one varint. */
const VARINT_BYTES = 9;

/** A variable-length integer and where the next byte stands; undefined when it is cut off or huge. */
export function readVarint(
  bytes: Uint8Array,
  at: number,
): { readonly value: number; readonly next: number } | undefined {
  let value = 0;
  for (let index = 0; index < VARINT_BYTES; index++) {
    const byte = bytes[at + index];
    if (byte === undefined) return undefined;
    value = index === VARINT_BYTES - 1 ? value * 256 + byte : value * 128 + (byte & 0x7f);
    if (byte < 0x80 || index === VARINT_BYTES - 1) {
      return Number.isSafeInteger(value) ? { value, next: at + index + 1 } : undefined;
    }
  }
  return undefined;
}

/** The columns of a record; undefined when the bytes are none. */
export function decodeRecord(payload: Uint8Array): Value[] | undefined {
  const types = serialTypes(payload);
  if (types === undefined) return undefined;
  const values: Value[] = [];
  let at = types.end;
  for (const type of types.types) {
    const size = sizeOf(type);
    if (size === undefined || at + size > payload.length) return undefined;
    const value = valueOf(type, payload.subarray(at, at + size));
    if (value === undefined) return undefined;
    values.push(value);
    at += size;
  }
  return at === payload.length ? values : undefined;
}

function serialTypes(
  payload: Uint8Array,
): { readonly types: number[]; readonly end: number } | undefined {
  const header = readVarint(payload, 0);
  if (header === undefined || header.value > payload.length) return undefined;
  const types: number[] = [];
  let at = header.next;
  while (at < header.value) {
    const type = readVarint(payload, at);
    if (type === undefined) return undefined;
    types.push(type.value);
    at = type.next;
  }
  return at === header.value ? { types, end: at } : undefined;
}

/** Bytes of the integer types 0 to 9, by type; 7 is a float. */
const SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];
const FLOAT = 7;
const FIRST_BLOB = 12;

function sizeOf(type: number): number | undefined {
  return type < FIRST_BLOB ? SIZES[type] : (type - FIRST_BLOB) >> 1;
}

function valueOf(type: number, bytes: Uint8Array): Value | undefined {
  if (type === 0) return null;
  if (type === FLOAT) return new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0);
  if (type >= FIRST_BLOB) return type % 2 === 0 ? bytes.slice() : textOf(bytes);
  if (type === 8 || type === 9) return type - 8;
  return integerOf(bytes);
}

function integerOf(bytes: Uint8Array): number | undefined {
  let value = (bytes[0]! << 24) >> 24;
  for (const byte of bytes.subarray(1)) value = value * 256 + byte;
  return Number.isSafeInteger(value) ? value : undefined;
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}
