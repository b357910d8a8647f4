/**
 * What technicians do with a wearable, for commands and the API alike: assign, extend, suspend,
 * change its key. Each holds from the next frame on, and is kept with who did it.
 */
import type { Author, DeviceChange, DeviceRecord, StoreAccess } from "../../db/store.ts";
import {
  ASSIGNMENT_MONTHS,
  dayOf,
  MAX_REFERENCE_CHARACTERS,
  monthsLater,
} from "../../devices/assignment.ts";
import { defined } from "../../devices/tools/defined.ts";
import { isPrintable } from "../../devices/printable.ts";
import { fail, ok, type Result } from "../../devices/result.ts";
import type { Clock, UnixMs } from "../../devices/time.ts";
import { type DeviceProblem, type Doing, problemOf, unknownDevice } from "./problem.ts";

export interface LifePorts {
  readonly store: StoreAccess;
  readonly clock: Clock;
}

export interface AssignRequest {
  readonly uid: string;
  /** Of the file. */
  readonly reference: string;
  /** Midnight UTC of the day; absent: six months from today; `never`: it does not end. */
  readonly expires?: UnixMs | "never";
  /** Seconds. */
  readonly heartbeatS?: number;
  readonly by: Author;
}

/** Links a wearable to a file. */
export function assignDevice(
  ports: LifePorts,
  { by, expires, heartbeatS, reference, uid }: AssignRequest,
): Promise<Result<DeviceRecord, DeviceProblem>> {
  const isLong = reference.length > MAX_REFERENCE_CHARACTERS;
  if (reference.trim() === "" || isLong || !isPrintable(reference)) {
    const state = `the reference must have 1 to ${MAX_REFERENCE_CHARACTERS} characters, none of ` +
      "them a control character";
    return refused(`Cannot assign "${uid}": ${state}`);
  }
  const now = ports.clock.expiryUnixMs();
  const end = expires ?? monthsLater(now, ASSIGNMENT_MONTHS);
  if (end !== "never" && end <= now) return refused(pastEnd("assign", uid, end));
  return change(ports, "assign", uid, by, {
    what: "assigned",
    reference,
    ...defined({ heartbeatS, expiresAtUnixMs: end === "never" ? undefined : end }),
  });
}

/** Lets an assignment last longer: to a day, or six months beyond its end or today, if later. */
export function extendDevice(
  ports: LifePorts,
  { by, expires, uid }: { readonly uid: string; readonly expires?: UnixMs; readonly by: Author },
): Promise<Result<DeviceRecord, DeviceProblem>> {
  const now = ports.clock.expiryUnixMs();
  const device = ports.store.read.devices.byUid(uid);
  const present = device?.expiresAtUnixMs as UnixMs | undefined;
  if (expires === undefined && device?.assignment === "active" && present === undefined) {
    const message = `Cannot extend "${uid}": its assignment has no end: give it one with --expires`;
    return Promise.resolve(fail({ code: "no-end", message }));
  }
  const end = expires ?? monthsLater(Math.max(now, present ?? now) as UnixMs, ASSIGNMENT_MONTHS);
  if (end <= now) return refused(pastEnd("extend", uid, end));
  return change(ports, "extend", uid, by, { what: "extended", expiresAtUnixMs: end });
}

/** Suspends an assignment, or resumes it. Alarms of a suspended one are delivered, marked. */
export function suspendDevice(
  ports: LifePorts,
  { by, isSuspended, uid }: {
    readonly uid: string;
    readonly isSuspended: boolean;
    readonly by: Author;
  },
): Promise<Result<DeviceRecord, DeviceProblem>> {
  return isSuspended
    ? change(ports, "suspend", uid, by, { what: "suspended" })
    : change(ports, "resume", uid, by, { what: "resumed" });
}

/** Says how often a wearable sends a heartbeat; 0: its silence is not noticed. */
export function setHeartbeat(
  ports: LifePorts,
  { by, heartbeatS, uid }: {
    readonly uid: string;
    readonly heartbeatS: number;
    readonly by: Author;
  },
): Promise<Result<DeviceRecord, DeviceProblem>> {
  return change(ports, "change", uid, by, { what: "changed", heartbeatS });
}

export interface Rotation {
  /** The generation that begins. */
  readonly kid: number;
  /** It was begun before. */
  readonly isUnderWay: boolean;
  /** The wearable gets the change only after this incident is closed: its id, 16 bytes. */
  readonly heldBy?: Uint8Array;
}

/** Begins the next key generation: the wearable gets answer 13 to its next heartbeat. */
export async function rotateKey(
  { clock, store }: LifePorts,
  { by, uid }: { readonly uid: string; readonly by: Author },
): Promise<Result<Rotation, DeviceProblem>> {
  const outcome = await store.write("rotateKey", { uid, by, atUnixMs: clock.unixMs() });
  switch (outcome.code) {
    case "unknown":
      return fail(unknownDevice(uid));
    case "retired":
      return fail(problemOf("device-retired", "rotate the key of", uid));
    case "no-key":
    case "last-generation":
      return fail(problemOf(outcome.code, "rotate the key of", uid));
    case "begun":
    case "under-way": {
      const heldBy = store.read.devices.openIncident(store.read.devices.byUid(uid)!.number);
      const isUnderWay = outcome.code === "under-way";
      return ok(defined({ kid: outcome.kid, isUnderWay, heldBy }));
    }
  }
}

async function change(
  { clock, store }: LifePorts,
  doing: Doing,
  uid: string,
  by: Author,
  change: DeviceChange,
): Promise<Result<DeviceRecord, DeviceProblem>> {
  const outcome = await store.write("changeDevice", { uid, by, atUnixMs: clock.unixMs(), change });
  switch (outcome) {
    case "done":
      return ok(store.read.devices.byUid(uid)!);
    case "unknown":
      return fail(unknownDevice(uid));
    case "retired":
      return fail(problemOf("device-retired", doing, uid));
    case "unassigned":
      return fail(problemOf("not-assigned", doing, uid));
  }
}

function pastEnd(doing: Doing, uid: string, end: UnixMs): string {
  return `Cannot ${doing} "${uid}": ${dayOf(end)} is past: give a day to come`;
}

function refused(message: string): Promise<Result<never, DeviceProblem>> {
  return Promise.resolve(fail({ code: "invalid-request", message }));
}
