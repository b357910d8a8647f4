/**
 * Codes that prove somebody once: 80 random bits as 16 characters of Crockford's base 32, which has no
 * letters that read like a digit or each other. Only their SHA-256 is kept, which is enough for what is
 * random and so long.
 */
import { createHash, randomBytes } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHARACTERS = 16;
const GROUP = 4;
const RECOVERY_CODES = 10;
/** How long a code to set an account up can be used, in ms. */
export const SET_UP_CODE_MS = 72 * 3_600_000;

/** A new code, in four groups of four. */
export function newCode(): string {
  const characters = Array.from(randomBytes(CHARACTERS), (byte) => ALPHABET[byte % 32]!);
  const groups = Array.from(
    { length: CHARACTERS / GROUP },
    (_, at) => characters.slice(at * GROUP, (at + 1) * GROUP).join(""),
  );
  return groups.join("-");
}

export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, newCode);
}

/**
 * The SHA-256 of a code, 32 bytes, however it was typed: in lower case, without its hyphens, with a
 * letter O for a zero or an I or L for a one. Undefined for what cannot be a code.
 */
export function hashCode(typed: string): Uint8Array | undefined {
  const text = typed.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  const isCode = text.length === CHARACTERS && [...text].every((one) => ALPHABET.includes(one));
  return isCode ? createHash("sha256").update(text).digest() : undefined;
}
