/** Ids by the digits that they begin with. */
import { decodeHex, encodeHex } from "../../devices/hex.ts";
import type { Connection } from "../sqlite/connection.ts";

/** What has ids of 16 bytes that people write down. */
export type Identified = "incident" | "event";

const ID_DIGITS = 32;

/**
 * Ids that begin with some hex digits, in order.
 * @param digits At most 32, in either case; their count may be odd.
 */
export function idsBeginning(
  db: Connection,
  what: Identified,
  digits: string,
  limit: number,
): string[] {
  const from = decodeHex(digits.padEnd(ID_DIGITS, "0"));
  const to = decodeHex(digits.padEnd(ID_DIGITS, "f"));
  if (from === undefined || to === undefined) return [];
  const sql = `select id from ${what} where id between ? and ? order by id limit ? + 0`;
  return db.all(sql, from, to, limit).map(({ id }) => encodeHex(id as Uint8Array));
}
