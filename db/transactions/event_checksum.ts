import { crc32 } from "node:zlib";
import { encodeHex } from "../../devices/hex.ts";

/** The columns of an event that its body does not say, and that its hash therefore does not prove. */
export interface EventNumbers {
  readonly sequence: number;
  readonly lane: number;
  readonly ordinal: number;
  readonly device: number | null;
  readonly kid: number | null;
  readonly epoch: number | null;
  readonly counter: number | null;
  readonly tag: Uint8Array | null;
  readonly answerable: number;
  /** Of the body, so that a checksum holds for one event only. */
  readonly hash: Uint8Array;
}

/** CRC-32 by which salvage tells whether the numbers of an event are those that were written. */
export function eventChecksum(numbers: EventNumbers): number {
  const { sequence, lane, ordinal, device, kid, epoch, counter, answerable } = numbers;
  const tag = numbers.tag === null ? "" : encodeHex(numbers.tag);
  const text = [sequence, lane, ordinal, device, kid, epoch, counter, tag, answerable].join(" ");
  return crc32(`${text} ${encodeHex(numbers.hash)}`);
}
