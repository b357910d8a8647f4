/** A wearable gets its name and its first key. */
import type { Author } from "../../db/store.ts";
import { randomBytes } from "node:crypto";
import { KEY_BYTES } from "../../devices/frame/keys.ts";
import { defined } from "../../devices/tools/defined.ts";
import { fail, ok, type Result } from "../../devices/result.ts";
import type { LifePorts } from "./life.ts";
import type { DeviceProblem } from "./problem.ts";

/** A UID: it is the name of a wearable for good, and part of the ids of its events. */
export const UID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

export interface IssueRequest {
  readonly uid: string;
  readonly kid: number;
  /** 16 bytes; absent: new ones. */
  readonly rootKey?: Uint8Array;
  /** The newest epoch that the wearable has used. */
  readonly epoch: number;
  /** The highest counter of it; absent: none. */
  readonly counter?: number;
  /** Seconds. */
  readonly heartbeatS?: number;
  /** Who. */
  readonly by: Author;
  /** How it got its key, and what it is. */
  readonly details?: Readonly<Record<string, string>>;
}

/** A key as its issuer sees it, once. */
export interface IssuedKey {
  readonly uid: string;
  readonly kid: number;
  readonly rootKey: Uint8Array;
}

/** A key for a new wearable. */
export function newRootKey(): Uint8Array {
  return Uint8Array.from(randomBytes(KEY_BYTES));
}

/** Whether a wearable of this UID can be issued. */
export function mayIssue({ store }: LifePorts, uid: string): Result<void, DeviceProblem> {
  if (!UID.test(uid)) {
    const state = 'a UID is 1 to 64 letters, digits, ".", "_" or "-"';
    return fail({ code: "invalid-request", message: `Cannot add "${uid}": ${state}` });
  }
  return store.read.devices.byUid(uid) === undefined ? ok(undefined) : fail(taken(uid));
}

/** Registers a wearable with its first key. */
export async function issueDevice(
  ports: LifePorts,
  request: IssueRequest,
): Promise<Result<IssuedKey, DeviceProblem>> {
  const { by, counter, details, rootKey = newRootKey(), ...facts } = request;
  const { uid, kid } = facts;
  const may = mayIssue(ports, uid);
  if (!may.ok) return may;
  const isNew = await ports.store.write("issueDevice", {
    device: { ...facts, rootKey, createdAtUnixMs: ports.clock.unixMs() },
    by,
    ...defined({ counter, details }),
  });
  return isNew ? ok({ uid, kid, rootKey }) : fail(taken(uid));
}

function taken(uid: string): DeviceProblem {
  const message = `Cannot add "${uid}": there is one already: see "vigil device show ${uid}"`;
  return { code: "uid-taken", message };
}
