/**
 * Addresses (3GPP TS 23.040, section 9.1.2.5): a type of number, then digits as swapped nibbles or
 * letters as packed septets.
 *
 *     1 TON(3) NPI(4) │ digit 2 digit 1 │ digit 4 digit 3 │ … F fills up an odd count
 */
import { decodeGsm7, DEFAULT_GSM7 } from "./gsm7.ts";
import { unpackSeptets } from "./septets.ts";

const DIGITS = "0123456789*#abc";
const FILLER = 0x0f;
const NO_EXTENSION = 0x80;
const TYPE_OF_NUMBER = 0x70;
const INTERNATIONAL = 0x10;
const ALPHANUMERIC = 0x50;
/** Type octets of numbers in the telephone numbering plan. */
const UNKNOWN_TYPE = 0x81;
const INTERNATIONAL_TYPE = 0x91;

/** What a message can be sent to: 1 to 20 digits, * or #, behind a + when international. */
export const DIALLABLE = /^\+?[0-9*#]{1,20}$/;

/**
 * Reads an address.
 * @param octets Its type and its value.
 * @param nibbles How many semi-octets the value counts.
 * @returns Digits, with a + when international, or letters; undefined when it is no address.
 */
export function decodeAddress(octets: Uint8Array, nibbles: number): string | undefined {
  const [type = 0] = octets;
  const value = octets.subarray(1);
  if ((type & NO_EXTENSION) === 0) return undefined;
  if ((type & TYPE_OF_NUMBER) === ALPHANUMERIC) {
    return decodeGsm7(unpackSeptets(value, Math.floor((nibbles * 4) / 7)), DEFAULT_GSM7);
  }
  const digits = decodeDigits(value, nibbles);
  if (digits === undefined) return undefined;
  return (type & TYPE_OF_NUMBER) === INTERNATIONAL ? `+${digits}` : digits;
}

/** Writes the type and the value of a number that is `DIALLABLE`. */
export function encodeAddress(number: string): Uint8Array {
  const digits = number.replace("+", "");
  const octets = new Uint8Array(1 + Math.ceil(digits.length / 2)).fill(0xff);
  octets[0] = number.startsWith("+") ? INTERNATIONAL_TYPE : UNKNOWN_TYPE;
  [...digits].forEach((digit, index) => {
    const at = 1 + (index >> 1);
    const nibble = DIGITS.indexOf(digit);
    octets[at] = index % 2 === 0 ? 0xf0 | nibble : (nibble << 4) | (octets[at]! & 0x0f);
  });
  return octets;
}

/** A filler anywhere but at the end says that the octets are not what they are taken for. */
function decodeDigits(value: Uint8Array, nibbles: number): string | undefined {
  let digits = "";
  for (let index = 0; index < nibbles; index++) {
    const octet = value[index >> 1]!;
    const nibble = index % 2 === 0 ? octet & 0x0f : octet >> 4;
    if (nibble === FILLER && index < nibbles - 1) return undefined;
    digits += DIGITS[nibble] ?? "";
  }
  return digits;
}
