/**
 * Short messages between the modem that held them and what they mean.
 *
 *     modem ─▶ keepMessage ─▶ erased there ─▶ finishMessages, or rejectMessage ─▶ forgetMessages
 */
import type { Connection } from "../connection.ts";
import { rejectFrames } from "./rejected.ts";

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
export interface KeepingOutcome {
  readonly number: number;
  /** False: it was kept before. */
  readonly isNew: boolean;
}

/** Keeps a message, once. */
export function keepMessage(db: Connection, message: KeptMessage): KeepingOutcome {
  const known = db.get("select number, place from inbox where digest = ?", message.digest);
  if (known === undefined) return { number: insert(db, message), isNew: true };
  const number = known["number"] as number;
  if (known["place"] !== message.place) {
    db.run(
      "update inbox set repeats = repeats + 1, place = ? where number = ?",
      message.place,
      number,
    );
  }
  return { number, isNew: false };
}

function insert(db: Connection, message: KeptMessage): number {
  const row = db.get(
    `insert into inbox (digest, modem, pdu, announced, place, received_unix_ms, boot_id, uptime_ms)
     values (?, ?, ?, ?, ?, ?, ?, ?) returning number`,
    message.digest,
    message.modem,
    message.pdu,
    message.announcedBytes ?? null,
    message.place,
    message.receivedUnixMs,
    message.bootId,
    message.uptimeMs,
  );
  return row!["number"] as number;
}

/** What these messages mean is committed. */
export function finishMessages(
  db: Connection,
  messages: { readonly numbers: readonly number[] },
): void {
  for (const number of messages.numbers) {
    db.run("update inbox set done = 1 where number = ?", number);
  }
}

/** Nobody can read a message: it is kept where technicians see it. */
export function rejectMessage(
  db: Connection,
  { number, reason }: { readonly number: number; readonly reason: string },
): void {
  const row = db.get("select modem, pdu, received_unix_ms from inbox where number = ?", number);
  if (row === undefined) return;
  rejectFrames(db, [{
    modem: row["modem"] as string,
    carrier: "text",
    payload: new TextEncoder().encode(row["pdu"] as string),
    atUnixMs: row["received_unix_ms"] as number,
    reason,
  }]);
  finishMessages(db, { numbers: [number] });
}

/** Removes messages that are done and came before a time: they hold positions in the clear. */
export function forgetMessages(db: Connection, limit: { readonly beforeUnixMs: number }): number {
  return db.run(
    "delete from inbox where done = 1 and received_unix_ms < ?",
    limit.beforeUnixMs,
  );
}
