/** The change from one key generation of a wearable to the next, and the end of all of them. */
import { keyFingerprint, ratchetRoot } from "../../devices/frame/keys.ts";
import { defined } from "../../devices/tools/defined.ts";
import type { Connection } from "../sqlite/connection.ts";
import { type Actor, keepStep } from "./device_step.ts";
import { findDevice, markChanged } from "./registry.ts";
import type { Write } from "./write.ts";

/** The last generation: numbers do not begin again, since the ids of events rest on them. */
const LAST_KID = 255;

export interface DeviceCall extends Actor {
  readonly uid: string;
}

export type RotationOutcome =
  | { readonly code: "unknown" | "retired" | "no-key" | "last-generation" }
  /** `under-way`: the wearable has not been heard under the next generation yet. */
  | { readonly code: "begun" | "under-way"; readonly kid: number };

/**
 * Begins the next key generation of a wearable (VF1 frame, "rekey"). Both are taken until the
 * wearable is heard under the new one.
 */
export function rotateKey(db: Connection, call: DeviceCall): RotationOutcome {
  const device = findDevice(db, call.uid);
  if (device === undefined) return { code: "unknown" };
  if (device.assignment === "retired") return { code: "retired" };
  const number = device.number;
  const keys = db.all("select kid, root_key, state from device_key where device = ?", number);
  const next = keys.find((key) => key.state === "next");
  if (next !== undefined) return { code: "under-way", kid: next.kid };
  const current = keys.find((key) => key.state === "current");
  if (current === undefined) return { code: "no-key" };
  if (current.kid === LAST_KID) return { code: "last-generation" };
  const kid = current.kid + 1;
  db.run(
    `insert into device_key (device, kid, root_key, state, newest_epoch)
     values (?, ?, ?, 'next', 0)`,
    number,
    kid,
    ratchetRoot(current.root_key, kid),
  );
  markChanged(db, number);
  keepStep(db, number, call, "rekeying", { kid });
  return { code: "begun", kid };
}

/** A key that was taken out of the store: of a generation, or of a foreign format's carrier. */
export interface RemovedKey {
  readonly of:
    | { readonly kid: number }
    /** `counter`: up to where it is used up. */
    | { readonly carrier: string; readonly counter: number };
  /** To look for what is left of it. */
  readonly bytes: Uint8Array;
}

export type RetirementOutcome =
  | { readonly code: "unknown" | "alarm-open" }
  | { readonly code: "retired" | "was-retired"; readonly keys: readonly RemovedKey[] };

export interface Retirement extends DeviceCall {
  readonly reason?: string;
  /** Serial number of the wearable, when it was erased on a cable. */
  readonly wearableErased?: string;
}

export const RETIRE_DEVICE: Write<Retirement, RetirementOutcome> = {
  run: retireDevice,
  changesRegistry: true,
  erased: ({ code }) => code === "retired" ? 1 : 0,
};

/**
 * Ends a wearable: its keys are overwritten and removed, and nothing that it sends is taken any more.
 * Refused while an alarm of it is open.
 */
function retireDevice(db: Connection, call: Retirement): RetirementOutcome {
  const device = findDevice(db, call.uid);
  if (device === undefined) return { code: "unknown" };
  const number = device.number;
  if (device.assignment === "retired") return { code: "was-retired", keys: [] };
  if (openIncident(db, number) !== undefined) return { code: "alarm-open" };
  const { reason, wearableErased } = call;
  return { code: "retired", keys: endDevice(db, number, call, { reason, wearableErased }) };
}

/**
 * Overwrites and removes the keys of a wearable and marks it as retired. No alarm of it is open.
 * @param details What is kept with the step, beside the fingerprints of its keys.
 * @returns The keys, to look for what is left of them.
 */
export function endDevice(
  db: Connection,
  number: number,
  actor: Actor,
  details: Readonly<Record<string, string | undefined>>,
): readonly RemovedKey[] {
  const keys = [...ownKeys(db, number), ...foreignKeys(db, number)];
  eraseKeys(db, number);
  db.run("update device set assignment = 'retired' where number = ?", number);
  markChanged(db, number);
  keepStep(db, number, actor, "retired", {
    keys: keys.map(({ of, bytes }) => ({ ...of, fingerprint: keyFingerprint(bytes) })),
    ...defined(details),
  });
  return keys;
}

/** The newest open incident of a wearable (neither closed nor rejected): its id, 16 bytes. */
export function openIncident(db: Connection, device: number): Uint8Array | undefined {
  const row = db.get(
    `select id from incident indexed by incident_open where device = ? and ended is null
     order by opened desc limit 1`,
    device,
  );
  return row?.id;
}

function ownKeys(db: Connection, device: number): RemovedKey[] {
  return db.all("select kid, root_key from device_key where device = ?", device)
    .map((row) => ({ of: { kid: row.kid }, bytes: row.root_key }));
}

function foreignKeys(db: Connection, device: number): RemovedKey[] {
  const sql = "select kind, key, application_key, counter from foreign_sender where device = ?";
  return db.all(sql, device).flatMap(({ application_key, counter, key, kind }) => {
    const of = { carrier: kind, counter };
    return [key, application_key].filter((bytes) => bytes instanceof Uint8Array)
      .map((bytes) => ({ of, bytes }));
  });
}

/** Where the keys of wearables are. */
export const KEY_TABLES = ["device_key", "foreign_sender"] as const;

/** What is deleted is overwritten with zeros, pages that become free by it too. */
function eraseKeys(db: Connection, device: number): void {
  db.erasing(() => {
    for (const table of KEY_TABLES) db.run(`delete from ${table} where device = ?`, device);
  });
}
