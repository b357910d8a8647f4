/**
 * The tables of 3GPP TS 23.038: section 6.2.1 the alphabet, section 6.2.1.1 its extension, annex A
 * the national languages 1 Turkish, 2 Spanish and 3 Portuguese.
 *
 * The escape stands at its own place, 0x1B, in each table of 128 characters.
 */

/** Characters behind an escape, by septet. */
export type Escaped = Readonly<Record<number, string>>;

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const FIGURES = "0123456789:;<=>?";

const DEFAULT = "@£$¥èéùìòÇ\nØø\rÅå" + "Δ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ" + " !\"#¤%&'()*+,-./" + FIGURES +
  `¡${UPPER}ÄÖÑÜ§` + `¿${LOWER}äöñüà`;
const TURKISH = "@£$¥€éùıòÇ\nĞğ\rÅå" + "Δ_ΦΓΛΩΠΨΣΘΞ\x1bŞşßÉ" + " !\"#¤%&'()*+,-./" + FIGURES +
  `İ${UPPER}ÄÖÑÜ§` + `ç${LOWER}äöñüà`;
const PORTUGUESE = "@£$¥êéúíóç\nÔô\rÁá" + "Δ_ªÇÀ∞^\\€Ó|\x1bÂâÊÉ" + " !\"#º%&'()*+,-./" + FIGURES +
  `Í${UPPER}ÃÕÚÜ§` + `~${LOWER}ãõ\`üà`;

/** The whole tables by language. Spanish has none of its own. */
export const LOCKING: Readonly<Record<number, string>> = { 0: DEFAULT, 1: TURKISH, 3: PORTUGUESE };

/** The default extension. Its form feed is what a page break is on a screen. */
export const EXTENSION: Escaped = {
  0x0a: "\f",
  0x14: "^",
  0x28: "{",
  0x29: "}",
  0x2f: "\\",
  0x3c: "[",
  0x3d: "~",
  0x3e: "]",
  0x40: "|",
  0x65: "€",
};

const TURKISH_ESCAPED: Escaped = {
  ...EXTENSION,
  0x47: "Ğ",
  0x49: "İ",
  0x53: "Ş",
  0x63: "ç",
  0x67: "ğ",
  0x69: "ı",
  0x73: "ş",
};

const SPANISH_ESCAPED: Escaped = {
  ...EXTENSION,
  0x09: "ç",
  0x41: "Á",
  0x49: "Í",
  0x4f: "Ó",
  0x55: "Ú",
  0x61: "á",
  0x69: "í",
  0x6f: "ó",
  0x75: "ú",
};

const PORTUGUESE_ESCAPED: Escaped = {
  ...EXTENSION,
  0x05: "ê",
  0x09: "ç",
  0x0b: "Ô",
  0x0c: "ô",
  0x0e: "Á",
  0x0f: "á",
  0x12: "Φ",
  0x13: "Γ",
  0x15: "Ω",
  0x16: "Π",
  0x17: "Ψ",
  0x18: "Σ",
  0x19: "Θ",
  0x1f: "Ê",
  0x41: "À",
  0x49: "Í",
  0x4f: "Ó",
  0x55: "Ú",
  0x5b: "Ã",
  0x5c: "Õ",
  0x61: "Â",
  0x69: "í",
  0x6f: "ó",
  0x75: "ú",
  0x7b: "ã",
  0x7c: "õ",
  0x7f: "â",
};

/** Characters behind an escape by language. */
export const SINGLE: Readonly<Record<number, Escaped>> = {
  0: EXTENSION,
  1: TURKISH_ESCAPED,
  2: SPANISH_ESCAPED,
  3: PORTUGUESE_ESCAPED,
};
