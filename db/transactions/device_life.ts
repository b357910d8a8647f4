/** What happens to a wearable between its issue and the end of its key. */
import type { Connection } from "../sqlite/connection.ts";
import type { Author } from "./author.ts";
import { addToCounter } from "./counter.ts";
import { type Actor, type DeviceStepName, keepStep } from "./device_step.ts";
import { addDevice, assignDevice, findDevice, type NewDevice } from "./registry.ts";

export interface DeviceIssue {
  readonly device: NewDevice;
  /** Highest counter of `device.epoch` that was seen; absent: none. */
  readonly counter?: number;
  readonly by: Author;
  /** How it got its key, and onto what. */
  readonly details?: Readonly<Record<string, string>>;
}

/** Registers a wearable with its first key; false when the UID is taken. */
export function issueDevice(
  db: Connection,
  { by, counter, details, device }: DeviceIssue,
): boolean {
  if (!addDevice(db, device)) return false;
  const number = findDevice(db, device.uid)!.number;
  if (counter !== undefined) {
    db.run("update device_key set newest_counter = ? where device = ?", counter, number);
  }
  const actor = { by, atUnixMs: device.createdAtUnixMs };
  keepStep(db, number, actor, "issued", { kid: device.kid, ...details });
  return true;
}

/** What can be changed about a wearable. */
export type DeviceChange =
  | {
    readonly what: "assigned";
    readonly reference: string;
    /** Absent: it does not end. */
    readonly expiresAtUnixMs?: number;
    /** Seconds between its heartbeats, 0: its silence goes unnoticed; absent: as before. */
    readonly heartbeatS?: number;
  }
  | { readonly what: "extended"; readonly expiresAtUnixMs: number }
  | { readonly what: "suspended" | "resumed" }
  | { readonly what: "changed"; readonly heartbeatS: number };

export interface DeviceChangeCall extends Actor {
  readonly uid: string;
  readonly change: DeviceChange;
}

/** `unassigned`: there is no assignment that could be extended, suspended or resumed. */
export type DeviceChangeOutcome = "done" | "unknown" | "retired" | "unassigned";

/** Changes a wearable and keeps the step, or does neither. */
export function changeDevice(db: Connection, call: DeviceChangeCall): DeviceChangeOutcome {
  const { change, uid } = call;
  const device = findDevice(db, uid);
  if (device === undefined) return "unknown";
  if (device.assignment === "retired") return "retired";
  const needsAssignment = change.what !== "assigned" && change.what !== "changed";
  if (needsAssignment && device.assignment === "none") return "unassigned";
  apply(db, uid, change);
  const { what, ...details } = change;
  keepStep(db, device.number, call, what, details);
  return "done";
}

function apply(db: Connection, uid: string, change: DeviceChange): void {
  switch (change.what) {
    case "assigned":
      return void assignDevice(db, { uid, ...change });
    case "extended":
      return update(db, uid, "expires_unix_ms = ?", change.expiresAtUnixMs);
    case "suspended":
      return update(db, uid, "assignment = 'suspended'");
    case "resumed":
      return update(db, uid, "assignment = 'active'");
    case "changed":
      return update(db, uid, "heartbeat_s = ?1, exempt = ?1 = 0", change.heartbeatS);
  }
}

/** Every change moves counter `registry`, so that a running gateway sees it. */
function update(db: Connection, uid: string, what: string, ...values: number[]): void {
  const changed = addToCounter(db, "registry");
  db.run(`update device set ${what}, changed = ? where uid = ?`, ...values, changed, uid);
}

/** Keeps a step that changes nothing else; false when there is no such wearable. */
export function noteDeviceStep(
  db: Connection,
  call: Actor & {
    readonly uid: string;
    readonly what: DeviceStepName;
    readonly details: Readonly<Record<string, unknown>>;
  },
): boolean {
  const device = findDevice(db, call.uid);
  if (device === undefined) return false;
  keepStep(db, device.number, call, call.what, call.details);
  return true;
}
