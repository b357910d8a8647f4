/** What a modem says of its storages of messages (3GPP TS 27.005). */
import { defined } from "../../tools/defined.ts";
import { fieldsOf, numberIn, unquoted, valueOf } from "./fields.ts";

/** A name such as `SM` (SIM), `ME` (modem), `MT` (both) or `SR` (status reports). */
export type StorageName = string;

/** How much of a storage is taken, in messages. */
export interface StorageUse {
  readonly used: number;
  readonly total: number;
}

/** The storages that can be read and erased, from the answer to `AT+CPMS=?` (section 3.2.2). */
export function readStorages(line: string): StorageName[] {
  const [first = ""] = fieldsOf(valueOf(line, "+CPMS") ?? "");
  return fieldsOf(first.replace(/^\(|\)$/g, "")).map(unquoted)
    .filter((name) => /^[A-Z]{2}$/.test(name));
}

/**
 * How full the storage is that is read, from the answer to `AT+CPMS=…` (numbers only) or to
 * `AT+CPMS?` (each with its name).
 */
export function readStorageUse(line: string): StorageUse | undefined {
  const value = valueOf(line, "+CPMS");
  if (value === undefined) return undefined;
  const fields = fieldsOf(value);
  if (/^"?[A-Z]/.test(fields[0] ?? "")) fields.shift();
  const [used, total] = fields.map((field) => numberIn(field));
  return used === undefined || total === undefined ? undefined : { used, total };
}

/** What stands before a PDU. */
export interface PduHeader {
  /** Absent in an answer to `AT+CMGR`, which asked for one. */
  readonly index?: number;
  /** 0 and 1 received, 2 and 3 of our own; absent where it is not said. */
  readonly status?: number;
  /** Octets without the service centre's address; absent where it is not said. */
  readonly announcedBytes?: number;
}

/**
 * Reads `+CMGL: index,status,[name],length`, `+CMGR: status,[name],length`, `+CMT: [name],length`
 * or `+CDS: length` (sections 3.4.1 to 3.4.3). Some makes leave the name out, comma and all.
 */
export function readPduHeader(line: string): PduHeader {
  const fields = fieldsOf(line.slice(line.indexOf(":") + 1)).map((field) => numberIn(field));
  const announcedBytes = fields.length > 1 || line.startsWith("+CDS") ? fields.at(-1) : undefined;
  const [first, second] = fields;
  if (line.startsWith("+CMGL")) return defined({ index: first, status: second, announcedBytes });
  return defined({ status: line.startsWith("+CMGR") ? first : undefined, announcedBytes });
}

/**
 * True for what stands before a message in text mode, where no PDU follows: the status is a word in
 * quotes instead of a number (`+CMGL: 1,"REC UNREAD",…`, `+CMGR: "REC READ",…`), and a message that
 * is handed over comes with its sender and time (`+CMT: "+32470123456",,"26/11/29,…"`).
 */
export function isTextModeHeader(line: string): boolean {
  const fields = fieldsOf(line.slice(line.indexOf(":") + 1));
  if (line.startsWith("+CMT:")) return fields.length > 2;
  const status = line.startsWith("+CMGL:") ? fields[1] : fields[0];
  return /^\+CMG[LR]:/.test(line) && status?.startsWith('"') === true;
}

/** The reference of a message that was sent, 0 to 255, from `+CMGS:` (section 3.5.1). */
export function readReference(line: string): number | undefined {
  return numberIn(fieldsOf(valueOf(line, "+CMGS") ?? "")[0]);
}
