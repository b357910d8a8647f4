/**
 * Who sends in foreign formats: numbers of short messages and LoRaWAN addresses, each linked to a
 * wearable that has no key of this product. What proves nothing must never mix with a wearable's own
 * authentic frames. A wearable that has a key has numbers here only to be answered there.
 */
import { keyFingerprint } from "../../devices/frame/keys.ts";
import type { Connection } from "../sqlite/connection.ts";
import { addToCounter } from "./counter.ts";
import { OWN_CODEC } from "./answer_numbers.ts";
import { type Actor, keepStep } from "./device_step.ts";
import { findDevice, hasKey } from "./registry.ts";

/** How a sender is named: by its number, or by a DevAddr of 8 lower-case hex digits. */
export interface SenderName {
  readonly kind: "sms" | "lorawan";
  readonly address: string;
}

export interface SenderLink extends SenderName {
  /** UID of the wearable. */
  readonly uid: string;
  readonly codec: string;
  /** LoRaWAN: 16 bytes. Short messages: the key of the format's proof, where it has one. */
  readonly key?: Uint8Array;
  /** LoRaWAN: 16 bytes. */
  readonly applicationKey?: Uint8Array;
}

export interface ForeignDevice extends Actor {
  readonly link: SenderLink;
  /** Seconds between its heartbeats; 0: its silence goes unnoticed; absent: it is learned. */
  readonly heartbeatS?: number;
}

/**
 * Why a sender cannot be linked: there is no such wearable, it is retired or has a key of its own, it
 * has none and frames of this product need one, or the sender is another wearable's.
 */
export type LinkOutcome = "linked" | "unknown" | "retired" | "has-key" | "no-key" | "taken";

/** Registers a wearable without a key, with its first sender. */
export function addForeignDevice(
  db: Connection,
  { link, heartbeatS, ...actor }: ForeignDevice,
): "linked" | "exists" | "taken" {
  if (findDevice(db, link.uid) !== undefined) return "exists";
  if (ownerOf(db, link) !== undefined) return "taken";
  db.run(
    "insert into device (uid, created_unix_ms, heartbeat_s, exempt, changed) values (?, ?, ?, ?, ?)",
    link.uid,
    actor.atUnixMs,
    heartbeatS ?? 0,
    heartbeatS === 0 ? 1 : 0,
    addToCounter(db, "registry"),
  );
  const device = findDevice(db, link.uid)!.number;
  keepLink(db, device, link);
  keepStep(db, device, actor, "issued", { carrier: link.kind, codec: link.codec });
  return "linked";
}

/**
 * Links one more sender to a wearable, or changes the codec and keys of one that is. Other keys begin
 * a new count of frames; those that were ever linked go on with theirs, so that nothing old can be
 * sent again.
 */
export function linkSender(db: Connection, { link, ...actor }: ForeignDevice): LinkOutcome {
  const row = findDevice(db, link.uid);
  if (row === undefined) return "unknown";
  if (row.assignment === "retired") return "retired";
  const device = row.number;
  const needsKey = link.codec === OWN_CODEC;
  if (hasKey(db, device) !== needsKey) return needsKey ? "no-key" : "has-key";
  if ((ownerOf(db, link) ?? device) !== device) return "taken";
  const keys = usedKeys(db, link);
  keepLink(db, device, link);
  keepStep(db, device, actor, "changed", { linked: link.kind, codec: link.codec, keys });
  return "linked";
}

/** Ends the link of a sender, keys included; false when there is none of that wearable. */
export function unlinkSender(
  db: Connection,
  { uid, kind, address, ...actor }: SenderName & Actor & { readonly uid: string },
): boolean {
  const device = findDevice(db, uid)?.number;
  const keys = usedKeys(db, { kind, address });
  const changed = db.run(
    "delete from foreign_sender where kind = ? and address = ? and device = ?",
    kind,
    address,
    device ?? -1,
  );
  if (changed === 1) keepStep(db, device!, actor, "changed", { unlinked: kind, keys });
  return changed === 1;
}

/** Up to where the key of a sender is used up, as the step that ends it keeps it. */
function usedKeys(db: Connection, { kind, address }: SenderName) {
  const sql = "select key, counter from foreign_sender where kind = ? and address = ?";
  const row = db.get(sql, kind, address);
  if (kind !== "lorawan" || row === undefined) return [];
  const fingerprint = keyFingerprint(row.key!);
  return [{ carrier: kind, counter: row.counter, fingerprint }];
}

/** The highest counter that was taken under a key while it was linked before; −1: none. */
function usedCounter(db: Connection, key: Uint8Array): number {
  const row = db.get<{ counter: number | null }>(
    `select max(key.value ->> 'counter') as counter
     from device_step, json_each(details, '$.keys') key where key.value ->> 'fingerprint' = ?`,
    keyFingerprint(key),
  );
  return row?.counter ?? -1;
}

function ownerOf(db: Connection, { kind, address }: SenderName): number | undefined {
  const sql = "select device from foreign_sender where kind = ? and address = ?";
  return db.get(sql, kind, address)?.device;
}

function keepLink(db: Connection, device: number, link: SenderLink): void {
  db.run(
    `insert into foreign_sender (kind, address, device, codec, key, application_key, counter)
     values (?, ?, ?, ?, ?, ?, ?)
     on conflict do update set
       codec = excluded.codec, key = excluded.key, application_key = excluded.application_key,
       counter = iif(key is excluded.key, counter, excluded.counter)`,
    link.kind,
    link.address,
    device,
    link.codec,
    link.key ?? null,
    link.applicationKey ?? null,
    link.kind === "lorawan" ? usedCounter(db, link.key!) : -1,
  );
}
