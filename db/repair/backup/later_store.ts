import { encodeHex } from "../../../devices/hex.ts";
import type { Connection } from "../../sqlite/connection.ts";
import { readCounter } from "../../transactions/counter.ts";
import { type AuditHead, auditHead } from "../../transactions/audit.ts";
import { EPOCHS_REMEMBERED } from "../../transactions/seen.ts";
import type { EssentialRows, EssentialState } from "../essential_state/essential_state.ts";
import { highestCount } from "../essential_state/numbering.ts";

/**
 * Whether a store that is replaced went on from a backup, so that it knows all that happened since:
 * it has every wearable, token and account of the backup, has seen every message that the backup has,
 * and its audit chain holds the last entry of that.
 * A store that was merely begun on this box, or that came from an older backup, has not.
 */
export function goesOnFrom({ rows, unread }: EssentialState, backup: Connection): boolean {
  const { device, seen, tally, token, user = [] } = rows;
  if (unread.length > 0 || !device || !seen || !tally || !token) return false;
  if (highestCount(tally, "sequence") < readCounter(backup, "sequence")) return false;
  if (!holdsHead(rows, auditHead(backup))) return false;
  return hasAll(device, backup.all("select * from device"), ["number", "uid"]) &&
    hasAll(token, backup.all("select * from token"), ["id"]) &&
    hasAll(user, backup.all("select * from user"), ["id"]) &&
    hasAll(
      seen,
      backup.all("select * from seen").filter(isRemembered(rows)),
      ["device", "kid", "epoch", "counter", "tag"],
    );
}

/** Whether an audit chain goes on from a head: it has that entry, or has closed its day since. */
function holdsHead({ audit = [], audit_day = [] }: EssentialRows, head: AuditHead): boolean {
  return head.number === 0 || audit_day.some(({ last }) => last >= head.number) ||
    audit.some(({ hash, number }) => number === head.number && encodeHex(hash) === head.hash);
}

/** Rows are the same when they have the same values in these columns. */
function hasAll<Row>(rows: readonly Row[], wanted: Row[], columns: readonly (keyof Row)[]) {
  const nameOf = (row: Row) =>
    columns.map((column) => {
      const value = row[column];
      return value instanceof Uint8Array ? encodeHex(value) : String(value);
    }).join("/");
  const names = new Set(rows.map(nameOf));
  return wanted.every((row) => names.has(nameOf(row)));
}

/** Older messages are refused unseen, and forgotten. */
function isRemembered({ device_key = [] }: EssentialRows) {
  const newest = new Map(
    device_key.map(({ device, kid, newest_epoch }) => [`${device}/${kid}`, newest_epoch]),
  );
  return ({ device, epoch, kid }: { device: number; epoch: number; kid: number }) => {
    const known = newest.get(`${device}/${kid}`);
    return known !== undefined && epoch >= known - EPOCHS_REMEMBERED;
  };
}
