/** Messages of foreign formats as tests make them, with the checksums that the formats want. */
import { crc16Arc, crc16X25, crc16Xmodem } from "../../../devices/codecs/crc16.ts";
import { decodeHex } from "../../../devices/hex.ts";

/** The bytes of hex digits, between which there can be spaces. */
export function bytes(hex: string): Uint8Array {
  return decodeHex(hex.replaceAll(" ", ""))!;
}

/** A short GT06 message. @param content In hex: what stands between type and number. */
export function gt06(type: number, content: string): Uint8Array {
  const inner = bytes(content);
  return framed(0x78, [inner.length + 5, type, ...inner, 0, 1]);
}

/** A long GT06 message. */
export function longGt06(type: number, content: string): Uint8Array {
  const inner = bytes(content);
  const size = inner.length + 5;
  return framed(0x79, [size >> 8, size & 0xff, type, ...inner, 0, 1]);
}

function framed(mark: number, counted: readonly number[]): Uint8Array {
  const crc = crc16X25(Uint8Array.from(counted));
  return Uint8Array.of(mark, mark, ...counted, crc >> 8, crc & 0xff, 0x0d, 0x0a);
}

/** A JT/T 808 message of terminal 012345678901, whose body needs no escape. */
export function jt808(type: number, body: string): Uint8Array {
  const inner = bytes(body);
  const attributes = [inner.length >> 8, inner.length & 0xff];
  const plain = [
    type >> 8,
    type & 0xff,
    ...attributes,
    1,
    0x23,
    0x45,
    0x67,
    0x89,
    1,
    0,
    1,
    ...inner,
  ];
  const sum = plain.reduce((sum, byte) => sum ^ byte, 0);
  const escaped = [...plain, sum].flatMap((byte) =>
    byte === 0x7e ? [0x7d, 2] : byte === 0x7d ? [0x7d, 1] : [byte]
  );
  return Uint8Array.of(0x7e, ...escaped, 0x7e);
}

/** A report of JT/T 808, in hex, with a place in Brussels. @param extras In hex. */
export function jt808Report(alarms: string, extras = ""): string {
  return `${alarms} 00000002 0307e8c8 00426be8 0000 0000 0000 261123175000 ${extras}`
    .replaceAll(" ", "");
}

/** An EV07B message. @param fields In hex, each behind its length. */
export function ev07b(fields: string): Uint8Array {
  const body = Uint8Array.of(0x01, ...bytes(fields));
  const crc = crc16Xmodem(body);
  return Uint8Array.of(0xab, 0x10, body.length, 0, crc & 0xff, crc >> 8, 0, 1, ...body);
}

/** An Eelink message. @param content In hex: what stands behind the number. */
export function eelink(type: number, content: string): Uint8Array {
  const inner = bytes(content);
  return Uint8Array.of(0x67, 0x67, type, 0, inner.length + 2, 0, 1, ...inner);
}

/** A DC-09 message, without LF and CR. @param counted From the first quote on. */
export function dc09(counted: string): string {
  const hex = (value: number) => value.toString(16).toUpperCase().padStart(4, "0");
  return hex(crc16Arc(new TextEncoder().encode(counted))) + hex(counted.length) + counted;
}
