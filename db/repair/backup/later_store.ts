import type { Connection } from "../../sqlite/connection.ts";
import { encodeHex } from "../../../devices/hex.ts";
import type { NamedRow } from "../pages/row_kinds.ts";
import { readCounter } from "../../transactions/counter.ts";
import type { EssentialState } from "../essential_state/essential_state.ts";
import { highestCount } from "../essential_state/import_essential_state.ts";

/** Older messages are refused unseen, and forgotten. */
const EPOCHS_REMEMBERED = 16;

/**
 * Whether a store that is replaced went on from a backup, so that it knows all that happened since:
 * it has every wearable and token of the backup, and has seen every message that the backup has.
 * A store that was merely begun on this box, or that came from an older backup, has not.
 */
export function goesOnFrom(later: EssentialState, backup: Connection): boolean {
  const { device, seen, tally, token } = later.rows;
  if (later.unread.length > 0 || !device || !seen || !tally || !token) return false;
  if (highestCount(tally, "sequence") < readCounter(backup, "sequence")) return false;
  const has = (rows: readonly NamedRow[], columns: readonly string[]) => {
    const names = new Set(rows.map((row) => nameOf(row, columns)));
    return (row: NamedRow) => names.has(nameOf(row, columns));
  };
  const rows = (sql: string) => backup.all(sql) as NamedRow[];
  return rows("select * from device").every(has(device, ["number", "uid"])) &&
    rows("select * from token").every(has(token, ["id"])) &&
    rows("select * from seen").filter(isRemembered(later))
      .every(has(seen, ["device", "kid", "epoch", "counter", "tag"]));
}

function isRemembered({ rows }: EssentialState): (row: NamedRow) => boolean {
  const newest = new Map(
    (rows.device_key ?? []).map((row) => [`${row["device"]}/${row["kid"]}`, row["newest_epoch"]]),
  );
  return ({ device, epoch, kid }) => {
    const known = newest.get(`${device}/${kid}`);
    return known !== undefined && (epoch as number) >= (known as number) - EPOCHS_REMEMBERED;
  };
}

function nameOf(row: NamedRow, columns: readonly string[]): string {
  return columns.map((column) => {
    const value = row[column];
    return value instanceof Uint8Array ? encodeHex(value) : String(value);
  }).join("/");
}
