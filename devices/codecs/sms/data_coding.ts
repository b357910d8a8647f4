/**
 * The data coding scheme (3GPP TS 23.038, section 4). Only what says how to read a message is taken
 * from it; reserved codings are the 7-bit alphabet, as the specification wants it.
 */
import type { SmsCoding } from "./tpdu.ts";

/** Alphabet of a coding octet; undefined when the text is compressed. */
export function alphabetOf(dataCoding: number): SmsCoding["alphabet"] | undefined {
  // Groups 00xx and 01xx: general, with and without automatic deletion.
  if (dataCoding < 0x80) {
    return (dataCoding & 0x20) === 0 ? GENERAL[(dataCoding >> 2) & 3] : undefined;
  }
  // Group 1110: a message waits, in UCS-2. Group 1111: message class, bit 2 says data.
  if (dataCoding >= 0xf0) return (dataCoding & 0x04) === 0 ? "gsm7" : "data";
  return dataCoding >= 0xe0 ? "ucs2" : "gsm7";
}

const GENERAL = ["gsm7", "data", "ucs2", "gsm7"] as const;
