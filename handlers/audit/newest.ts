/** A quick look at the end of the audit chain; `verifyChain` follows all of it. */
import { auditHash, type Reader } from "../../db/store.ts";
import { encodeHex } from "../../devices/hex.ts";
import type { ChainVerdict } from "./chain_check.ts";

/** Entries that are looked at: a few milliseconds. */
const NEWEST = 500;

/**
 * Whether the newest entries follow from each other and lead to the head. What is before them stands
 * for itself.
 */
export function verifyNewest(
  { audit }: Pick<Reader, "audit">,
  count = NEWEST,
): Pick<ChainVerdict, "entries" | "firstBad" | "head" | "ok"> {
  const entries = audit.before(0, count).toReversed();
  const head = audit.head();
  const isBad = entries.findIndex(({ entry, hash, number }, at) => {
    const before = entries[at - 1];
    if (before === undefined) return false;
    return number !== before.number + 1 || encodeHex(auditHash(before.hash, entry)) !== hash;
  });
  const last = entries.at(-1);
  const isCutOff = last !== undefined && (last.number !== head.number || last.hash !== head.hash);
  const number = entries[isBad]?.number ?? (isCutOff ? head.number : undefined);
  return {
    ok: number === undefined,
    entries: entries.length,
    head,
    ...(number === undefined ? {} : { firstBad: { number, reason: "changed" as const } }),
  };
}
