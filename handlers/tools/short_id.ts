/**
 * Ids as people write them: the first eight digits or more, as a short message shows them. Eight
 * digits distinguish the alarms of a zone for centuries; where two begin alike, more are asked for.
 */
import type { Identified, Reader } from "../../db/store.ts";
import { decodeHex } from "../../devices/hex.ts";
import { fail, ok, type Result } from "../../devices/result.ts";

/** Digits of an id that are enough. */
export const SHORT_ID_DIGITS = 8;
/** Ids that are shown when more than one begins alike. */
const SHOWN = 5;

/** How an address or an argument says which one is meant, for descriptions. */
export const SHORT_ID_HELP = `32 hex digits; the first ${SHORT_ID_DIGITS} are enough`;

export type IdProblem =
  /** No hex digits, too few or too many. */
  | { readonly code: "malformed" }
  | { readonly code: "unknown" }
  /** Those that it may mean, five at most. */
  | { readonly code: "ambiguous"; readonly ids: readonly string[] };

/** The id of 16 bytes that a text means. */
export function findId(
  reader: Pick<Reader, "events">,
  what: Identified,
  text: string,
): Result<Uint8Array, IdProblem> {
  if (!/^[0-9A-Fa-f]{8,32}$/.test(text)) return fail({ code: "malformed" });
  const ids = reader.events.idsBeginning(what, text, SHOWN);
  if (ids.length > 1) return fail({ code: "ambiguous", ids });
  return ids[0] === undefined ? fail({ code: "unknown" }) : ok(decodeHex(ids[0])!);
}
