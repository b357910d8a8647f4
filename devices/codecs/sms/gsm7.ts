/**
 * The 7-bit alphabet (3GPP TS 23.038, sections 6.2.1 and 6.2.1.1): 128 characters, of which one
 * escapes to a second table. A national language replaces the first table ("locking shift"), the
 * second ("single shift") or both.
 */
import { EXTENSION, LOCKING, SINGLE } from "./gsm7_tables.ts";
import type { SmsCoding } from "./tpdu.ts";

/** How septets are to be read. */
export type Gsm7Coding = Extract<SmsCoding, { alphabet: "gsm7" }>;

/** Without national languages. */
export const DEFAULT_GSM7: Gsm7Coding = { alphabet: "gsm7", locking: 0, single: 0 };

const ESCAPE = 0x1b;
const DEFAULT_CHARACTERS = [...LOCKING[0]!];
const SEPTETS_OF = new Map<string, readonly number[]>([
  ...Object.entries(EXTENSION).map(([septet, character]) =>
    [character, [ESCAPE, Number(septet)]] as const
  ),
  ...DEFAULT_CHARACTERS.map((character, septet) => [character, [septet]] as const)
    .filter(([, [septet]]) => septet !== ESCAPE),
]);

/**
 * Reads septets, one in each byte. A language that is not known is the default one, and an escape
 * to nothing means the character itself (section 6.2.1.1); a lone escape is a space.
 */
export function decodeGsm7(septets: Uint8Array, coding: Gsm7Coding): string {
  const characters = [...(LOCKING[coding.locking] ?? LOCKING[0]!)];
  const escaped = SINGLE[coding.single] ?? EXTENSION;
  let text = "";
  for (let at = 0; at < septets.length; at++) {
    if (septets[at] !== ESCAPE) {
      text += characters[septets[at]!] ?? "";
      continue;
    }
    const septet = septets[++at] ?? ESCAPE;
    text += septet === ESCAPE ? " " : escaped[septet] ?? characters[septet] ?? "";
  }
  return text;
}

/**
 * Writes text in the default tables.
 * @returns The septets of each character, which must not be parted; undefined when a character
 * has none.
 */
export function encodeGsm7(text: string): readonly (readonly number[])[] | undefined {
  const septets = [...text].map((character) => SEPTETS_OF.get(character));
  return septets.includes(undefined) ? undefined : septets as (readonly number[])[];
}
