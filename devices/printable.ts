/**
 * Text of others on its way to a terminal, a short message or a page. A terminal obeys control
 * characters (ECMA-48), a line break forges a line, and a bidirectional override (UAX #9) makes a
 * name read as another one: none of them is ever shown as it is.
 */

/** C0, DEL and C1, the two line separators of Unicode, bidirectional controls, a byte order mark. */
// deno-lint-ignore no-control-regex -- they are what is looked for
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const HEX_DIGITS = 4;

/** True for a text that shows as what it is, on one line. */
export function isPrintable(text: string): boolean {
  return text.search(UNPRINTABLE) === -1;
}

/**
 * Format characters, halves of pairs, and what is assigned to nothing or to whoever likes; letters that
 * are blank. Joiners are among them: emoji and some scripts need them, names here do not.
 */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\u034f\u115f\u1160\u3164\uffa0]/u;

/** True for a text that has nothing but what is seen of it, so that no two names look the same by that. */
export function isVisible(text: string): boolean {
  return !UNSEEN.test(text);
}

/** Each line printable. Ends of lines as browsers and other systems write them are one line feed. */
export function printableLines(text: string): string {
  return text.split(/\r\n?|\n/).map(printable).join("\n");
}

/**
 * The text on one line, with what is no printable character written out: `\n`, `\u001b`, `\u202e`.
 * These are the escapes of JSON: a JSON text stays one, and means the same.
 */
export function printable(text: string): string {
  return text.replace(
    UNPRINTABLE,
    (character) =>
      SHORT[character] ??
        `\\u${character.charCodeAt(0).toString(16).padStart(HEX_DIGITS, "0")}`,
  );
}
