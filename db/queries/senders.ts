/** Queries of who sends in foreign formats. */
import type { Tables } from "../schema/rows.ts";
import type { Connection } from "../sqlite/connection.ts";
import { OWN_CODEC } from "../transactions/answer_numbers.ts";
import type { SenderName } from "../transactions/senders.ts";
import { type DeviceRecord, toDevice } from "./devices.ts";

/** A sender of a foreign format, with its state as of the last message taken. */
export interface SenderRecord extends SenderName {
  readonly codec: string;
  /** LoRaWAN: of the network, 16 bytes. Short messages: of the format's proof. */
  readonly key: Uint8Array | undefined;
  /** LoRaWAN: 16 bytes. */
  readonly applicationKey: Uint8Array | undefined;
  /** LoRaWAN: the highest 32-bit counter taken; −1: none. */
  readonly counter: number;
  /** The last incident that it opened, 16 bytes. */
  readonly incident: Uint8Array | undefined;
  readonly heardAtUnixMs: number | undefined;
}

/** A sender and its wearable. */
export interface LinkedSender {
  readonly sender: SenderRecord;
  readonly device: DeviceRecord;
}

/**
 * The sender of a name, if it is linked to a wearable that is not retired. A number of a wearable with
 * frames of this product is none: what it sends in other formats proves nothing of that wearable.
 */
export function linked(db: Connection, name: SenderName): LinkedSender | undefined {
  const row = db.get<Tables["device"] & Tables["foreign_sender"]>(
    `select d.*, s.* from foreign_sender s join device d on d.number = s.device
     where s.kind = ? and s.address = ? and s.codec <> ? and d.assignment <> 'retired'`,
    name.kind,
    name.address,
    OWN_CODEC,
  );
  return row && { sender: toSender(row), device: toDevice(row) };
}

/** Whether a wearable of this product sends short messages from a number. */
export function isAnswerNumber(db: Connection, device: number, number: string): boolean {
  const sql = `select 1 from foreign_sender
    where kind = 'sms' and address = ? and device = ? and codec = ?`;
  return db.get(sql, number, device, OWN_CODEC) !== undefined;
}

/** The senders of a wearable. */
export function ofDevice(db: Connection, device: number): SenderRecord[] {
  const sql = "select * from foreign_sender where device = ? order by kind, address";
  return db.all(sql, device).map(toSender);
}

function toSender(row: Tables["foreign_sender"]): SenderRecord {
  return {
    kind: row.kind,
    address: row.address,
    codec: row.codec,
    key: row.key ?? undefined,
    applicationKey: row.application_key ?? undefined,
    counter: row.counter,
    incident: row.incident ?? undefined,
    heardAtUnixMs: row.heard_unix_ms ?? undefined,
  };
}
