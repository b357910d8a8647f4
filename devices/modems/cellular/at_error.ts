/**
 * How an AT modem ends an answer (3GPP TS 27.007, section 9; TS 27.005, section 3.2.5), and what
 * the numbers of errors mean that are handled in their own way.
 */
import type { Line } from "../line.ts";

// The ends of telephone calls are not among them: see `reader.ts`.
const PLAIN_ERRORS = /^(?:ERROR|COMMAND NOT SUPPORT|TOO MANY PARAMETERS|NA|MODEM ERROR: ?\d+)$/;
const SERVICE_ERROR = /^\+CM[ES] ERROR: /;
const NUMBERED_ERROR = /^\+(CME|CMS) ERROR: *(\d{1,5})\s*$/;

/**
 * Reads a final result; undefined for every other line.
 * @param line Whole, without its CR LF, not trimmed at its end.
 */
export function readFinal(line: string): Extract<Line, { kind: "final" }> | undefined {
  if (line === "OK") return { kind: "final", ok: true };
  const isError = PLAIN_ERRORS.test(line.trimEnd()) || SERVICE_ERROR.test(line);
  return isError ? { kind: "final", ok: false, code: line.trimEnd() } : undefined;
}

/** What to do about an error. */
export type ErrorMeaning =
  | "full" // no room for messages
  | "no-message" // there is nothing at this index
  | "starting" // the SIM or the message service is not ready yet
  | "no-sim" // there is no SIM that works
  | "no-network"
  | "for-good" // sending to this number will not work later either
  | "other";

const CMS_MEANINGS: readonly (readonly [ErrorMeaning, readonly number[]])[] = [
  // 1 unassigned number, 8 and 10 barred, 28 to 30 unknown subscriber, 50 not subscribed,
  // 69 not implemented, 195 and 196 no such subscriber or destination.
  ["for-good", [1, 8, 10, 28, 29, 30, 50, 69, 195, 196]],
  ["full", [208, 322]],
  ["no-sim", [310, 313, 315]],
  ["starting", [314, 512, 515]],
  ["no-message", [321]],
  ["no-network", [331, 332]],
];

const CME_MEANINGS: readonly (readonly [ErrorMeaning, readonly number[]])[] = [
  ["no-sim", [10, 13, 15]],
  ["starting", [14, 515]],
  ["full", [20]],
  ["no-message", [21, 22]],
  ["no-network", [30, 31, 32]],
];

/** The same in words, for modems on which another program set AT+CMEE=2. */
const WORDS: readonly (readonly [ErrorMeaning, RegExp])[] = [
  ["full", /memory full/i],
  ["no-sim", /sim (?:not inserted|failure|wrong)/i],
  ["starting", /busy/i],
  ["no-message", /invalid (?:memory )?index|not found/i],
  ["no-network", /no network/i],
];

/** What an error means. @param code As the modem said it. */
export function meaningOf(code: string): ErrorMeaning {
  const [, kind, number] = NUMBERED_ERROR.exec(code) ?? [];
  if (kind === undefined) return WORDS.find(([, words]) => words.test(code))?.[0] ?? "other";
  const meanings = kind === "CMS" ? CMS_MEANINGS : CME_MEANINGS;
  return meanings.find(([, numbers]) => numbers.includes(Number(number)))?.[0] ?? "other";
}
