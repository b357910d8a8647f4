/** What is said to a gateway of an event that is kept. */
import type { KeyObject } from "node:crypto";
import type { BroughtEvent } from "../../db/region/region_records.ts";
import { isoTime, type UnixMs } from "../../devices/time.ts";
import { signJson } from "../tools/signed_json.ts";

export interface ReceiptAuthor {
  /** Name of this dispatch, as it stands in the history of an incident. */
  readonly name: string;
  /** Ed25519: gateways that have the public key refuse receipts without its signature. */
  readonly key?: KeyObject;
}

/** The receipt "received" for the topic `receipts`, as JSON. */
export function receivedReceipt(
  { hash, id, source }: BroughtEvent,
  { key, name }: ReceiptAuthor,
  at: UnixMs,
): string {
  const receipt = {
    event: id,
    hash,
    gateway: source,
    stage: "received",
    by: name,
    at: isoTime(at),
  };
  return JSON.stringify(key === undefined ? receipt : signJson(receipt, key));
}
