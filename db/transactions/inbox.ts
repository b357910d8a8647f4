/**
 * Short messages between the modem that held them and what they mean.
 *
 *     modem ─▶ keepMessage ─▶ erased there ─▶ finishMessages, or rejectMessage ─▶ deleteProcessedMessages
 */
import type { Connection } from "../sqlite/connection.ts";
import { rejectFrames } from "./rejected.ts";
import type { Write } from "./write.ts";

/**
 * Messages that are done and kept, the newest ones: a modem holds a few hundred at most, so that one
 * it shows again is known.
 */
export const DONE_LIMIT = 2_000;

/** A message as a modem printed it. */
export interface KeptMessage {
  /** SHA-256 of `pdu`. */
  readonly digest: Uint8Array;
  readonly modem: string;
  /** Hex digits, or what stood in their place; at most 2 048 characters. */
  readonly pdu: string;
  readonly announcedBytes?: number;
  /** Where it lay, as in `ME/3`. */
  readonly place: string;
  readonly receivedUnixMs: number;
  readonly bootId: string;
  readonly uptimeMs: number;
}

/** What became of the wish to keep a message. */
export interface InboxOutcome {
  /** True: what it means was committed before. */
  readonly isDone: boolean;
}

/** Keeps a message, once. */
export function keepMessage(db: Connection, message: KeptMessage): InboxOutcome {
  const known = db.get("select place, done from inbox where digest = ?", message.digest);
  if (known === undefined) {
    insert(db, message);
    return { isDone: false };
  }
  if (known.place !== message.place) {
    db.run(
      "update inbox set repeats = repeats + 1, place = ? where digest = ?",
      message.place,
      message.digest,
    );
  }
  return { isDone: known.done === 1 };
}

function insert(db: Connection, message: KeptMessage): void {
  db.run(
    `insert into inbox (digest, modem, pdu, announced, place, received_unix_ms, boot_id, uptime_ms)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    message.digest,
    message.modem,
    message.pdu,
    message.announcedBytes ?? null,
    message.place,
    message.receivedUnixMs,
    message.bootId,
    message.uptimeMs,
  );
  db.run(
    `delete from inbox where done = 1 and number <= (select max(number) from inbox) - ?`,
    DONE_LIMIT,
  );
}

/**
 * What these messages mean is committed. They are named by what they are: in a store that replaced
 * a damaged one their rows have other numbers, or are not there.
 */
export function finishMessages(
  db: Connection,
  messages: { readonly digests: readonly Uint8Array[] },
): void {
  for (const digest of messages.digests) {
    db.run("update inbox set done = 1 where digest = ?", digest);
  }
}

/** A message in no known format: it is kept where technicians see it. */
export function rejectMessage(
  db: Connection,
  { digest, reason }: { readonly digest: Uint8Array; readonly reason: string },
): void {
  const row = db.get("select modem, pdu, received_unix_ms from inbox where digest = ?", digest);
  if (row === undefined) return;
  rejectFrames(db, [{
    modem: row.modem,
    carrier: "text",
    payload: new TextEncoder().encode(row.pdu),
    atUnixMs: row.received_unix_ms,
    reason,
  }]);
  finishMessages(db, { digests: [digest] });
}

export const DELETE_PROCESSED_MESSAGES: Write<{ readonly beforeUnixMs: number }, number> = {
  run: deleteProcessedMessages,
  erased: (count) => count,
};

/** Removes messages that are done and came before a time: they hold positions in the clear. */
function deleteProcessedMessages(db: Connection, limit: { readonly beforeUnixMs: number }): number {
  return db.erasing(() =>
    db.run("delete from inbox where done = 1 and received_unix_ms < ?", limit.beforeUnixMs)
  );
}
